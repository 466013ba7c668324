// One file on its way to the server, with the bytes that have really left.

/**
 * @typedef {object} Accepted what is answered about a file that was taken
 * @property {string} job_id
 * @property {string} status
 * @property {string} receipt_id
 * @property {string} [status_url]
 * @property {{ data: { receipt_id: string } }} [result]
 *
 * @typedef {object} Outcome
 * @property {Accepted} [accepted]
 * @property {string} [sentence] the server's own words about a refusal
 * @property {"offline" | "login" | "server" | "cancelled"} [trouble]
 */

/**
 * Send a form in the background; `control` cancels it.
 *
 * @param {string} url
 * @param {FormData} body
 * @param {AbortSignal} signal
 * @param {(sent: number, all: number) => void} onProgress
 * @returns {Promise<Outcome>}
 */
export function send(url, body, signal, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded, event.total));
    request.addEventListener("load", () =>
      resolve(outcome(request.status, request.responseText, request.responseURL)),
    );
    request.addEventListener("error", () => resolve({ trouble: "offline" }));
    request.addEventListener("abort", () => resolve({ trouble: "cancelled" }));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

/**
 * @param {number} status
 * @param {string} text
 * @param {string} url where the answer came from in the end
 * @returns {Outcome}
 */
export function outcome(status, text, url) {
  if (status === 401 || url.includes("/login")) return { trouble: "login" };
  const answer = parsed(text);
  if (answer?.receipt_id) return { accepted: first(answer) }; // kept, whatever came of reading it
  if (status >= 200 && status < 300)
    return answer ? { accepted: first(answer) } : { trouble: "server" };
  const sentence = answer?.error ?? answer?.detail;
  return sentence ? { sentence } : { trouble: "server" };
}

/** @param {any} answer */
function first(answer) {
  const one = answer.receipts?.[0] ?? answer;
  return { ...one, receipt_id: one.receipt_id ?? one.result?.data?.receipt_id };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
