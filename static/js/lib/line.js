// The line of one file in the list of what was handed in: what it says, and in which colour.

import { part, reveal, say } from "./parts.js";

const COLOURS = {
  checking: "blue",
  waiting: "blue",
  uploading: "blue",
  sent: "blue",
  refused: "yellow",
  broken: "yellow",
  cancelled: "grey",
};
const BUTTONS = /** @type {const} */ (["cancel", "retry", "remove"]);

/** @typedef {keyof typeof COLOURS} State */

/**
 * @param {HTMLTemplateElement} template
 * @param {string} name
 */
export function newLine(template, name) {
  const line = /** @type {HTMLLIElement} */ (
    document.importNode(template.content, true).querySelector("li")
  );
  say(line, "name", name);
  for (const words of line.querySelectorAll("[data-part=named]")) words.textContent = `: ${name}`;
  return line;
}

/**
 * @param {HTMLElement} line
 * @param {HTMLTemplateElement} words
 * @param {State} state
 * @param {string} [why] a sentence, or the name of one
 */
export function showState(line, words, state, why = "") {
  paint(line, state, COLOURS[state]);
  say(line, "word", said(words, "word", state));
  tell(line, "why", said(words, "why", why) || why);
  say(line, "more", "");
  const moving = ["checking", "waiting", "uploading"].includes(state);
  offer(line, {
    cancel: state === "waiting" || state === "uploading",
    retry: state === "broken" || state === "cancelled",
    remove: !moving && state !== "sent",
  });
  const bar = line.querySelector("progress");
  if (bar) bar.hidden = state !== "uploading";
}

/**
 * @param {HTMLElement} line
 * @param {import("../controllers/job-status.js").Job} job
 */
export function showJob(line, job) {
  paint(line, job.status, job.colour);
  say(line, "word", job.message);
  say(line, "more", job.stage ?? "");
  tell(line, "why", job.error ?? "");
  offer(line, {
    cancel: Boolean(job.links.cancel),
    retry: Boolean(job.links.retry),
    remove: job.ended,
  });
}

/**
 * @param {HTMLElement} line
 * @param {Partial<Record<typeof BUTTONS[number], boolean>>} shown
 */
function offer(line, shown) {
  const held = document.activeElement;
  for (const name of BUTTONS) reveal(line, name, Boolean(shown[name]));
  // who pressed a button that is gone now goes on from the line
  if (held instanceof HTMLElement && line.contains(held) && held.hidden) {
    line.tabIndex = -1;
    line.focus();
  }
}

/**
 * @param {HTMLElement} line
 * @param {string} name
 * @param {string} words
 */
export function tell(line, name, words) {
  say(line, name, words);
  const element = part(line, name);
  if (element) element.hidden = !words;
}

/**
 * @param {HTMLElement} line
 * @param {string} state
 * @param {string} colour
 */
function paint(line, state, colour) {
  line.dataset.state = state;
  line.dataset.colour = colour;
}

/**
 * Find one of the sentences the template came with.
 *
 * @param {HTMLTemplateElement} words
 * @param {"word" | "why" | "advice"} about
 * @param {string} name
 */
export const said = (words, about, name) =>
  words.dataset[about + name.charAt(0).toUpperCase() + name.slice(1)] ?? "";
