// A menu that also closes as menus do: by Escape, and by turning to something else.

/** @param {HTMLElement} element */
export function connect(element) {
  const menu = /** @type {HTMLDetailsElement} */ (element);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  const closeOutside = (/** @type {Event} */ event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("pointerdown", closeOutside);
  document.addEventListener("focusin", closeOutside);
}
