/* A signature drawn with a finger, a glove, a pen or the mouse goes as the file of its field;
   without this file the field takes a picture of a signature. */
(function () {
  "use strict";
  /* How wide the pen is, in parts of the paper's width: thick, so that a glove draws it too. */
  var PEN = 0.012;
  var SHARPEST = 2;

  function paper(box) {
    var canvas = box.querySelector("[data-sign-paper]");
    var input = box.querySelector("input[type=file]");
    var hint = box.querySelector("[data-sign-hint]");
    var strokes = [];
    var drawing = null;

    function place(event) {
      var edge = canvas.getBoundingClientRect();
      return [(event.clientX - edge.left) / edge.width, (event.clientY - edge.top) / edge.height];
    }

    function line(pen, points) {
      pen.beginPath();
      pen.moveTo(points[0][0] * canvas.width, points[0][1] * canvas.height);
      points.concat([points[points.length - 1]]).forEach(function (point) {
        pen.lineTo(point[0] * canvas.width, point[1] * canvas.height);
      });
      pen.stroke();
    }

    function draw() {
      var sharp = Math.min(SHARPEST, window.devicePixelRatio || 1);
      canvas.width = Math.max(1, Math.round(canvas.clientWidth * sharp));
      canvas.height = Math.max(1, Math.round(canvas.clientHeight * sharp));
      var pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = "#111";
      pen.lineWidth = Math.max(3, canvas.width * PEN);
      pen.lineCap = pen.lineJoin = "round";
      strokes.forEach(function (points) { line(pen, points); });
      hint.hidden = strokes.length > 0;
    }

    /* The drawing itself becomes the file, at once: nothing to wait for when the form goes. */
    function keep() {
      var given = new DataTransfer();
      if (strokes.length) {
        var bytes = atob(canvas.toDataURL("image/png").split(",")[1]);
        var content = Uint8Array.from(bytes, function (sign) { return sign.charCodeAt(0); });
        given.items.add(new File([content], box.dataset.name + ".png", { type: "image/png" }));
      }
      input.files = given.files;
      box.querySelector("[data-photo-name]").textContent = "";
      box.querySelector("[data-photo-shown]").hidden = true;
    }

    function clear() {
      strokes = [];
      drawing = null;
      draw();
      keep();
    }

    canvas.addEventListener("pointerdown", function (event) {
      /* One finger writes; the palm that rests beside it does not. */
      if (drawing || event.button > 0) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      drawing = event.pointerId;
      strokes.push([place(event)]);
      draw();
    });
    canvas.addEventListener("pointermove", function (event) {
      if (drawing !== event.pointerId) return;
      var all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      (all.length ? all : [event]).forEach(function (one) { strokes[strokes.length - 1].push(place(one)); });
      draw();
    });
    ["pointerup", "pointercancel"].forEach(function (kind) {
      canvas.addEventListener(kind, function (event) {
        if (drawing !== event.pointerId) return;
        drawing = null;
        keep();
      });
    });
    /* A picture chosen instead is the signature then: the drawing makes room for it. */
    input.addEventListener("change", function () {
      strokes = [];
      draw();
    });
    box.querySelector("[data-sign-clear]").addEventListener("click", clear);
    window.addEventListener("resize", draw);
    draw();
  }

  function begin() {
    if (!window.PointerEvent || !window.DataTransfer) return;
    document.querySelectorAll("[data-sign]").forEach(function (box) {
      box.querySelector("[data-sign-box]").hidden = false;
      box.querySelector("[data-sign-acts]").hidden = false;
      box.querySelector("[data-sign-without]").hidden = true;
      paper(box);
    });
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
