/* The menu on a phone is a <details>: it works without this. Here only: Escape and a tap elsewhere close it. */
const menu = document.querySelector("details.d-menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
}

/* The bar above a table with boxes appears once something is chosen, and says how many. Without JavaScript it stands there. */
for (const form of document.querySelectorAll("form[data-choose]")) {
  const bar = form.querySelector("[data-bulk]"), number = bar.querySelector("[data-chosen]"), word = bar.querySelector("[data-word]");
  const count = () => {
    const chosen = form.querySelectorAll("input[type=checkbox]:checked").length;
    bar.hidden = !chosen;
    number.textContent = chosen;
    word.textContent = word.dataset.word;
  };
  form.addEventListener("change", count);
  count();
}
