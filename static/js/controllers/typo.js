// An address with a slip in its domain: "did you mean gmail.com?", and one press puts it right.

import { part, reveal, say } from "../lib/parts.js";
import { suggestion } from "../lib/slips.js";

/** @param {HTMLElement} field */
export function connect(field) {
  const input = /** @type {HTMLInputElement | null} */ (field.querySelector("input"));
  if (!input) return;
  const look = () => {
    const meant = suggestion(input.value.trim(), field.dataset.domains ?? "");
    say(field, "meant", meant ?? "");
    reveal(field, "typo", meant !== null);
  };
  input.addEventListener("change", look);
  part(field, "take")?.addEventListener("click", () => {
    input.value = part(field, "meant")?.textContent ?? input.value;
    input.focus();
    look();
  });
  reveal(field, "take", true);
}
