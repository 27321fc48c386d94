/* A report by the thumb: whoever chose the kind is brought to the place, and from a likely
   place to the button. Without this file one scrolls. */
(function () {
  "use strict";
  var NEXT = { category: "near", near: "photo" };
  var byThumb = false;

  /* Whoever walks through the kinds by keyboard stays where he is. */
  document.addEventListener("pointerdown", function () { byThumb = true; });
  document.addEventListener("keydown", function () { byThumb = false; });
  document.addEventListener("change", function (event) {
    var field = event.target;
    if (field.type !== "radio" || !byThumb) return;
    var next = field.form.elements.namedItem(NEXT[field.name]);
    var part = next && (next.length ? next[0] : next).closest(".field");
    if (!part) return;
    var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    part.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  });
})();
