/* "Like my device": set before the first paint, so the page does not flash. Without JavaScript it stays light. */
const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => { if (root.dataset.theme === "device") root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
follow(); dark.addEventListener("change", follow);
