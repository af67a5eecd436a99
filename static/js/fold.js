/* On a phone the observation guide is one fold for each example; it stands open beside the text on a wide screen. */
const phone = window.matchMedia("(max-width: 61.99rem)");
const fold = () => document.querySelectorAll("details.d-fold").forEach((one) => { one.open = !phone.matches; });
fold();
phone.addEventListener("change", fold);
