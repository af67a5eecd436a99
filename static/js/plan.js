/* The table of skills beside "satisfied when": a button puts the words of a cell below what stands in the text, and
   ticks the cell. Without this file the cells are a list to tick. */
(function () {
  "use strict";
  const put = document.getElementById("writing-words").dataset.put;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-words]");
    if (!button) return;
    const box = document.getElementById(button.dataset.words), cell = button.closest("li");
    const words = cell.querySelector("[data-word-text]").textContent;
    const stands = box.value.replace(/\s+$/, "");
    if (!stands.includes(words)) box.value = stands ? `${stands}\n${words}` : words;
    cell.querySelector("input").checked = true;
    button.closest("aside").querySelector("[data-words-put]").textContent = put;
    cell.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
