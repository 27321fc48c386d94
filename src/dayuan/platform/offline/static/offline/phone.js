/* Keeps acts while there is no network, sends them when it is back, and says how many wait.

   Every page works without this file, and without the worker that it asks for. */
(function () {
  "use strict";
  var store = window.dayuanStore;
  var busy = false;
  var part, words;

  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; });
  }

  function counted(name, n) {
    return n === 1 ? words[name + "One"] : fill(words[name], { n: n });
  }

  function say(sentences, tone) {
    part.replaceChildren.apply(part, sentences.map(function (sentence) {
      var line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }));
    part.dataset.tone = tone || "soon";
    part.hidden = !sentences.length;
  }

  async function showWaiting() {
    var waiting = (await store.queue()).length;
    var away = navigator.onLine ? [] : [words.away];
    say(away.concat(waiting ? [counted("waiting", waiting)] : []));
    return waiting;
  }

  function send(act, token) {
    return fetch(words.acts, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, "X-Dayuan-Poll": "1" },
      body: JSON.stringify({
        id: act.id, owner: act.owner, act: act.act, about: act.about,
        values: act.values, claimed: act.claimed,
      }),
    });
  }

  /* The session is asked first: whose it is, and that it still is one. */
  async function freshDay() {
    var answer = await fetch(words.day, {
      redirect: "manual", cache: "no-store", headers: { "X-Dayuan-Poll": "1" },
    });
    if (answer.type === "opaqueredirect") {
      await store.forgetDay();
      return null;
    }
    if (!answer.ok) return null;
    var day = await answer.json();
    if (day.owner !== words.owner) {
      await store.belongsTo(day.owner);
      return null;
    }
    await store.keepDay(day);
    return day;
  }

  async function sync() {
    if (busy || !navigator.onLine) return;
    busy = true;
    var sent = 0;
    var complaints = [];
    try {
      var day = await freshDay();
      for (var one of day ? await store.queue() : []) {
        var answer = await send(one.act, day.token);
        if (answer.status !== 200 && answer.status !== 409 && answer.status !== 422) break;
        var said = await answer.json();
        await store.remove(one.key);
        if (answer.status === 200) sent += 1;
        else complaints.push(fill(words.refused, { what: one.act.title, why: said.says.join(" ") }));
      }
      if (sent) await freshDay();
    } catch (away) {
      /* It stays in the queue; the next time sends it, and nothing is done twice. */
    } finally {
      busy = false;
    }
    var waiting = await showWaiting();
    if (sent || complaints.length) {
      var told = sent ? [counted("sent", sent)] : [];
      var rest = waiting ? [counted("waiting", waiting)] : [];
      say(told.concat(complaints, rest), complaints.length ? "late" : "done");
    }
  }

  async function keep(form) {
    var values = store.values(form);
    if (values === null) {
      say([words.noPhoto], "late");
      return;
    }
    await store.add({
      act: form.dataset.act,
      about: Number(form.dataset.about),
      title: document.querySelector("h1").textContent.trim(),
      values: values,
    });
    form.querySelectorAll("button[type=submit]").forEach(function (button) {
      button.disabled = true;
    });
    say([words.kept, counted("waiting", (await store.queue()).length)]);
  }

  /* Whatever the browser's storage does, nobody stays logged in because of it. */
  function soon(work) {
    return Promise.race([
      work.catch(function () { return null; }),
      new Promise(function (done) { setTimeout(done, 1500, null); }),
    ]);
  }

  async function leave(form) {
    var waiting = ((await soon(store.queue())) || []).length;
    if (waiting && !window.confirm(fill(words.leaving, { n: waiting }))) {
      delete form.dataset.sent;
      return;
    }
    await soon(store.wipe());
    form.submit();
  }

  function onSubmit(event) {
    var form = event.target;
    if (form.getAttribute("action") === words.logout) {
      event.preventDefault();
      leave(form);
    } else if (form.dataset.act && !navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      keep(form);
    }
  }

  async function begin() {
    part = document.getElementById("phone-state");
    if (!part || !store.possible()) return;
    words = part.dataset;
    if (!words.owner) {
      /* Nobody is logged in: the day's list goes; what was not sent waits for its owner. */
      var known = indexedDB.databases ? await indexedDB.databases() : [{ name: "dayuan-phone" }];
      if (known.some(function (one) { return one.name === "dayuan-phone"; })) await store.forgetDay();
      return;
    }
    document.addEventListener("submit", onSubmit, true);
    await store.belongsTo(words.owner);
    window.addEventListener("online", sync);
    window.addEventListener("offline", showWaiting);
    if ("serviceWorker" in navigator) {
      navigator.serviceWorker.register(words.worker + "?language=" + words.language, {
        updateViaCache: "none",
      }).catch(function () { /* Without the worker the pages are as before. */ });
    }
    await sync();
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
