// Single keys for those who go through many receipts; whoever is disturbed by them turns them off.

import { part } from "../lib/parts.js";

const WISH = "balcao.keys";
const FIELDS = "input, select, textarea, [contenteditable]";

/** @param {HTMLElement} element */
export function connect(element) {
  const list = /** @type {HTMLDetailsElement} */ (element);
  const on = /** @type {HTMLInputElement | null} */ (part(list, "on"));
  if (!on) return;
  list.hidden = false;
  on.checked = wish() !== "off";
  on.addEventListener("change", () => wish(on.checked ? "on" : "off"));
  addEventListener("keydown", (event) => {
    if (!on.checked || !isMeant(event)) return;
    const act = actions(list)[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** @param {KeyboardEvent} event */
function isMeant(event) {
  const typing = event.target instanceof Element && event.target.closest(FIELDS);
  const held = event.ctrlKey || event.metaKey || event.altKey;
  return !(typing && !typing.matches("[type=checkbox]")) && !held && !event.defaultPrevented;
}

/**
 * @param {HTMLDetailsElement} list
 * @returns {Record<string, () => void>}
 */
function actions(list) {
  return {
    u: () => location.assign(list.dataset.upload ?? ""),
    j: () => go(1),
    k: () => go(-1),
    a: () => focus(document.querySelector(".decide__accept button")),
    r: () => focus(document.querySelector(".decide [action$='/refuse'] button")),
    e: () =>
      focus(
        document.querySelector(".value--doubtful .input") ??
          document.querySelector(".value .input"),
      ),
    "?": () => {
      list.open = !list.open;
      if (list.open) focus(list.querySelector("summary"));
    },
  };
}

/**
 * Go on in a list by its links, on a single page by the page's own neighbours.
 *
 * @param {1 | -1} step
 */
function go(step) {
  const rows = [...document.querySelectorAll(".row__link")];
  if (rows.length) {
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    focus(rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)] ?? null);
    return;
  }
  const link = document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]");
  if (link instanceof HTMLAnchorElement) link.click();
}

/** @param {Element | null} element */
function focus(element) {
  if (element instanceof HTMLElement) element.focus();
}

/**
 * Return the wish this browser keeps, or keep another; where nothing may be kept, keys work.
 *
 * @param {string} [wanted]
 */
function wish(wanted) {
  try {
    if (wanted) localStorage.setItem(WISH, wanted);
    return localStorage.getItem(WISH);
  } catch {
    return null;
  }
}
