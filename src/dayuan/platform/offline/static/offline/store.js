/* What lies on this phone, for one person: the day's list and the acts not sent yet.

   Everything is encrypted under a key that no script can read out; the key goes when
   the person logs out or somebody else logs in, and what it locked goes with it. */
(function () {
  "use strict";
  var NAME = "dayuan-phone";
  /* Hours that anything lies here at most. */
  var LIFE = 24 * 3600 * 1000;

  function asked(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  }

  function open() {
    var request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = function () {
      request.result.createObjectStore("own");
      request.result.createObjectStore("day");
      request.result.createObjectStore("queue", { autoIncrement: true });
    };
    return asked(request);
  }

  async function within(store, mode, work) {
    var database = await open();
    try {
      var change = database.transaction(store, mode);
      var done = new Promise(function (resolve, reject) {
        change.oncomplete = resolve;
        change.onabort = change.onerror = function () { reject(change.error); };
      });
      var result = await work(change.objectStore(store));
      await done;
      return result;
    } finally {
      database.close();
    }
  }

  function get(store, name) {
    return within(store, "readonly", function (box) { return asked(box.get(name)); });
  }

  function put(store, value, name) {
    return within(store, "readwrite", function (box) { return asked(box.put(value, name)); });
  }

  async function lock(value) {
    var key = await get("own", "key");
    var salt = crypto.getRandomValues(new Uint8Array(12));
    var bytes = new TextEncoder().encode(JSON.stringify(value));
    var locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv: salt }, key, bytes);
    return { salt: salt, locked: locked, at: Date.now() };
  }

  async function unlock(box) {
    var key = await get("own", "key");
    if (!key || !box || Date.now() - box.at > LIFE) return null;
    try {
      var bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.salt }, key, box.locked);
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (wrong) {
      return null;
    }
  }

  var store = {
    possible: function () {
      return Boolean(window.isSecureContext && window.indexedDB && window.crypto && crypto.subtle);
    },

    /* Whose it is; what another person left is destroyed with its key. */
    belongsTo: async function (owner) {
      if (await get("own", "owner") === owner && await get("own", "key")) return;
      await store.wipe();
      var key = await crypto.subtle.generateKey(
        { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]
      );
      await put("own", key, "key");
      await put("own", owner, "owner");
    },

    owner: function () { return get("own", "owner"); },

    wipe: async function () {
      for (var name of ["own", "day", "queue"]) {
        await within(name, "readwrite", function (box) { return asked(box.clear()); });
      }
    },

    keepDay: async function (day) { await put("day", await lock(day), "day"); },

    forgetDay: function () {
      return within("day", "readwrite", function (box) { return asked(box.clear()); });
    },

    day: async function () { return unlock(await get("day", "day")); },

    add: async function (act) {
      act.id = crypto.randomUUID();
      act.owner = await store.owner();
      act.claimed = new Date().toISOString();
      var box = await lock(act);
      await within("queue", "readwrite", function (queue) { return asked(queue.add(box)); });
    },

    /* The acts not sent yet, in the order they were done; what is too old goes. */
    queue: async function () {
      var boxes = await within("queue", "readonly", async function (queue) {
        var keys = await asked(queue.getAllKeys());
        var values = await asked(queue.getAll());
        return keys.map(function (key, n) { return [key, values[n]]; });
      });
      var found = [];
      for (var [key, box] of boxes) {
        var act = await unlock(box);
        if (act) found.push({ key: key, act: act });
        else await store.remove(key);
      }
      return found;
    },

    remove: function (key) {
      return within("queue", "readwrite", function (queue) { return asked(queue.delete(key)); });
    },

    /* What a form says, without its token; null where a file was chosen. */
    values: function (form) {
      var values = {};
      var data = new FormData(form);
      for (var [name, value] of data.entries()) {
        if (name === "csrfmiddlewaretoken") continue;
        if (typeof value !== "string") {
          if (value.size) return null;
          continue;
        }
        (values[name] = values[name] || []).push(value);
      }
      return values;
    },
  };
  window.dayuanStore = store;
})();
