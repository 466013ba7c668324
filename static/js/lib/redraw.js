// Parts of a page that only the server can draw are fetched again and put in place.

import { connectAll } from "./connect.js";
import { showMoments } from "./moments.js";

/**
 * Replace the content of each `[data-redraw]` element by what the server draws there now.
 *
 * @param {string} url
 * @param {string} [among] which elements, where not all of them
 */
export async function redraw(url, among = "[data-redraw]") {
  const old = document.querySelectorAll(among);
  if (!old.length) return;
  const response = await fetch(url, { headers: { accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const element of old) {
    const fresh = page.getElementById(element.id);
    if (!fresh) continue;
    element.replaceChildren(...fresh.childNodes);
    showMoments(element);
    connectAll(element);
    element.dispatchEvent(new CustomEvent("redrawn", { bubbles: true }));
  }
}
