// One file from the first look to what came of it; a bad one never stops the others.

import { advice } from "./blur.js";
import { objection } from "./firstlook.js";
import { said, showState, tell } from "./line.js";
import { part } from "./parts.js";
import { showBytes } from "./result.js";
import { send } from "./sending.js";
import { follow } from "./watching.js";

/**
 * @typedef {object} Desk where things are handed in
 * @property {DOMStringMap} places addresses and limits
 * @property {HTMLTemplateElement} words
 * @property {() => FormData} form what is sent beside the file, made anew for each
 * @property {string} url
 * @property {<T>(work: () => Promise<T>) => Promise<T>} inTurn
 * @property {(line: HTMLElement, receipt: string) => void} onSent
 * @property {(line: HTMLElement) => void} onChange
 */

/**
 * @param {File} file
 * @param {HTMLLIElement} line
 * @param {Desk} desk
 */
export async function run(file, line, desk) {
  const { words } = desk;
  part(line, "remove")?.addEventListener("click", () => line.remove());
  showState(line, words, "checking");
  const why = await objection(file, Number(desk.places.mostBytes));
  if (why) {
    showState(line, words, "refused", why);
    return desk.onChange(line);
  }
  look(file, line, words);
  const [cancel, retry] = [part(line, "cancel"), part(line, "retry")];
  const attempt = () => sent(file, line, desk, cancel);
  retry?.addEventListener("click", () => line.dataset.receipt || attempt());
  return attempt();
}

/**
 * Draw a small picture of it and say what may keep us from reading it; never refuse it for that.
 *
 * @param {File} file
 * @param {HTMLLIElement} line
 * @param {HTMLTemplateElement} words
 */
async function look(file, line, words) {
  if (!file.type.startsWith("image/")) return;
  const bitmap = await createImageBitmap(file).catch(() => null); // a phone's own format
  if (!bitmap) return;
  const canvas = line.querySelector("canvas");
  const pen = canvas?.getContext("2d");
  if (canvas && pen) {
    const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
    pen.drawImage(bitmap, 0, 0, bitmap.width * scale, bitmap.height * scale);
    canvas.hidden = false;
  }
  const found = advice(bitmap);
  if (found) tell(line, "advice", said(words, "advice", found));
  bitmap.close();
}

/**
 * @param {File} file
 * @param {HTMLLIElement} line
 * @param {Desk} desk
 * @param {HTMLElement | null} cancel
 */
async function sent(file, line, desk, cancel) {
  const { words } = desk;
  const stop = new AbortController();
  const press = () => stop.abort();
  cancel?.addEventListener("click", press);
  showState(line, words, "waiting");
  const outcome = await desk.inTurn(async () => {
    if (stop.signal.aborted) return { trouble: /** @type {const} */ ("cancelled") };
    showState(line, words, "uploading");
    const body = desk.form();
    body.append("comprovante", file, file.name);
    return send(desk.url, body, stop.signal, (now, all) => showBytes(line, words, now, all));
  });
  cancel?.removeEventListener("click", press);
  if (outcome.accepted) return follow(line, desk, outcome.accepted);
  if (outcome.sentence) showState(line, words, "refused", outcome.sentence);
  else if (outcome.trouble === "cancelled") showState(line, words, "cancelled");
  else showState(line, words, "broken", outcome.trouble);
  return desk.onChange(line);
}
