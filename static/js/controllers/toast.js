// Notices float for three seconds, longer while somebody points at them or reads by keyboard.

const STAY_MS = 3000;

/** @param {HTMLElement} list */
export function connect(list) {
  const toasts = /** @type {HTMLElement[]} */ ([...list.children]);
  if (!toasts.length) return;
  list.dataset.floating = "";
  for (const toast of toasts) letFloat(toast);
}

/** @param {HTMLElement} toast */
function letFloat(toast) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), STAY_MS);
  };
  const stay = () => clearTimeout(timer);

  toast.addEventListener("mouseenter", stay);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("mouseleave", () => toast.contains(document.activeElement) || leave());
  toast.addEventListener("focusout", () => toast.matches(":hover") || leave());
  toast.querySelector("button")?.addEventListener("click", () => toast.remove());
  // screen readers speak what is added to a page, not what came with it
  toast.replaceWith(toast);
  leave();
}
