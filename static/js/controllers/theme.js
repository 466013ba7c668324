// Changes light and dark at once; the same form, sent in the background, makes the wish last.

/** @type {Record<string, string>} */
const MEDIA = { light: "not all", dark: "all", system: "(prefers-color-scheme: dark)" };

/** @param {HTMLElement} element */
export function connect(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  form.addEventListener("submit", (event) => {
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!pressed || !(pressed.value in MEDIA)) return;
    event.preventDefault();
    show(form, pressed);
    const body = new FormData(form);
    body.set(pressed.name, pressed.value);
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} pressed
 */
function show(form, pressed) {
  const dark = /** @type {HTMLLinkElement | null} */ (document.getElementById("dark"));
  const scheme = pressed.value === "system" ? "light dark" : pressed.value;
  if (dark) dark.media = MEDIA[pressed.value] ?? "";
  document.documentElement.dataset.theme = pressed.value;
  document.querySelector("meta[name=color-scheme]")?.setAttribute("content", scheme);
  for (const choice of form.querySelectorAll("[name=theme]")) {
    choice.setAttribute("aria-pressed", String(choice === pressed));
  }
}
