// Picture and fields know each other: a field shows where it stands, words on the picture fill it.

import { part } from "../lib/parts.js";
import { pick } from "../lib/pick.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Input */

/** @param {HTMLElement} root */
export function connect(root) {
  /** @type {Input | null} */
  let chosen = null;
  const choose = (/** @type {Input | null} */ input) => {
    chosen = input;
    root.toggleAttribute("data-picking", Boolean(input));
    mark(root, input?.name ?? "");
  };
  root.addEventListener("focusin", (event) => {
    const element = /** @type {Element} */ (event.target);
    if (element.matches("[data-field] .input")) choose(/** @type {Input} */ (element));
  });
  // a click on nothing in particular ends it: words would go where nobody looks any more
  root.addEventListener("focusout", (event) => {
    const next = /** @type {Element | null} */ (event.relatedTarget);
    if (!next?.closest("[data-field], .sheet")) choose(null);
  });
  // pressing a word must not take the focus away from the field it is meant for
  root.addEventListener("pointerdown", (event) => {
    if (chosen && wordAt(event)) event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    const element = /** @type {Element} */ (event.target);
    const link = element.closest("[data-find]");
    const word = wordAt(event);
    if (link) find(root, event, /** @type {HTMLElement} */ (link));
    else if (word && chosen) fill(chosen, word.getAttribute("data-text") ?? "");
    else if (element.matches(".box")) inputOf(root, element.id.slice("box-".length))?.focus();
  });
}

/** @param {Event} event */
function wordAt(event) {
  return /** @type {Element} */ (event.target).closest(".word");
}

/**
 * @param {Input} input
 * @param {string} text
 */
function fill(input, text) {
  if (input instanceof HTMLSelectElement) return;
  const value = pick(text, input.name);
  if (!value) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
}

/**
 * @param {HTMLElement} root
 * @param {Event} event
 * @param {HTMLElement} link
 */
function find(root, event, link) {
  event.preventDefault();
  const name = link.dataset.find ?? "";
  const box = mark(root, name);
  box?.scrollIntoView({ block: "center" });
}

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
function mark(root, name) {
  for (const other of root.querySelectorAll(".box[data-at]")) other.removeAttribute("data-at");
  const box = name ? root.querySelector(`#box-${name}`) : null;
  box?.setAttribute("data-at", "");
  if (box) bringIntoView(root, box);
  return box;
}

/**
 * Move only the frame of the picture: the page itself stays where the reader is.
 *
 * @param {HTMLElement} root
 * @param {Element} box
 */
function bringIntoView(root, box) {
  const frame = part(root, "pages");
  if (!frame) return;
  const [outer, inner] = [frame.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
  frame.scrollTop += inner.top - outer.top - outer.height / 2;
}

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
function inputOf(root, name) {
  return /** @type {Input | null} */ (root.querySelector(`#value-${name}`));
}
