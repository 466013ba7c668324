// A button that may be pressed again only after a while: it counts down, and says so just once.

import { part, reveal, say } from "../lib/parts.js";

const SECOND = 1000;
const MINUTE = 60;
const SHORT = 2 * MINUTE;

/** @param {HTMLElement} form */
export function connect(form) {
  const seconds = Number(form.dataset.seconds);
  const button = form.querySelector("[data-busy]");
  if (!(seconds > 0) || !button) return;
  const end = Date.now() + seconds * SECOND;

  const count = () => {
    const left = Math.ceil((end - Date.now()) / SECOND);
    if (left > 0) {
      say(form, "countdown", told(form, "countdown", left));
      setTimeout(count, SECOND);
      return;
    }
    button.setAttribute("aria-disabled", "false");
    reveal(form, "countdown", false);
    say(form, "spoken", part(form, "spoken")?.dataset.ready ?? "");
  };
  button.setAttribute("aria-disabled", "true");
  reveal(form, "countdown", true);
  // the seconds tick for the eyes only
  say(form, "spoken", told(form, "spoken", seconds));
  count();
}

/**
 * @param {HTMLElement} form
 * @param {string} name
 * @param {number} seconds
 */
function told(form, name, seconds) {
  const words = part(form, name)?.dataset ?? {};
  const minutes = Math.ceil(seconds / MINUTE);
  const [sentence, count] = seconds > SHORT ? [words.minutes, minutes] : [words.seconds, seconds];
  return (sentence ?? "").replace("{count}", String(count));
}
