// Which part of a line of a receipt a field wants: the sum, the day, the id, or what follows a label.

const SUMS =
  /-?\d{1,3}(?:[. \u00a0]\d{3})+,\d{2}|-?\d{1,3}(?:,\d{3})+\.\d{2}|-?\d+[.,]\d{2}(?!\d)/g;
const DAY = /(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})/;
const ISO_DAY = /(\d{4})-(\d{2})-(\d{2})/;
const TIME = /(\d{1,2})[:h](\d{2})(?:[:m](\d{2}))?/;
const E2E = /E\s?\d[\dA-Za-z]{30,}/;
const DIGITS = /\d[\d.\-/ *•]{8,}\d|[*•]{3}[\d.\-*•]+/;

/** @type {Record<string, (text: string) => string>} */
const WANTED = {
  amount: sum,
  tax: sum,
  date: day,
  due_date: day,
  time: clock,
  transaction_id: (text) => E2E.exec(text)?.[0] ?? after(text),
  receiver_document: (text) => DIGITS.exec(text)?.[0] ?? after(text),
  payer_document: (text) => DIGITS.exec(text)?.[0] ?? after(text),
};

/**
 * @param {string} text
 * @param {string} field
 */
export function pick(text, field) {
  return (WANTED[field] ?? after)(text).trim();
}

/** @param {string} text */
function sum(text) {
  return text.match(SUMS)?.at(-1) ?? "";
}

/** @param {string} text */
function day(text) {
  const iso = ISO_DAY.exec(text);
  if (iso) return iso[0];
  const [, date, month, year] = DAY.exec(text) ?? [];
  if (!date || !month || !year || Number(month) > 12) return "";
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
}

/** @param {string} text */
function clock(text) {
  const [, hour, minute, second] = TIME.exec(text.replace(DAY, " ")) ?? [];
  return hour && minute ? `${hour.padStart(2, "0")}:${minute}:${second ?? "00"}` : "";
}

/** @param {string} text */
function after(text) {
  const at = text.indexOf(": ");
  return at < 0 ? text : text.slice(at + 2);
}
