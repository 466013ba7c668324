// Numbers of a file in the reader's language, and what came of it in one line.

import { part, say } from "./parts.js";

const MEGABYTE = 1024 * 1024;

/** @typedef {{ value: string | null } | undefined} Field */

/**
 * @param {HTMLElement} line
 * @param {string} url
 */
export async function showResult(line, url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) return;
  const { fields, verdict } = await response.json();
  const words = [money(fields.amount, fields.currency), fields.receiver_name?.value];
  const result = part(line, "result");
  if (!result) return;
  result.textContent = words.filter(Boolean).join(" · ");
  result.hidden = !result.textContent;
  // a reading that ended well may still tell of a payment that did not
  if (line.dataset.state !== "finished" || !verdict) return;
  line.dataset.colour = verdict.colour;
  say(line, "word", verdict.title);
}

/**
 * @param {Field} amount
 * @param {Field} currency
 */
export function money(amount, currency) {
  const number = Number(amount?.value);
  if (!amount?.value || Number.isNaN(number)) return "";
  const { lang } = document.documentElement;
  const known = /^[A-Z]{3}$/.test(currency?.value ?? "");
  const style = known ? { style: "currency", currency: currency?.value ?? "" } : {};
  return new Intl.NumberFormat(
    lang,
    /** @type {Intl.NumberFormatOptions} */ ({ minimumFractionDigits: 2, ...style }),
  ).format(number);
}

/**
 * @param {HTMLElement} line
 * @param {HTMLTemplateElement} words
 * @param {number} sent
 * @param {number} all
 */
export function showBytes(line, words, sent, all) {
  const bar = line.querySelector("progress");
  if (bar) bar.value = all ? (100 * sent) / all : 0;
  const told = (words.dataset.of ?? "")
    .replace("{sent}", written(sent, all))
    .replace("{all}", written(all, all));
  say(line, "more", told);
}

/**
 * Write how much of a file that is, in the unit that suits the whole of it.
 *
 * @param {number} bytes
 * @param {number} all
 */
export function written(bytes, all) {
  const { lang } = document.documentElement;
  const large = all >= MEGABYTE;
  const number = bytes / (large ? MEGABYTE : 1024);
  const digits = { maximumFractionDigits: large ? 1 : 0 };
  return `${number.toLocaleString(lang, digits)} ${large ? "MB" : "kB"}`;
}
