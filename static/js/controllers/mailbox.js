// A list of mails that grows while somebody waits for one.

import { redraw } from "../lib/redraw.js";

const WAIT_MS = 2000;

export function connect() {
  setInterval(() => {
    if (!document.hidden && !isBusyWithList()) redraw(location.href);
  }, WAIT_MS);
}

/** Whoever walks through the list by keyboard keeps their place. */
function isBusyWithList() {
  return document.querySelector("[data-redraw]")?.contains(document.activeElement) ?? false;
}
