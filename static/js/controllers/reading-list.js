// A list of receipts of which some are still being read: it is drawn again until none is.

import { redraw } from "../lib/redraw.js";

const WAIT_MS = 2000;

/** @param {HTMLElement} list */
export function connect(list) {
  const timer = setInterval(async () => {
    if (!list.querySelector("[data-state=waiting]")) {
      clearInterval(timer);
      return;
    }
    // whoever walks through it by keyboard keeps their place
    if (!document.hidden && !list.contains(document.activeElement)) await redraw(location.href);
  }, WAIT_MS);
}
