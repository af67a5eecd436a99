/* The writing page. Saves a part about a second after the last key and every ten seconds while somebody types on.
   The text stays in its field whatever happens: nothing is written under the writer's hands, nothing is kept in the
   browser's storage. Without this file every part has its own button. */
(function () {
  "use strict";
  const PAUSE = 1000, LONGEST = 10000, PATIENCE = 30000, RETRY = [2000, 5000, 10000, 30000];
  const root = document.documentElement;
  const words = document.getElementById("writing-words").dataset;
  const parts = new Map(); // form -> {timer, since, tries, busy, queued, dirty, refused}
  root.classList.add("d-has-js");

  const state = (form) => {
    if (!parts.has(form)) parts.set(form, { timer: 0, since: 0, tries: 0, busy: false, queued: false, dirty: false, refused: false });
    return parts.get(form);
  };
  const say = (form, sentence) => form.querySelectorAll("[data-saved-now], .d-saved").forEach((spot) => {
    if (spot.closest("[data-conflict]") || spot.textContent.trim() === sentence) return;
    spot.textContent = sentence;
  });
  const isBusy = () => [...parts.values()].some((part) => part.busy);
  const torn = (form) => form.querySelector("[data-conflict] > *"); // two versions, and nobody has chosen yet
  const stopped = (form) => form.querySelector("[data-stopped]") || torn(form);

  function save(form) {
    const part = state(form);
    clearTimeout(part.timer);
    part.queued = false;
    if (part.busy || stopped(form)) return;
    part.queued = isBusy(); // one after the other: an answer also says what is missing, and the last has to be the newest
    if (part.queued) return;
    Object.assign(part, { busy: true, dirty: false, refused: false, since: 0 });
    window.htmx.trigger(form, "autosave");
  }

  function later(form, wait) {
    const part = state(form);
    clearTimeout(part.timer);
    part.timer = setTimeout(() => save(form), wait);
  }

  function touched(event) {
    const form = event.target.form;
    if (!form || !form.hasAttribute("data-part")) return;
    if (event.type === "change" && event.target.type === "textarea") return; // says only that the writer left the box
    const part = state(form), now = Date.now();
    Object.assign(part, { dirty: true, aside: false });
    part.since = part.since || now;
    if (event.type === "change") return later(form, 150);
    later(form, Math.max(0, Math.min(PAUSE, part.since + LONGEST - now)));
  }
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);

  /* Words typed while this file was still on its way. */
  const isOther = (field) => (field.type === "textarea" ? field.value !== field.defaultValue : field.checked !== field.defaultChecked);
  document.querySelectorAll("form[data-part]").forEach((form) => {
    if (![...form.querySelectorAll("textarea, [type=checkbox], [type=radio]")].some(isOther)) return;
    state(form).dirty = true;
    later(form, PAUSE);
  });

  /* The token of the cookie, not the one of the page: after signing in again elsewhere that is an old one. */
  function freshToken(old) {
    const token = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/);
    return token ? decodeURIComponent(token[1]) : old;
  }
  document.addEventListener("htmx:configRequest", (event) => {
    const typed = event.detail.parameters;
    typed.csrfmiddlewaretoken = freshToken(typed.csrfmiddlewaretoken);
    event.detail.timeout = PATIENCE;
    const form = typed.resolves && partOf(event);
    if (form) state(form).dirty = false; // what was chosen carries it; only words after this are new
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = partOf(event);
    if (form && event.detail.xhr.getResponseHeader("HX-Refresh")) form.querySelector("[data-conflict]").replaceChildren();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = partOf(event);
    if (!form) return;
    const part = state(form), status = event.detail.xhr ? event.detail.xhr.status : 0;
    part.busy = false;
    if (status >= 200 && status < 300) succeeded(part);
    else if (status !== 422 && !stopped(form)) return failed(form, part, status);
    else say(form, words.notSaved);
    part.refused = status === 422;
    if (part.dirty) later(form, PAUSE);
    saveNext();
    takeStep();
    sendWhole();
  });
  function saveNext() {
    const next = [...parts].find(([, part]) => part.queued);
    if (next) save(next[0]);
  }
  const partOf = (event) => event.detail.elt.closest && event.detail.elt.closest("form[data-part]");

  function succeeded(part) {
    part.tries = 0;
    document.getElementById("signed-out").hidden = true;
    showStep();
  }
  function failed(form, part, status) {
    Object.assign(part, { dirty: true, since: 0 });
    say(form, status === 401 ? words.signedOut : words.offline);
    document.getElementById("signed-out").hidden = status !== 401;
    later(form, RETRY[Math.min(part.tries++, RETRY.length - 1)]);
    whole = null;
    saveNext();
    takeStep();
  }
  window.addEventListener("online", () => parts.forEach((part, form) => part.dirty && save(form)));
  window.addEventListener("focus", () => parts.forEach((part, form) => part.dirty && part.tries && save(form)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") parts.forEach((part, form) => part.dirty && save(form));
  });
  const unsaved = ([form, part]) => part.dirty || part.busy || part.refused || stopped(form);

  /* Who leaves takes the last words along: the browser sends them although the page is gone, and where another version
     stands by now they lie among the earlier ones. It asks first where that cannot work (not saved until now, without
     a connection, or more than a browser sends that way), and where there is a choice to make. */
  const MOST = 60000;
  function lastWords(form) {
    const data = new FormData(form);
    data.set("csrfmiddlewaretoken", freshToken(data.get("csrfmiddlewaretoken")));
    data.set("leaving", "1");
    return new URLSearchParams(data);
  }
  const cannotLeave = ([form, part]) => part.refused || stopped(form) || part.tries ||
    ((part.dirty || part.busy) && (!navigator.onLine || lastWords(form).toString().length > MOST));
  window.addEventListener("beforeunload", (event) => [...parts].some(cannotLeave) && event.preventDefault());
  window.addEventListener("pagehide", () => parts.forEach((part, form) => {
    if (torn(form) ? part.aside : stopped(form) || !(part.dirty || part.busy)) return;
    Object.assign(part, { dirty: false, aside: !!torn(form) });
    fetch(form.action, { method: "POST", body: lastWords(form), headers: { "HX-Request": "true" }, keepalive: true });
  }));
  window.addEventListener("pageshow", (event) => { // come back: what was sent on leaving may not have arrived
    if (event.persisted) parts.forEach((part, form) => { Object.assign(part, { busy: false, dirty: true }); later(form, PAUSE); });
  });

  /* Handing in, signing and filing a form wait until the last words are saved; where that does not succeed, the writer is shown where.
     Saving renews the piece of the page with the button, so the step is looked up by its address. */
  let step = "";
  let whole = null; // a form whose button also keeps what is not saved while somebody writes: the day of a talk
  function sendWhole() {
    if (!whole || isBusy()) return;
    const form = whole;
    whole = null;
    clearTimeout(state(form).timer);
    parts.delete(form);
    form.submit();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-part")) {
      event.preventDefault();
      if (!event.submitter || !event.submitter.hasAttribute("data-whole") || !navigator.onLine) return save(form);
      whole = form;
      return sendWhole();
    }
    if (!form.hasAttribute("data-step-form") || ![...parts].some(unsaved)) return;
    event.preventDefault();
    step = form.getAttribute("action");
    parts.forEach((part, one) => part.dirty && save(one));
    takeStep();
  });
  function takeStep() {
    if (!step || isBusy()) return;
    const form = document.querySelector(`form[data-step-form][action="${step}"]`), left = [...parts].find(unsaved);
    step = "";
    if (left || !form) (left ? left[0] : document.getElementById("forward")).scrollIntoView();
    else form.requestSubmit();
  }

  /* A remark of the writing aid that was sent away stays away while this page is open. */
  const sentAway = new Set();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss-aid]");
    if (!button) return;
    sentAway.add(button.dataset.dismissAid);
    button.closest(".d-hint").remove();
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const button = event.detail.fragment.querySelector && event.detail.fragment.querySelector("[data-dismiss-aid]");
    if (button && sentAway.has(button.dataset.dismissAid)) button.closest(".d-hint").remove();
  });

  /* The count behind a dimension: how many are named, used, seen. Never a sum over dimensions. */
  function count(dimension) {
    const spot = dimension.querySelector("[data-count]");
    spot.dataset.all = spot.dataset.all || spot.textContent;
    const of = (name) => dimension.querySelectorAll(`input[name=${name}]:checked`).length;
    const said = [[of("shown_indicator"), words.named], [of("used"), words.used], [of("seen"), words.seen],
      [of("indicators") + of("cells"), words.picked]];
    spot.textContent = said.filter(([n]) => n).map(([n, word]) => `${n} ${word}`).join(", ") || spot.dataset.all;
  }
  document.querySelectorAll("details.d-dim").forEach(count);
  document.addEventListener("change", (event) => {
    const dimension = event.target.closest("details.d-dim");
    if (dimension) count(dimension);
  });

  /* On a phone the guide is one fold per outcome, or a sheet over the page; beside the text on a wide screen. */
  const phone = window.matchMedia("(max-width: 61.99rem)");
  const fold = () => document.querySelectorAll("details.d-fold").forEach((one) => { one.open = !phone.matches; });
  fold();
  phone.addEventListener("change", () => { fold(); close(false); });
  let opener = null;
  const openSheet = () => document.querySelector(".d-guide-open");
  function close(giveBack = true) {
    const sheet = openSheet();
    if (!sheet) return;
    sheet.classList.remove("d-guide-open");
    root.classList.remove("d-sheet-is-open");
    if (giveBack) opener.focus({ preventScroll: true });
  }
  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-sheet]"), sheet = openSheet();
    if (sheet && (!sheet.contains(event.target) || event.target.closest("[data-sheet-close]"))) {
      event.preventDefault();
      close();
    } else if (open) {
      event.preventDefault();
      opener = open;
      const guide = document.getElementById(open.dataset.sheet);
      guide.classList.add("d-guide-open");
      root.classList.add("d-sheet-is-open");
      guide.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("focusin", (event) => { // the sheet lies over what has the focus now
    const sheet = openSheet();
    if (sheet && !sheet.contains(event.target)) close(false);
  });

  /* The step bar says which outcome is in view; a save renews the bar. */
  let inView = "";
  function showStep() {
    document.querySelectorAll("[data-step]").forEach((step) => {
      if (step.dataset.step === inView) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
  }
  const watcher = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => { inView = entry.target.id; });
    showStep();
  }, { rootMargin: "-30% 0px -65% 0px" });
  document.querySelectorAll(".d-task").forEach((task) => watcher.observe(task));
})();
