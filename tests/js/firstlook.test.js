import assert from "node:assert/strict";
import { test } from "node:test";
import { judged, sharpness } from "../../static/js/lib/blur.js";
import { kindOf, objection } from "../../static/js/lib/firstlook.js";

const MOST = 1000;
const BEGINNINGS = {
  jpeg: "\xff\xd8\xff\xe0",
  png: "\x89PNG\r\n\x1a\n",
  pdf: "%PDF-1.7",
  webp: "RIFF\x10\x00\x00\x00WEBPVP8 ",
  heic: "\x00\x00\x00\x18ftypheic",
};

/** @param {string} text */
const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test("a file is known by what it begins with, whatever it is called", () => {
  for (const [kind, beginning] of Object.entries(BEGINNINGS)) {
    assert.equal(kindOf(bytes(`${beginning}more`)), kind);
  }
  for (const other of [
    "",
    "MZ\x90",
    "GIF89a",
    "<svg>",
    "RIFF\x10\x00\x00\x00WAVE",
    "\x00\x00\x00\x18ftypmp42",
  ]) {
    assert.equal(kindOf(bytes(other)), null, other);
  }
});

test("what the server would refuse is not sent, and the reason is one of three", async () => {
  const file = (/** @type {string} */ text) => new Blob([bytes(text)]);

  assert.equal(await objection(file(""), MOST), "empty");
  assert.equal(await objection(file("%PDF-".padEnd(MOST + 1)), MOST), "big");
  assert.equal(await objection(file("MZ"), MOST), "type");
  assert.equal(await objection(file("%PDF-1.4"), MOST), null);
});

test("small print that is sharp passes, the same print out of focus is told", () => {
  const sharp = print(1);
  const blurred = print(5, 230, 2);

  assert.ok(sharpness(sharp) > 5 * sharpness(blurred));
  assert.equal(judged(sharp), null);
  assert.equal(judged(blurred), "blur");
});

test("a picture taken in the dark is told before it is called blurred", () => {
  assert.equal(judged(print(1, 40)), "dark");
});

test("light print on a dark screen is neither dark nor blurred", () => {
  const page = print(1);
  for (let index = 0; index < page.data.length; index += 1) {
    if (index % 4 < 3) page.data[index] = 255 - (page.data[index] ?? 0);
  }

  assert.equal(judged(page), null);
});

test("a sharp line in a corner is not lost in all the paper around it", () => {
  const page = print(1);
  for (let index = 0; index < page.data.length; index += 4) {
    const row = Math.floor(index / 4 / page.width);
    if (row > page.height / 5) page.data.fill(255, index, index + 4);
  }

  assert.equal(judged(page), null);
});

/**
 * Rows of dark strokes on light paper, smeared over so many pixels, so many times.
 *
 * @param {number} smear
 * @param {number} paper
 * @param {number} times
 */
function print(smear, paper = 230, times = 1) {
  const [width, height] = [160, 160];
  const ink = (/** @type {number} */ x, /** @type {number} */ y) =>
    y % 16 < 8 && (x * 7 + Math.floor(y / 16) * 5) % 11 < 4 ? 0 : paper;
  const strokes =
    times === 1
      ? ink
      : (/** @type {number} */ x, /** @type {number} */ y) => around(ink, x, y, smear);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      data.fill(around(strokes, x, y, smear), (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { data, width, height };
}

/**
 * @param {(x: number, y: number) => number} ink
 * @param {number} x
 * @param {number} y
 * @param {number} smear
 */
function around(ink, x, y, smear) {
  let sum = 0;
  for (let down = 0; down < smear; down += 1) {
    for (let right = 0; right < smear; right += 1) sum += ink(x + right, y + down);
  }
  return sum / (smear * smear);
}
