/* Runs before the page is drawn: who has not chosen sees what the device prefers. */
(function () {
  "use strict";
  var root = document.documentElement;
  if (root.dataset.themeChoice !== "auto" || !window.matchMedia) return;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    root.dataset.bsTheme = dark.matches ? "dark" : "light";
  }
  follow();
  if (dark.addEventListener) dark.addEventListener("change", follow);
})();
