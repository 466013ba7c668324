// Parts of a page that only the server can draw are fetched again and put in place.

import { connectAll } from "./connect.js";
import { showMoments } from "./moments.js";

const WAITS = [500, 2000, 8000];

/**
 * Replace the content of each `[data-redraw]` element by what the server draws there now.
 *
 * @param {string} url
 * @param {string} [among] which elements, where not all of them
 */
export async function redraw(url, among = "[data-redraw]") {
  const old = document.querySelectorAll(among);
  if (!old.length) return;
  const html = await fetched(url);
  if (!html) return;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of old) {
    const fresh = page.getElementById(element.id);
    if (!fresh) continue;
    element.replaceChildren(...fresh.childNodes);
    showMoments(element);
    connectAll(element);
    element.dispatchEvent(new CustomEvent("redrawn", { bubbles: true }));
  }
}

/**
 * Ask a few times: what is missed now would be missing until somebody reloads the page.
 *
 * @param {string} url
 * @param {number[]} waits
 * @returns {Promise<string | null>}
 */
export async function fetched(url, waits = WAITS) {
  const headers = { accept: "text/html" };
  const response = await fetch(url, { headers }).catch(() => null);
  const text = response?.ok ? await response.text().catch(() => null) : null;
  const [wait, ...others] = waits;
  if (text || wait === undefined || refuses(response?.status)) return text;
  await new Promise((resolve) => setTimeout(resolve, wait));
  return fetched(url, others);
}

/** @param {number} [status] */
const refuses = (status = 0) => status >= 400 && status < 500 && status !== 429;
