// A sign-up whose link may be followed on another device: the page notices, and leaves the reader
// where they are.

import { reveal } from "../lib/parts.js";
import { poll } from "../lib/poll.js";

/** @typedef {{ state: "waiting" | "confirmed" | "expired" | null, poll_ms: number }} Answer */

/** @param {HTMLElement} section */
export function connect(section) {
  if (section.dataset.state !== "waiting") return;
  poll(section.dataset.url ?? "", {
    onAnswer: (/** @type {Answer} */ { state }) => {
      if (state === "waiting") return false;
      if (state) section.dataset.state = state;
      reveal(section, "confirmed", state === "confirmed");
      reveal(section, "expired", state === "expired");
      reveal(section, "waiting", state !== "confirmed");
      return true;
    },
    // the ticket on the same page says so
    onOffline: () => undefined,
    onUnknown: () => undefined,
  });
}
