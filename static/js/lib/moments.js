// Times as the reader's own clock shows them; the server can only guess where that hangs.

/**
 * Rewrite a `<time>` from its datetime, or give it a new one.
 *
 * @param {HTMLTimeElement} element
 * @param {string} [iso]
 */
export function showMoment(element, iso = element.dateTime) {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return;
  element.dateTime = iso;
  const today = moment.toDateString() === new Date().toDateString();
  element.textContent = new Intl.DateTimeFormat(readersTag(), {
    dateStyle: today ? undefined : "short",
    timeStyle: "medium",
  }).format(moment);
}

/** The page says "en"; the reader may have told the browser which English. */
function readersTag() {
  const { lang } = document.documentElement;
  return navigator.languages.find((tag) => tag.startsWith(lang)) ?? lang;
}

/** @param {ParentNode} root */
export function showMoments(root) {
  const elements = /** @type {NodeListOf<HTMLTimeElement>} */ (
    root.querySelectorAll("time[data-local]")
  );
  for (const element of elements) showMoment(element);
}
