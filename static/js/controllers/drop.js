// The counter where files are handed in: chosen, dropped, pasted or photographed, each its own line.

import { run } from "../lib/errand.js";
import { newLine, showState } from "../lib/line.js";
import { part, reveal, say } from "../lib/parts.js";
import { lanes } from "../lib/turns.js";

const AT_ONCE = 2;

/** @param {HTMLElement} root */
export function connect(root) {
  const form = /** @type {HTMLFormElement | null} */ (part(root, "form"));
  const area = part(root, "area");
  const words = /** @type {HTMLTemplateElement | null} */ (part(root, "line"));
  if (!form || !area || !words) return;
  const desk = deskOf(root, form, words);
  const most = Number(root.dataset.mostFiles);
  let taken = 0;

  /** @param {Iterable<File>} files */
  const take = (files) => {
    const all = [...files];
    if (!all.length) return;
    root.toggleAttribute("data-alone", taken === 0 && all.length === 1);
    taken += all.length;
    reveal(root, "list", true);
    for (const [index, file] of all.entries()) {
      const line = newLine(words, file.name);
      part(root, "lines")?.append(line);
      if (index < most) run(file, line, desk);
      else refuse(line, words);
    }
  };
  form.toggleAttribute("data-live", true);
  for (const name of ["how", "alone", "order-first"]) reveal(root, name, true);
  reveal(root, "plain", false);
  chooses(root, take);
  drops(area, take);
  addEventListener("paste", (event) => take(event.clipboardData?.files ?? []));
  form.addEventListener("submit", (event) => event.preventDefault());
}

/**
 * @param {HTMLLIElement} line
 * @param {HTMLTemplateElement} words
 */
function refuse(line, words) {
  showState(line, words, "refused", "many");
  part(line, "remove")?.addEventListener("click", () => line.remove());
}

/**
 * @param {HTMLElement} root
 * @param {HTMLFormElement} form
 * @param {HTMLTemplateElement} words
 * @returns {import("../lib/errand.js").Desk}
 */
function deskOf(root, form, words) {
  return {
    places: root.dataset,
    words,
    url: form.action,
    inTurn: lanes(AT_ONCE),
    form: () => {
      const body = new FormData(form);
      body.delete("comprovante");
      body.set("idempotency_key", [...crypto.getRandomValues(new Uint32Array(4))].join("-"));
      return body;
    },
    onSent: (_line, receipt) => {
      if ("alone" in root.dataset) location.assign(`${root.dataset.receipts}${receipt}`);
    },
    onChange: (line) => {
      const told = ["name", "word", "result", "why"].map((name) => part(line, name)?.textContent);
      say(root, "spoken", told.filter(Boolean).join(". "));
    },
  };
}

/**
 * @param {HTMLElement} root
 * @param {(files: Iterable<File>) => void} take
 */
function chooses(root, take) {
  for (const name of ["files", "camera"]) {
    const input = /** @type {HTMLInputElement | null} */ (part(root, name));
    input?.addEventListener("change", () => {
      take(input.files ?? []);
      input.value = ""; // the same file may be chosen again
    });
  }
}

/**
 * What misses the area is taken as well: the browser would leave the page to show it.
 *
 * @param {HTMLElement} area
 * @param {(files: Iterable<File>) => void} take
 */
function drops(area, take) {
  let depth = 0;
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const mark = (/** @type {number} */ change) => {
    depth = Math.max(0, depth + change);
    area.toggleAttribute("data-over", depth > 0);
  };
  addEventListener("dragenter", (event) => carries(event) && mark(1));
  addEventListener("dragleave", (event) => carries(event) && mark(-1));
  addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(-depth);
    take(event.dataTransfer?.files ?? []);
  });
}
