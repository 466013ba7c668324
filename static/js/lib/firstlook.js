// What can be said about a file before it is sent: what it begins with, how large it is.

/** @typedef {"jpeg" | "png" | "pdf" | "webp" | "heic" | null} Kind */

const HEAD = 16;
const HEIC_BRANDS = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

/**
 * Tell the kind by the first bytes; the name is only a wish.
 *
 * @param {Uint8Array} bytes
 * @returns {Kind}
 */
export function kindOf(bytes) {
  const text = String.fromCharCode(...bytes.subarray(0, HEAD));
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("%PDF-")) return "pdf";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (text.slice(4, 8) === "ftyp" && HEIC_BRANDS.includes(text.slice(8, 12))) return "heic";
  return null;
}

/**
 * Say why the file need not be sent at all, or nothing.
 *
 * @param {Blob} file
 * @param {number} most bytes
 * @returns {Promise<"empty" | "big" | "type" | null>}
 */
export async function objection(file, most) {
  if (!file.size) return "empty";
  if (file.size > most) return "big";
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  return kindOf(head) ? null : "type";
}
