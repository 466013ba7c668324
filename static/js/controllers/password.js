// A password that can be looked at while it is typed, and says in words how hard it is to guess.

import { isShort, strength } from "../lib/guessing.js";
import { part, reveal, say } from "../lib/parts.js";

/** @param {HTMLElement} field */
export function connect(field) {
  const input = /** @type {HTMLInputElement | null} */ (field.querySelector("input"));
  if (!input) return;
  offerToShow(field, input);
  if (!("new" in field.dataset)) return;
  const form = input.form ?? field;
  form.addEventListener("input", () => judge(field, input));
  judge(field, input);
}

/**
 * @param {HTMLElement} field
 * @param {HTMLInputElement} input
 */
function offerToShow(field, input) {
  const button = part(field, "show");
  const show = (/** @type {boolean} */ shown) => {
    input.type = shown ? "text" : "password";
    button?.setAttribute("aria-pressed", String(shown));
  };
  button?.addEventListener("click", () => show(input.type === "password"));
  // browsers offer to keep only what is sent from a field of this type
  input.form?.addEventListener("submit", () => show(false));
  reveal(field, "show", true);
}

/**
 * @param {HTMLElement} field
 * @param {HTMLInputElement} input
 */
function judge(field, input) {
  const words = part(field, "verdict")?.dataset.words?.split("|") ?? [];
  const reached = strength(input.value, known(field, input));
  const word = isShort(input.value) ? 0 : Math.max(reached, 1);
  part(field, "strength")?.setAttribute("data-strength", input.value && String(word));
  say(field, "verdict", input.value ? (words[word] ?? "") : "");
}

/**
 * @param {HTMLElement} field
 * @param {HTMLInputElement} input
 */
function known(field, input) {
  const typed = ["email", "name"].map((name) => {
    const other = input.form?.elements.namedItem(name);
    return other instanceof HTMLInputElement ? other.value : "";
  });
  return [location.host, field.dataset.known ?? "", ...typed];
}
