// Only so many at once: the others wait for their turn, in order.

/** @param {number} most */
export function lanes(most) {
  /** @type {(() => void)[]} */
  const waiting = [];
  let busy = 0;

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  return async (work) => {
    if (busy >= most) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
      waiting.shift()?.();
    }
  };
}
