// A form that cannot be sent twice: its button says what it is doing and waits.

import { part } from "../lib/parts.js";

/** @param {HTMLElement} element */
export function connect(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-busy]"));
  const label = button && part(button, "label");
  if (!button || !label) return;
  const words = label.textContent ?? "";

  /** @param {boolean} busy */
  const setBusy = (busy) => {
    button.setAttribute("aria-disabled", String(busy));
    label.textContent = busy ? (button.dataset.busy ?? words) : words;
  };
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
    else setBusy(true);
  });
  // the browser's back button brings the page back as it was left
  addEventListener("pageshow", (event) => event.persisted && setBusy(false));
}
