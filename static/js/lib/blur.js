// How sharp a picture is, by the edges in its sharpest parts: flat paper around them says nothing.

const TILES = 8;
const SHARP_SHARE = 0.9; // the tile that nine of ten are no sharper than
const BLURRED = 60; // invented receipts have 100 and more, out of focus 60 and less
const BRIGHT_SHARE = 0.99;
const DARK = 110;
const SMALL = 320;
const WIDTH = 640;

/** @typedef {{ data: Uint8ClampedArray, width: number, height: number }} Pixels */

/**
 * Return the variance of the Laplacian in the sharper tiles.
 *
 * @param {Pixels} picture
 */
export function sharpness(picture) {
  const grey = greyOf(picture);
  const tiles = Array.from({ length: TILES * TILES }, (_, index) =>
    variance(grey, picture.width, picture.height, index % TILES, Math.floor(index / TILES)),
  ).sort((one, other) => one - other);
  return tiles[Math.floor(tiles.length * SHARP_SHARE)] ?? 0;
}

/**
 * Return how bright the brightest hundredth is: light print on a dark screen is not darkness.
 *
 * @param {Pixels} picture
 */
export function brightness(picture) {
  const grey = greyOf(picture).sort();
  return grey[Math.floor(grey.length * BRIGHT_SHARE)] ?? 0;
}

/** @param {Pixels} picture */
function greyOf({ data, width, height }) {
  const grey = new Float32Array(width * height);
  for (let index = 0; index < grey.length; index += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(index * 4, index * 4 + 3);
    grey[index] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return grey;
}

/**
 * @param {Float32Array} grey
 * @param {number} width
 * @param {number} height
 * @param {number} column
 * @param {number} row
 */
function variance(grey, width, height, column, row) {
  const [left, right] = bounds(column, width);
  const [top, bottom] = bounds(row, height);
  let [count, sum, squares] = [0, 0, 0];
  const at = (/** @type {number} */ x, /** @type {number} */ y) => grey[y * width + x] ?? 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const edge = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      count += 1;
      sum += edge;
      squares += edge * edge;
    }
  }
  return count ? squares / count - (sum / count) ** 2 : 0;
}

/**
 * @param {number} tile
 * @param {number} length
 * @returns {[number, number]}
 */
function bounds(tile, length) {
  const from = Math.floor((tile * length) / TILES);
  const to = Math.floor(((tile + 1) * length) / TILES);
  return [Math.max(from, 1), Math.min(to, length - 1)];
}

/**
 * Advise about a picture the browser could open: `blur`, `dark`, `small`, or nothing.
 *
 * @param {ImageBitmap} bitmap
 * @returns {"blur" | "dark" | "small" | null}
 */
export function advice(bitmap) {
  if (Math.max(bitmap.width, bitmap.height) < SMALL) return "small";
  const width = Math.min(WIDTH, bitmap.width);
  const height = Math.max(1, Math.round((bitmap.height * width) / bitmap.width));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  pen.drawImage(bitmap, 0, 0, width, height);
  return judged(pen.getImageData(0, 0, width, height));
}

/** @param {Pixels} picture */
export function judged(picture) {
  if (brightness(picture) < DARK) return "dark";
  return sharpness(picture) < BLURRED ? "blur" : null;
}
