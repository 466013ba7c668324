// A file that was taken, followed until its job has ended.

import { showJob, showState, tell } from "./line.js";
import { part } from "./parts.js";
import { poll } from "./poll.js";
import { showResult } from "./result.js";

/**
 * @param {HTMLLIElement} line
 * @param {import("./errand.js").Desk} desk
 * @param {import("./sending.js").Accepted} accepted
 */
export function follow(line, desk, accepted) {
  const { places } = desk;
  const receipt = encodeURIComponent(accepted.receipt_id);
  const job = `${places.jobs}${encodeURIComponent(accepted.job_id)}`;
  line.dataset.receipt = receipt;
  showState(line, desk.words, "sent");
  const open = /** @type {HTMLAnchorElement | null} */ (part(line, "open"));
  if (open) Object.assign(open, { href: `${places.receipts}${receipt}`, hidden: false });
  desk.onSent(line, receipt);
  for (const name of /** @type {const} */ (["cancel", "retry"])) {
    part(line, name)?.addEventListener("click", () => order(desk, accepted.job_id, name, watch));
  }
  const watch = () =>
    poll(job, {
      onAnswer: (/** @type {import("../controllers/job-status.js").Job} */ now) => {
        showJob(line, now);
        if (!now.ended) return false;
        showResult(line, `${places.api}${receipt}`).then(() => desk.onChange(line));
        return true;
      },
      onOffline: () => tell(line, "more", desk.words.dataset.whyOffline ?? ""),
      onUnknown: () => undefined,
    });
  return watch();
}

/**
 * @param {import("./errand.js").Desk} desk
 * @param {string} job
 * @param {"cancel" | "retry"} name
 * @param {() => Promise<void>} watch
 */
async function order(desk, job, name, watch) {
  const options = { method: "POST", body: desk.form(), headers: { Accept: "application/json" } };
  await fetch(`/jobs/${encodeURIComponent(job)}/${name}`, options).catch(() => null);
  if (name === "retry") watch();
}
