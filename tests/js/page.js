// A stand-in for the few parts of a browser that the modules under test listen to.

export class FakeDocument extends EventTarget {
  hidden = false;

  /** @param {boolean} hidden */
  turn(hidden) {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

/** Time that passes only when told to; node's own mocked timers differ between its versions. */
export class FakeClock {
  now = 0;
  /** @type {Map<number, { at: number, call: () => void }>} */
  waiting = new Map();

  install() {
    let last = 0;
    const { setTimeout, clearTimeout } = globalThis;
    globalThis.setTimeout = /** @type {any} */ (
      (/** @type {() => void} */ call, wait = 0) => {
        last += 1;
        this.waiting.set(last, { at: this.now + wait, call });
        return last;
      }
    );
    globalThis.clearTimeout = /** @type {any} */ (
      (/** @type {number} */ id) => this.waiting.delete(id)
    );
    return () => Object.assign(globalThis, { setTimeout, clearTimeout });
  }

  /** @param {number} milliseconds */
  tick(milliseconds) {
    this.now += milliseconds;
    for (const [id, { at, call }] of this.waiting) {
      if (at > this.now) continue;
      this.waiting.delete(id);
      call();
    }
  }
}

/** A server that gives its answers in order, the last one again and again. */
export class FakeServer {
  /** @param {((url: string) => Response)[]} answers */
  constructor(...answers) {
    this.answers = answers;
    this.asked = 0;
    this.fetch = async (/** @type {string} */ url) => {
      this.asked += 1;
      const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      return /** @type {(url: string) => Response} */ (answer)(url);
    };
  }
}

/**
 * @param {object} body
 * @param {Record<string, string>} [headers]
 */
export const json = (body, headers) => () => Response.json(body, { headers });

/**
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
export const refused = (status, headers) => () => new Response("", { status, headers });

export const cut = () => {
  throw new TypeError("network");
};
