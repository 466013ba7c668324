// Finding and changing the named parts of a component.

/**
 * @param {ParentNode} root
 * @param {string} name
 */
export function part(root, name) {
  return /** @type {HTMLElement | null} */ (root.querySelector(`[data-part="${name}"]`));
}

/**
 * Change the words only when they differ: a live region repeats whatever is written into it.
 *
 * @param {ParentNode} root
 * @param {string} name
 * @param {string} words
 */
export function say(root, name, words) {
  const element = part(root, name);
  if (element && element.textContent !== words) element.textContent = words;
}

/**
 * @param {ParentNode} root
 * @param {string} name
 * @param {boolean} shown
 */
export function reveal(root, name, shown) {
  const element = part(root, name);
  if (element) element.hidden = !shown;
}
