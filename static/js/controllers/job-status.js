// A ticket that follows its job: it repeats what the server says and holds no words of its own.

import { showFacts, showOrders } from "../lib/facts.js";
import { reveal, say } from "../lib/parts.js";
import { poll } from "../lib/poll.js";
import { redraw } from "../lib/redraw.js";

/**
 * @typedef {object} Job the canonical record, as GET /api/v1/jobs/<id> answers it
 * @property {string} status
 * @property {string} colour
 * @property {string} label
 * @property {string} message
 * @property {string | null} stage
 * @property {string | null} next_step
 * @property {number} progress
 * @property {string | null} error
 * @property {number} attempts
 * @property {string | null} ended_at
 * @property {string | null} next_retry_at
 * @property {number} poll_ms
 * @property {boolean} ended
 * @property {{ cancel: string | null, retry: string | null }} links
 */

const LONG_MS = 10_000;

/** @param {HTMLElement} card */
export function connect(card) {
  if ("ended" in card.dataset) return;
  const long = setTimeout(() => reveal(card, "leave", true), LONG_MS);
  poll(card.dataset.url ?? "", {
    onAnswer: (/** @type {Job} */ job) => {
      show(card, job);
      if (job.ended) clearTimeout(long);
      return job.ended;
    },
    onOffline: () => setOffline(card, true),
    onUnknown: (last) => {
      clearTimeout(long);
      showUnknown(card, last);
    },
  });
}

/**
 * @param {HTMLElement} card
 * @param {Job} job
 */
function show(card, job) {
  const changed = card.dataset.state !== job.status;
  setOffline(card, false);
  reveal(card, "lost", false);
  card.dataset.state = job.status;
  card.dataset.colour = job.colour;
  card.toggleAttribute("data-ended", job.ended);
  if (job.ended) reveal(card, "leave", false);

  say(card, "label", job.label);
  say(card, "message", job.message);
  say(card, "stage", job.stage ?? "");
  // what is tried again by itself needs nobody's attention
  say(card, "reason", job.ended ? "" : (job.error ?? ""));
  say(card, "error", job.ended ? (job.error ?? "") : "");
  say(card, "next-step", job.next_step ?? "");
  say(card, "progress", String(job.progress));
  const bar = card.querySelector("progress");
  if (bar) bar.value = job.progress;

  showFacts(card, job);
  showOrders(card, job);
  if (changed) redraw(location.href);
}

/**
 * @param {HTMLElement} card
 * @param {boolean} offline
 */
function setOffline(card, offline) {
  card.toggleAttribute("data-offline", offline);
  reveal(card, "offline", offline);
}

/**
 * @param {HTMLElement} card
 * @param {boolean} last
 */
function showUnknown(card, last) {
  setOffline(card, false);
  card.dataset.state = "unknown";
  card.dataset.colour = "grey";
  say(card, "label", card.dataset.unknownLabel ?? "");
  say(card, "message", card.dataset.unknownLabel ?? "");
  reveal(card, "actions", false);
  reveal(card, "leave", false);
  reveal(card, "lost", last);
}
