/* Keeps the frame of the pages, never a page of anybody: those lie on the server alone. */
"use strict";

self.addEventListener("install", function (event) {
  event.waitUntil(
    caches.open(VERSION).then(function (cache) {
      const fresh = [SHELL].concat(ASSETS).map(function (address) {
        return new Request(address, { cache: "reload", credentials: "omit" });
      });
      return cache.addAll(fresh);
    }).then(function () { return self.skipWaiting(); })
  );
});

self.addEventListener("activate", function (event) {
  event.waitUntil(
    caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) {
        return name.startsWith("dayuan-") && name !== VERSION;
      }).map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); })
  );
});

async function page(request) {
  try {
    return await fetch(request);
  } catch (away) {
    return (await caches.match(SHELL)) || Response.error();
  }
}

async function asset(request) {
  return (await caches.match(request)) || fetch(request);
}

self.addEventListener("fetch", function (event) {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith(STATIC)) event.respondWith(asset(request));
});
