// A button that may be pressed again only after a while: it counts down, and says so just once.

import { part, reveal, say } from "../lib/parts.js";

const SECOND = 1000;

/** @param {HTMLElement} form */
export function connect(form) {
  const seconds = Number(form.dataset.seconds);
  const button = form.querySelector("[data-busy]");
  if (!(seconds > 0) || !button) return;
  const end = Date.now() + seconds * SECOND;

  const count = () => {
    const left = Math.ceil((end - Date.now()) / SECOND);
    say(form, "countdown", filled(part(form, "countdown")?.dataset.words, left));
    if (left > 0) return;
    clearInterval(timer);
    button.setAttribute("aria-disabled", "false");
    reveal(form, "countdown", false);
    say(form, "spoken", part(form, "spoken")?.dataset.ready ?? "");
  };
  button.setAttribute("aria-disabled", "true");
  reveal(form, "countdown", true);
  // the seconds tick for the eyes only
  say(form, "spoken", filled(part(form, "spoken")?.dataset.wait, seconds));
  const timer = setInterval(count, SECOND);
  count();
}

/**
 * @param {string | undefined} words
 * @param {number} seconds
 */
function filled(words, seconds) {
  return (words ?? "").replace("{seconds}", String(Math.max(seconds, 0)));
}
