/* The page without a network: draws what lies on the phone, and keeps what is done. */
(function () {
  "use strict";
  var store = window.dayuanStore;
  var AFTER = {
    "work.accept": "accepted", "work.arrive": "on_site", "work.pause": "paused",
    "work.resume": "accepted", "work.finish": "done",
  };
  /* Milliseconds after which the house is looked for again. */
  var LOOK = 5000;
  var SOON = 1000;
  var words;

  function typing() {
    return Array.from(document.querySelectorAll("textarea, input")).some(function (one) {
      return one.type === "radio" || one.type === "checkbox" ? one.checked : one.value;
    });
  }

  /* A network is there when the house answers, not when the phone says so; and nobody
     loses what is half written. */
  async function lookAgain() {
    if (document.hidden || !navigator.onLine || typing()) return;
    try {
      var answer = await fetch(words.alive, { cache: "no-store" });
      if (answer.ok) location.reload();
    } catch (away) {
      /* Not yet. */
    }
  }

  function make(tag, given, inside) {
    var node = Object.assign(document.createElement(tag), given || {});
    (inside || []).forEach(function (child) { if (child) node.append(child); });
    return node;
  }

  function button(word, primary) {
    return make("button", {
      type: "submit", className: primary ? "btn btn-primary btn-wide" : "btn btn-wide", textContent: word,
    });
  }

  function form(task, act, inside) {
    var node = make("form", {}, inside);
    node.addEventListener("submit", async function (event) {
      event.preventDefault();
      await store.add({
        act: act, about: task.id, title: task.title, values: store.values(node) || {},
      });
      draw();
    });
    return node;
  }

  function line(name, label) {
    return make("label", { className: "form-label" }, [
      label, make("textarea", { name: name, rows: 2, className: "form-control", maxLength: 2000 }),
    ]);
  }

  function choice(type, name, value, label) {
    return make("label", { className: "choice" }, [
      make("input", { type: type, name: name, value: value, className: "form-check-input" }),
      make("span", { textContent: label }),
    ]);
  }

  function field(one) {
    var legend = make("legend", { className: "form-label", textContent: one.label });
    if (one.kind === "yes_no") {
      return make("fieldset", {}, [
        legend, choice("radio", one.name, "yes", words.yes), choice("radio", one.name, "no", words.no),
        line(one.name + "_why", words.why),
      ]);
    }
    if (one.kind === "checklist") {
      return make("fieldset", {}, [legend].concat(one.lines.map(function (pair) {
        return choice("checkbox", one.name, pair[0], pair[1]);
      })));
    }
    if (one.kind === "reading") {
      return make("label", { className: "form-label" }, [
        one.label,
        make("input", {
          type: "number", step: "any", inputMode: "decimal", name: one.name, className: "form-control",
        }),
      ]);
    }
    return line(one.name, one.label);
  }

  function pause(task) {
    return make("details", {}, [
      make("summary", { textContent: words.pause }),
      form(task, "work.pause", [line("reason", words.reason), button(words.pause)]),
    ]);
  }

  function acts(task, state) {
    if (task.own_page) return [make("p", { className: "muted", textContent: words.own })];
    if (state === "ready") return [form(task, "work.accept", [button(words.accept, true)])];
    if (state === "paused") return [form(task, "work.resume", [button(words.resume, true)])];
    if (state === "accepted" && task.on_site) {
      return [form(task, "work.arrive", [button(words.arrive, true)]), pause(task)];
    }
    if (state === "done") return [];
    if (!task.fields) return [make("p", { className: "muted", textContent: words.file }), pause(task)];
    return [
      form(task, "work.finish", task.fields.map(field).concat([button(words.finish, true)])),
      pause(task),
    ];
  }

  function card(task, done) {
    var state = done.length ? AFTER[done[done.length - 1].act] || task.state : task.state;
    return make("article", { className: "card task" }, [
      make("div", { className: "card-body" }, [
        make("p", { className: "muted", textContent: [task.number, words[state]].join(" · ") }),
        make("h3", { className: "task-title", textContent: task.title }),
        task.what ? make("p", { textContent: task.what }) : null,
        task.due ? make("p", { textContent: words.due + " " + task.due }) : null,
        task.note ? make("p", { className: "muted", textContent: task.note }) : null,
        done.length ? make("p", { className: "muted", textContent: words.kept }) : null,
      ].concat(acts(task, state))),
    ]);
  }

  async function draw() {
    var day = await store.day();
    var queue = (await store.queue()).map(function (one) { return one.act; });
    var state = document.getElementById("offline-state");
    state.hidden = !queue.length;
    state.textContent = queue.length === 1 ? state.dataset.one
      : state.dataset.many.replace("{n}", queue.length);
    if (!day) return;
    document.getElementById("offline-none").hidden = true;
    var asOf = document.getElementById("offline-as-of");
    asOf.hidden = false;
    asOf.textContent = asOf.dataset.words.replace("{when}", day.said);
    var list = document.getElementById("offline-list");
    list.replaceChildren.apply(list, day.tasks.map(function (task) {
      return card(task, queue.filter(function (act) { return act.about === task.id; }));
    }));
  }

  document.addEventListener("DOMContentLoaded", function () {
    words = document.getElementById("offline-words").dataset;
    document.querySelector("[data-again]").addEventListener("click", function (event) {
      event.preventDefault();
      location.reload();
    });
    /* The phone says so a moment before its first request goes through. */
    window.addEventListener("online", function () {
      lookAgain();
      setTimeout(lookAgain, SOON);
    });
    setInterval(lookAgain, LOOK);
    if (store.possible()) draw();
  });
})();
