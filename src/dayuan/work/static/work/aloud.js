/* Reads a task to whoever would rather listen; shown only where the phone speaks Chinese. */
(function () {
  "use strict";
  var speech = window.speechSynthesis;

  function voice() {
    return speech.getVoices().find(function (one) { return /^(zh|cmn)/i.test(one.lang); });
  }

  function word(button, speaking) {
    button.setAttribute("aria-pressed", String(speaking));
    button.querySelector("[data-word]").textContent = speaking ? button.dataset.stop : button.dataset.start;
  }

  function toggle(button) {
    if (button.getAttribute("aria-pressed") === "true") {
      speech.cancel();
      word(button, false);
      return;
    }
    speech.cancel();
    /* Sentence by sentence: some phones stop in the middle of a long one. */
    var parts = button.dataset.aloud.split(/(?<=[。！？\n])/).filter(function (part) { return part.trim(); });
    parts.forEach(function (part, n) {
      var saying = new SpeechSynthesisUtterance(part);
      saying.voice = voice();
      saying.lang = saying.voice.lang;
      if (n === parts.length - 1) saying.onend = function () { word(button, false); };
      saying.onerror = function () { word(button, false); };
      speech.speak(saying);
    });
    word(button, true);
  }

  function begin() {
    var button = document.querySelector("[data-aloud]");
    if (!button || !speech || !window.SpeechSynthesisUtterance) return;
    function look() { button.hidden = !voice(); }
    look();
    speech.addEventListener("voiceschanged", look);
    button.addEventListener("click", function () { toggle(button); });
    window.addEventListener("pagehide", function () { speech.cancel(); });
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
