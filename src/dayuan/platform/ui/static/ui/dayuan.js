/* Small comforts. Every page works without this file. */
(function () {
  "use strict";
  var menus = "details.menu[open], details.phone-more[open]";

  function closeMenus(except) {
    document.querySelectorAll(menus).forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu, details.phone-more"));
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = document.querySelector(menus);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  /* Alt and a letter goes where the letter stands, the same in every browser. */
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.key.length !== 1) return;
    var place = document.querySelector('[accesskey="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!place) return;
    event.preventDefault();
    place.click();
  });

  /* All boxes of a list at once; without scripts each is ticked by itself. */
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-tick-all]").forEach(function (label) {
      var all = label.querySelector("input");
      var boxes = label.closest("form").querySelectorAll(".tick input");
      label.hidden = boxes.length < 2;
      all.addEventListener("change", function () {
        boxes.forEach(function (box) { box.checked = all.checked; });
      });
      boxes.forEach(function (box) {
        box.addEventListener("change", function () {
          all.checked = Array.prototype.every.call(boxes, function (one) { return one.checked; });
        });
      });
    });
  });

  /* A form is sent once, however often a tired thumb taps. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });

  /* Coming back by the browser's button: the form may be sent again. */
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once]").forEach(function (form) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  /* What is wrong with a form is read first. */
  document.addEventListener("DOMContentLoaded", function () {
    var wrong = document.querySelector("[data-focus]");
    if (wrong && !wrong.closest(".sample")) wrong.focus();
  });

  /* A one-time link carries its code behind "#", which reaches no server's log. */
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("form[data-fill-from-fragment]");
    if (!form || location.hash.length < 2) return;
    new URLSearchParams(location.hash.slice(1)).forEach(function (value, name) {
      var field = form.elements.namedItem(name);
      if (field && field.type !== "hidden") field.value = value;
    });
    history.replaceState(null, "", location.pathname);
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
