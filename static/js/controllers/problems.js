// What is wrong with a form is read first: the focus waits there, each line leads to its field.

/** @param {HTMLElement} summary */
export function connect(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
}
