/* The menu on a phone is a <details>: it works without this. Here only: Escape and a tap elsewhere close it. */
const menu = document.querySelector("details.d-menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
}

/* A page that comes back because something cannot be kept goes on at the first field that says why. Only as it is loaded:
   what saves itself moves nobody. */
const fault = document.querySelector("main [aria-invalid=true], main .is-invalid");
if (fault) {
  for (let fold = fault.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const field = fault.matches("fieldset") ? fault.querySelector("input") : fault;
  field.scrollIntoView({ block: "center", behavior: "instant" });
  field.focus({ preventScroll: true });
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

/* What is typed in a field that does not save by itself stays in this tab until it is sent, also when another button of
   the page is pressed or the page is loaded again. */
const kept = [...document.querySelectorAll("textarea[data-keep]")];
for (const field of kept) {
  const key = `${location.pathname}#${field.id}`;
  field.value ||= sessionStorage.getItem(key) || "";
  if (field.value) field.closest("details")?.setAttribute("open", "");
  field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  field.form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
/* A step after which these fields are gone waits until they are sent or empty. */
for (const form of document.querySelectorAll("form[data-last]")) {
  form.addEventListener("submit", (event) => {
    const left = kept.some((field) => field.value.trim());
    form.querySelector("[data-left]").hidden = !left;
    if (left) event.preventDefault();
  });
}
