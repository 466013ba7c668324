// The lower half of a ticket: its times and what one can order.

import { showMoment } from "./moments.js";
import { reveal } from "./parts.js";

/** @typedef {import("../controllers/job-status.js").Job} Job */

/**
 * @param {HTMLElement} card
 * @param {Job} job
 */
export function showFacts(card, job) {
  for (const name of /** @type {const} */ (["ended_at", "next_retry_at"])) {
    const fact = factOf(card, name);
    const time = fact?.querySelector("time");
    if (fact) fact.hidden = !job[name];
    if (time && job[name]) showMoment(time, job[name]);
  }
  const tries = factOf(card, "attempts");
  const count = tries?.querySelector("dd");
  if (tries) tries.hidden = job.attempts < 2;
  if (count) count.textContent = String(job.attempts);
}

/**
 * @param {HTMLElement} card
 * @param {Job} job
 */
export function showOrders(card, job) {
  for (const name of /** @type {const} */ (["cancel", "retry"])) {
    const form = /** @type {HTMLFormElement | null} */ (card.querySelector(`[data-order=${name}]`));
    if (!form) continue;
    form.action = job.links[name] ?? "";
    form.hidden = !job.links[name];
  }
  reveal(card, "actions", Boolean(job.links.cancel || job.links.retry));
}

/**
 * @param {HTMLElement} card
 * @param {string} name
 */
function factOf(card, name) {
  return /** @type {HTMLElement | null} */ (card.querySelector(`[data-fact=${name}]`));
}
