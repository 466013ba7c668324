// How much of a password somebody would have to guess, in letters: balcao/accounts/guessing.py
// counts by the same rules, and alone knows the list of common passwords.

const SHORTEST = 12;
const SHORTEST_KNOWN = 3;
const LEAST = 6;
const LEAST_BESIDE = 8;
const STEPS = [8, 12, 16];
const KNOWN = "\x01";
const ROWS = "1234567890 qwertyuiop asdfghjkl zxcvbnm";

/**
 * Say 0 for what is too short or easily guessed, then 1 to 4.
 *
 * @param {string} password
 * @param {string[]} known what an attacker knows: address, name, the name of this site
 */
export function strength(password, known) {
  const plain = password.normalize("NFC");
  const letters = surprise(plain, known);
  const beside = without(folded(plain), wordsOf(known)).includes(KNOWN);
  if (isShort(plain) || surprise(plain, []) < LEAST || (beside && letters < LEAST_BESIDE)) return 0;
  return 1 + STEPS.filter((least) => letters >= least).length;
}

/** @param {string} password */
export function isShort(password) {
  return [...password.normalize("NFC")].length < SHORTEST;
}

/**
 * Count the letters that follow from nothing: not known, not repeated, not next in a row.
 *
 * @param {string} password
 * @param {string[]} known
 */
export function surprise(password, known) {
  const text = [...without(folded(password), wordsOf(known)).replace(/(.{1,32}?)\1+/gsu, "$1")];
  const near = text.map((letter, place) => place > 0 && isNear(text[place - 1] ?? "", letter));
  return near.filter((now, place) => !(now && near[place - 1])).length;
}

/** @param {string} text */
function folded(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

/** @param {string[]} known */
function wordsOf(known) {
  const words = ["balcao", ...known].flatMap((text) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? []);
  const long = [...new Set(words)].filter((word) => [...word].length >= SHORTEST_KNOWN);
  return long.sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
}

/**
 * @param {string} text
 * @param {string[]} words
 */
function without(text, words) {
  return words.reduce((rest, word) => rest.replaceAll(word, KNOWN), text);
}

/**
 * @param {string} one
 * @param {string} other
 */
function isNear(one, other) {
  const apart = Math.abs((one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0));
  return apart <= 1 || ROWS.includes(one + other) || ROWS.includes(other + one);
}
