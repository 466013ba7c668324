// Gives every element with data-controller="name …" to controllers/name.js, which brings it to life.

/** @typedef {{ connect: (element: HTMLElement) => void }} Controller */

/** @param {ParentNode} root */
export async function connectAll(root) {
  const elements = /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll("[data-controller]")
  );
  await Promise.all([...elements].flatMap(connectOne));
}

/** @param {HTMLElement} element */
function connectOne(element) {
  const names = (element.dataset.controller ?? "").split(" ").filter(Boolean);
  return names.map(async (name) => {
    /** @type {Controller} */
    const controller = await import(`../controllers/${name}.js`);
    controller.connect(element);
  });
}
