// Asking again and again, politely: as often as the server says, and not while nobody looks.

/** The first answers come after 200, 400 and 800 ms; most short jobs are done by then. */
const FIRST_WAITS = [200, 200, 400];
const USUAL_WAIT = 3000;
const LONGEST_WAIT = 30_000;
const TRIES_FOR_UNKNOWN = 4;
const PATIENCE = 10_000;

/**
 * @template T
 * @typedef {object} Listener
 * @property {(answer: T) => boolean} onAnswer says whether it has heard enough
 * @property {() => void} onOffline the server could not be reached, or was not itself
 * @property {(last: boolean) => void} onUnknown nothing is known under this address
 */

/** @typedef {"answer" | "unknown" | "busy" | "offline"} Outcome */

/**
 * Ask `url` until the listener has heard enough; a failed request is just asked again, later.
 *
 * @template {{ poll_ms?: number }} T
 * @param {string} url
 * @param {Listener<T>} listener
 */
export async function poll(url, listener) {
  const waits = [...FIRST_WAITS];
  let usual = USUAL_WAIT;
  let failures = 0;
  for (;;) {
    await pause(waits.shift() ?? slowed(usual, failures));
    await visible();
    const { outcome, answer, wait } = await ask(url);
    usual = wait || usual;
    failures = outcome === "answer" ? 0 : failures + 1;
    if (failures) waits.length = 0;

    if (outcome === "answer" && listener.onAnswer(/** @type {T} */ (answer))) return;
    if (outcome === "offline") listener.onOffline();
    if (outcome === "unknown") listener.onUnknown(failures >= TRIES_FOR_UNKNOWN);
    if (outcome === "unknown" && failures >= TRIES_FOR_UNKNOWN) return;
  }
}

/**
 * @param {string} url
 * @returns {Promise<{ outcome: Outcome, answer?: unknown, wait?: number }>}
 */
async function ask(url) {
  const headers = { accept: "application/json" };
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE) });
    const wait = Number(response.headers.get("Retry-After")) * 1000;
    if (!response.ok) return { outcome: refusal(response.status), wait };
    const answer = await response.json();
    return { outcome: "answer", answer, wait: answer.poll_ms || wait };
  } catch {
    return { outcome: "offline" }; // no network, no patience, or an answer cut off in the middle
  }
}

/**
 * @param {number} status
 * @returns {Outcome}
 */
function refusal(status) {
  if (status === 429) return "busy";
  return [401, 403, 404].includes(status) ? "unknown" : "offline";
}

/**
 * @param {number} usual
 * @param {number} failures
 */
function slowed(usual, failures) {
  const longest = Math.max(LONGEST_WAIT, usual);
  return Math.min(usual * 2 ** Math.max(failures - 1, 0), longest);
}

/**
 * Wait, but not longer than until the network or the reader comes back.
 *
 * @param {number} milliseconds
 */
function pause(milliseconds) {
  return new Promise((resolve) => {
    const end = new AbortController();
    const { signal } = end;
    const done = () => {
      clearTimeout(timer);
      end.abort();
      resolve(undefined);
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done, { signal });
    document.addEventListener("visibilitychange", () => document.hidden || done(), { signal });
  });
}

/** Resolve at once in a tab that is looked at, else when it is looked at again. */
async function visible() {
  while (document.hidden) {
    await new Promise((resolve) => {
      document.addEventListener("visibilitychange", resolve, { once: true });
    });
  }
}
