// A form that is filled in by the device: it makes a passkey, shows one, or offers those it has.

import { creation, request, written } from "../lib/credentials.js";
import { part, reveal, say } from "../lib/parts.js";

const QUIET = ["NotAllowedError", "AbortError"]; // the person did not want to, or nothing was there

/** @param {HTMLElement} element */
export function connect(element) {
  if (!window.PublicKeyCredential) return;
  const form = /** @type {HTMLFormElement} */ (element);
  form.hidden = false;
  /** @type {AbortController | undefined} */
  let offer;

  if (form.dataset.does === "offer") offer = offered(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy(form)) return;
    offer?.abort(); // a browser asks one question at a time
    setBusy(form, true);
    reveal(form, "trouble", false);
    try {
      hand(form, await asked(form));
    } catch (error) {
      tell(form, error);
      setBusy(form, false);
      if (form.dataset.does === "offer") offer = offered(form);
    }
  });
}

/**
 * Let the browser list its passkeys in the field for the address, for as long as the page is open.
 *
 * @param {HTMLFormElement} form
 */
function offered(form) {
  const offer = new AbortController();
  const wait = async () => {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const publicKey = request(await options(form));
    const { signal } = offer;
    if (signal.aborted) return;
    hand(form, await navigator.credentials.get({ publicKey, signal, mediation: "conditional" }));
  };
  wait().catch(() => {}); // what was only offered need not be explained
  return offer;
}

/** @param {HTMLFormElement} form */
async function asked(form) {
  if (form.dataset.does === "make") {
    return navigator.credentials.create({ publicKey: creation(await options(form)) });
  }
  return navigator.credentials.get({ publicKey: request(await options(form)) });
}

/** @param {HTMLFormElement} form */
async function options(form) {
  const token = /** @type {HTMLMetaElement | null} */ (
    document.querySelector("meta[name=csrf-token]")
  );
  const answer = await fetch(form.dataset.options ?? "", {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token?.content ?? "" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/**
 * @param {HTMLFormElement} form
 * @param {Credential | null} credential
 */
function hand(form, credential) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
  field.value = written(/** @type {PublicKeyCredential} */ (credential));
  form.submit();
}

/**
 * @param {HTMLFormElement} form
 * @param {unknown} error
 */
function tell(form, error) {
  const quiet = error instanceof DOMException && QUIET.includes(error.name);
  say(form, "trouble", (quiet ? form.dataset.cancelled : form.dataset.failed) ?? "");
  reveal(form, "trouble", true);
}

/** @param {HTMLFormElement} form */
const isBusy = (form) =>
  form.querySelector("[data-busy]")?.getAttribute("aria-disabled") === "true";

/**
 * @param {HTMLFormElement} form
 * @param {boolean} busy
 */
function setBusy(form, busy) {
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-busy]"));
  const label = button && part(button, "label");
  if (!button || !label) return;
  button.dataset.label ??= label.textContent ?? "";
  button.setAttribute("aria-disabled", String(busy));
  label.textContent = (busy ? button.dataset.busy : button.dataset.label) ?? "";
}
