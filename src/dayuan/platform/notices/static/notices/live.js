// Tells an open page that something is new: by the stream, or by asking now and then.
// Whatever is shown comes from the page's own session; nobody touched anything, so it counts as idle.
(() => {
  "use strict";
  const own = document.currentScript;
  const { bell, live, close, since } = own.dataset;
  const pause = Number(own.dataset.poll) * 1000;
  const again = 60000;
  const asked = { headers: { "X-Dayuan-Poll": "1", "HX-Request": "true" }, credentials: "same-origin" };
  let newest = 0;
  let timer = 0;
  let stream = null;
  let asking = false;

  const count = (found) => {
    document.querySelectorAll('[data-place="notices"]').forEach((place) => {
      place.querySelectorAll(".count").forEach((old) => old.remove());
      const mark = found.querySelector(".count");
      if (mark) place.append(mark.cloneNode(true));
    });
  };

  const board = document.createElement("div");
  board.className = "news";
  board.setAttribute("role", "status");

  const say = (words) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn news-close";
    button.textContent = close;
    button.addEventListener("click", () => board.replaceChildren());
    board.replaceChildren(words, button);
  };

  const list = () => {
    if (document.querySelector("#notices[data-news]") && window.htmx) {
      window.htmx.ajax("GET", location.href, {
        target: "#notices", select: "#notices", swap: "outerHTML", headers: { "X-Dayuan-Poll": "1" },
      });
    }
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(`${bell}?since=${since}`, asked);
      if (answer.headers.has("HX-Redirect") || answer.redirected || answer.status !== 200) {
        if (answer.headers.has("HX-Redirect")) stop();
        return;
      }
      const part = document.createElement("template");
      part.innerHTML = await answer.text();
      const found = part.content.firstElementChild;
      if (!found) return;
      count(found);
      const number = Number(found.dataset.newest || 0);
      const words = found.querySelector(".news-says");
      if (number > newest && words) {
        if (document.querySelector("#notices[data-news]")) list(); else say(words);
      }
      newest = Math.max(newest, number);
    } catch {
      // Without a network nothing is asked; the next time will do.
    } finally {
      asking = false;
    }
  };

  const poll = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!document.hidden && navigator.onLine !== false) ask();
      poll();
    }, pause);
  };

  const stop = () => {
    clearTimeout(timer);
    if (stream) stream.close();
    stream = null;
  };

  const listen = () => {
    stream = new EventSource(`${live}?since=${since}`);
    stream.addEventListener("open", () => clearTimeout(timer));
    stream.addEventListener("news", ask);
    const later = () => {
      stop();
      poll();
      setTimeout(() => { if (!stream) listen(); }, again);
    };
    stream.addEventListener("over", () => { later(); ask(); });
    stream.addEventListener("error", () => {
      poll();
      if (stream && stream.readyState === EventSource.CLOSED) later();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(board);
    poll();
    if (live && "EventSource" in window) listen();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    ask();
    poll();
    if (live && "EventSource" in window && !stream) listen();
  });
})();
