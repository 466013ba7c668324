// One receipt: corrections are kept as they are made, and what was read is told when it is there.

import { part, reveal, say } from "../lib/parts.js";
import { redraw } from "../lib/redraw.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Input */

/** @param {HTMLElement} root */
export function connect(root) {
  const saving = { last: Promise.resolve() };
  tidy(root);
  root.addEventListener("redrawn", (event) => {
    const place = event.target instanceof HTMLElement ? event.target.id : "";
    tidy(root);
    if (place === "verdict") tell(root);
  });
  root.addEventListener("change", (event) => {
    const input = /** @type {Input} */ (event.target);
    if (!(event.target instanceof Element) || !input.closest("[data-field]")) return;
    saving.last = saving.last.then(() => save(root, input)); // in the order they were made
  });
  root.addEventListener("click", (event) => {
    const sure = /** @type {Element} */ (event.target).closest("[data-sure]");
    const input = sure?.closest("[data-field]")?.querySelector(".input");
    if (input) saving.last = saving.last.then(() => save(root, /** @type {Input} */ (input)));
  });
  root.addEventListener("submit", (event) => {
    const form = /** @type {Element} */ (event.target);
    if (form.matches("[data-part=fields]")) event.preventDefault();
  });
}

/** @param {HTMLElement} root */
function tidy(root) {
  reveal(root, "save", false);
  reveal(root, "pick", true);
  for (const sure of root.querySelectorAll("[data-sure]")) sure.toggleAttribute("hidden", false);
}

/** @param {HTMLElement} root */
function tell(root) {
  say(root, "spoken", part(root, "title")?.textContent ?? "");
}

/**
 * @param {HTMLElement} root
 * @param {Input} input
 */
async function save(root, input) {
  const field = /** @type {HTMLElement} */ (input.closest("[data-field]"));
  field.dataset.saving = "";
  const answer = await sent(root, input);
  delete field.dataset.saving;
  const trouble = answer?.ok ? "" : await sentence(answer, root.dataset.unsaved ?? "");
  if (trouble) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  say(root, "trouble", trouble);
  reveal(root, "trouble", Boolean(trouble));
  if (!trouble) await redraw(root.dataset.url ?? "", "[data-after-save]");
}

/**
 * @param {HTMLElement} root
 * @param {Input} input
 */
function sent(root, input) {
  const token = root.querySelector("[name=csrf_token]");
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    "X-CSRFToken": /** @type {HTMLInputElement | null} */ (token)?.value ?? "",
  };
  const body = JSON.stringify({ [input.name]: input.value });
  return fetch(root.dataset.save ?? "", { method: "POST", headers, body }).catch(() => null);
}

/**
 * @param {Response | null} answer
 * @param {string} otherwise
 */
async function sentence(answer, otherwise) {
  const told = await answer?.json().catch(() => null);
  return told?.detail ?? told?.error ?? otherwise;
}
