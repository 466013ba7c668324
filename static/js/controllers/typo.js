// An address with a slip in its domain: "did you mean gmail.com?", and one press puts it right.

import { part, reveal, say } from "../lib/parts.js";
import { suggestion } from "../lib/slips.js";

const PAUSE_MS = 500;

/** @param {HTMLElement} field */
export function connect(field) {
  const input = /** @type {HTMLInputElement | null} */ (field.querySelector("input"));
  if (!input) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = () => {
    clearTimeout(timer);
    const meant = suggestion(input.value.trim(), field.dataset.domains ?? "");
    say(field, "meant", meant ?? "");
    reveal(field, "typo", meant !== null);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("focusout", (event) => {
    clearTimeout(timer);
    const next = event.relatedTarget;
    // a line more would push it away from under the pointer that is about to press it
    if (!(next instanceof Element && next.matches("a, button, summary"))) look();
  });
  part(field, "take")?.addEventListener("click", () => {
    input.value = part(field, "meant")?.textContent ?? input.value;
    input.focus();
    look();
  });
  reveal(field, "take", true);
  if (input.value && input === document.activeElement) look(); // typed before this script came
}
