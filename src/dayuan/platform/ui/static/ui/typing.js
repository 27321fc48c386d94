/* Finding by sound: typing "kt" in a list chooses 空调. Ctrl-Enter sends the form. */
(function () {
  "use strict";
  var typed = "", since = 0;

  function choose(list, letters) {
    var found = Array.from(list.options).find(function (option) {
      var sounds = (option.dataset.sounds || "").split(" ");
      return sounds.some(function (one) { return one && one.indexOf(letters) === 0; });
    });
    if (!found) return false;
    list.value = found.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  document.addEventListener("keydown", function (event) {
    var target = event.target;
    if (event.key === "Enter" && event.ctrlKey && target.form) {
      event.preventDefault();
      target.form.requestSubmit();
      return;
    }
    if (!target.matches("select") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!/^[a-z0-9]$/i.test(event.key)) return;
    /* Slow fingers and slow machines are no new word; what fits nothing begins one. */
    var key = event.key.toLowerCase();
    typed = event.timeStamp - since > 4000 ? key : typed + key;
    since = event.timeStamp;
    var found = choose(target, typed);
    if (!found && typed !== key) {
      typed = key;
      found = choose(target, key);
    }
    if (found) event.preventDefault();
  });

  /* A suggestion that was chosen fills the field beside it, unless something stands there. */
  document.addEventListener("change", function (event) {
    var field = event.target;
    if (!field.list || !field.dataset.fills) return;
    var beside = field.form.elements.namedItem(field.dataset.fills);
    var chosen = Array.from(field.list.options).find(function (one) {
      return one.value === field.value;
    });
    if (beside && chosen && chosen.dataset.fill && !beside.value) beside.value = chosen.dataset.fill;
  });
})();
