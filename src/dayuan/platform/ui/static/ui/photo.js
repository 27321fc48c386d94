/* A photo is made small in the browser and loses where it was taken; without this file
   the house does both when it arrives.

   Drawing it anew keeps the picture alone: no place, no time, no camera. */
(function () {
  "use strict";
  var LONG = 1600;
  var QUALITY = 0.85;
  var busy = new Map();

  function shrunk(width, height) {
    var by = Math.min(1, LONG / Math.max(width, height));
    return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
  }

  function drawn(picture, size) {
    var canvas = document.createElement("canvas");
    canvas.width = size.width;
    canvas.height = size.height;
    var pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, size.width, size.height);
    pen.drawImage(picture, 0, 0, size.width, size.height);
    return canvas;
  }

  function asFile(canvas, name) {
    return new Promise(function (resolve, reject) {
      canvas.toBlob(function (blob) {
        if (!blob) {
          reject(new Error("not drawn"));
          return;
        }
        resolve(new File([blob], name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
      }, "image/jpeg", QUALITY);
    });
  }

  function show(box, canvas, name) {
    var picture = box.querySelector("[data-photo-shown]");
    box.querySelector("[data-photo-name]").textContent = name;
    picture.hidden = !canvas;
    if (!canvas) return;
    var by = Math.min(1, 240 / Math.max(canvas.width, canvas.height));
    picture.width = Math.round(canvas.width * by);
    picture.height = Math.round(canvas.height * by);
    picture.getContext("2d").drawImage(canvas, 0, 0, picture.width, picture.height);
  }

  async function take(input, box) {
    var file = input.files[0];
    if (!file) {
      show(box, null, "");
      return;
    }
    show(box, null, file.name);
    if (!input.dataset.photo) return;
    try {
      var picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      var canvas = drawn(picture, shrunk(picture.width, picture.height));
      picture.close();
      var given = new DataTransfer();
      given.items.add(await asFile(canvas, file.name));
      if (input.files[0] !== file) return;
      input.files = given.files;
      show(box, canvas, file.name);
    } catch (cannot) {
      /* A picture that this browser cannot draw goes as it is: the house draws it anew. */
    }
  }

  function begin(input) {
    var box = input.closest("[data-pick]");
    if (!box || input.type !== "file") return;
    var work = take(input, box).finally(function () {
      if (busy.get(input) === work) busy.delete(input);
    });
    busy.set(input, work);
  }

  document.addEventListener("change", function (event) {
    begin(event.target);
  });

  /* Chosen before this file had come over a slow network: nobody told us, so we look. */
  document.querySelectorAll("[data-pick] input[type=file]").forEach(function (input) {
    if (input.files.length) begin(input);
  });

  /* Sent while a photo is still being drawn: it goes as soon as it is. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    var open = Array.from(busy).filter(function (pair) { return form.contains(pair[0]); });
    if (!open.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var button = event.submitter;
    Promise.all(open.map(function (pair) { return pair[1]; })).then(function () {
      form.requestSubmit(button);
    });
  }, true);
})();
