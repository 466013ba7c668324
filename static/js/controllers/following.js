// A sign-up whose link may be followed on another device: the page notices, and leaves the reader
// where they are.

import { part, reveal, say } from "../lib/parts.js";
import { poll } from "../lib/poll.js";

/** @typedef {{ state: "waiting" | "confirmed" | "expired" | null, poll_ms: number }} Answer */

/** @param {HTMLElement} section */
export function connect(section) {
  if (section.dataset.state !== "waiting") return;
  poll(section.dataset.url ?? "", {
    onAnswer: (/** @type {Answer} */ { state }) => {
      if (state && state !== "waiting") show(section, state);
      return state !== "waiting";
    },
    // the ticket on the same page says so
    onOffline: () => undefined,
    onUnknown: () => undefined,
  });
}

/**
 * @param {HTMLElement} section
 * @param {"confirmed" | "expired"} state
 */
function show(section, state) {
  section.dataset.state = state;
  reveal(section, state, true);
  if (state === "expired") return; // another mail can be asked for right below
  reveal(section, "waiting", false);
  say(section, "title", part(section, "title")?.dataset.confirmed ?? "");
}
