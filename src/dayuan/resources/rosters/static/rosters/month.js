// The grid by keyboard and by hand. Each change is one request; what comes back are the lines,
// the cover and the problems it touched. Without this file every cell is a link to the form.
(() => {
  "use strict";
  const grid = document.querySelector("[data-month]");
  const form = document.getElementById("cell");
  if (!grid || !form) return;
  const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
  const told = document.getElementById("month-told");
  const { cell: cellUrl, exchange: exchangeUrl } = grid.dataset;
  const field = (name) => form.elements.namedItem(name);
  const cells = () => [...grid.querySelectorAll("td[id] > a")];
  const place = (link) => {
    const found = new URL(link.href).searchParams;
    return { person: found.get("person"), day: found.get("day") };
  };
  let current = null;
  let queue = Promise.resolve();

  // --- moving about: one cell is in the order of the tab key ---
  const rove = (link) => {
    if (!link) return;
    if (current && current.isConnected) current.tabIndex = -1;
    current = link;
    link.tabIndex = 0;
  };
  const go = (link) => {
    if (!link) return;
    rove(link);
    link.focus();
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const prepare = (root) => {
    root.querySelectorAll("td[id] > a").forEach((link) => {
      link.tabIndex = -1;
      link.draggable = false;
    });
  };
  const lines = () => [...grid.querySelectorAll("tbody tr[id]")];
  const step = (link, down, right) => {
    const row = link.closest("tr");
    const at = [...row.querySelectorAll("td[id] > a")].indexOf(link);
    const all = lines();
    const next = all[all.indexOf(row) + down];
    return next && next.querySelectorAll("td[id] > a")[at + right];
  };

  // --- the form beside it shows the cell one stands on ---
  const fill = (link) => {
    const where = place(link);
    field("person").value = where.person;
    field("day").value = where.day;
    field("what").value = link.parentElement.dataset.w || "auto";
  };
  const says = (html) => { document.getElementById("cell-says").innerHTML = html; };

  // --- one change: sent, answered, drawn ---
  const draw = (text, focus) => {
    const answer = new DOMParser().parseFromString(text, "text/html");
    answer.querySelectorAll("tr[id], td[id], section[id]").forEach((part) => {
      if (part.parentElement.closest("tr[id]")) return;
      const old = document.getElementById(part.id);
      if (!old) return;
      const fresh = document.importNode(part, true);
      const open = old.querySelector("details[open]");
      old.replaceWith(fresh);
      if (open && fresh.querySelector("details")) fresh.querySelector("details").open = true;
      if (fresh.matches("tr")) prepare(fresh);
    });
    const words = answer.getElementById("month-told");
    if (words) told.textContent = words.textContent;
    const back = focus && document.getElementById(focus);
    if (back) {
      const link = back.querySelector("a");
      rove(link);
      if (document.activeElement === document.body) link.focus();
      fill(link);
    }
  };
  const send = async (url, values, focus) => {
    const data = new URLSearchParams(values);
    const waits = focus && document.getElementById(focus);
    if (waits) waits.classList.add("waits");
    grid.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, {
        method: "POST", body: data, credentials: "same-origin",
        headers: { "X-CSRFToken": token, "X-Dayuan-Part": "cell" },
      });
      const text = await answer.text();
      if (answer.ok && !answer.redirected) {
        says("");
        draw(text, focus);
      } else if (answer.status === 422) {
        const found = new DOMParser().parseFromString(text, "text/html").getElementById("cell-says");
        says(found ? found.innerHTML : "");
      } else {
        location.reload();
      }
    } catch {
      location.reload();
    } finally {
      grid.removeAttribute("aria-busy");
      const still = focus && document.getElementById(focus);
      if (still) still.classList.remove("waits");
    }
  };
  const change = (url, values, focus) => { queue = queue.then(() => send(url, values, focus)); };
  const set = (link, what) =>
    change(cellUrl, { ...place(link), what }, link.parentElement.id);

  // --- keys ---
  const duties = [...field("what").options].map((one) => one.value).filter((one) => one.includes("/"));
  const shifts = [...new Set(duties.map((one) => one.split("/")[1]))];
  const onPost = (link, number) => {
    const shift = shifts[number - 1];
    if (!shift) return null;
    const own = link.closest("tr").dataset.post;
    const mine = `${own}/${shift}`;
    return duties.includes(mine) ? mine : duties.find((one) => one.endsWith(`/${shift}`));
  };
  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  grid.addEventListener("keydown", (event) => {
    const link = event.target.closest("td[id] > a");
    if (!link || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = () => [...link.closest("tr").querySelectorAll("td[id] > a")];
    if (moves[event.key]) go(step(link, ...moves[event.key]));
    else if (event.key === "Home") go(row()[0]);
    else if (event.key === "End") go(row().at(-1));
    else if (event.key === "Enter") { fill(link); field("what").focus(); }
    else if (event.key === "0") set(link, "off");
    else if (event.key === "Delete" || event.key === "Backspace") set(link, "auto");
    else if (/^[1-9]$/.test(event.key)) {
      const what = onPost(link, Number(event.key));
      if (!what) return;
      set(link, what);
    } else return;
    event.preventDefault();
  });
  grid.addEventListener("focusin", (event) => {
    const link = event.target.closest("td[id] > a");
    if (!link) return;
    rove(link);
    fill(link);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !current) return;
    event.preventDefault();
    go(current);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const day = Number(field("day").value.slice(-2));
    change(cellUrl, { person: field("person").value, day: field("day").value, what: field("what").value },
      `c${field("person").value}-${day}`);
  });

  // --- by hand: drag a duty to another day of its person, or to somebody else that day ---
  let held = null;
  let over = null;
  let dragged = false;
  const target = (event) => {
    const found = document.elementFromPoint(event.clientX, event.clientY);
    const td = found && found.closest("td[id]");
    if (!td || !td.querySelector("a") || !grid.contains(td) || td === held.td) return null;
    const a = held.place;
    const b = place(td.querySelector("a"));
    return a.person === b.person || a.day === b.day ? td : null;
  };
  const drop = () => {
    if (!held) return;
    held.td.classList.remove("held");
    if (over) over.classList.remove("over-it");
    grid.classList.remove("dragging");
    held = over = null;
  };
  grid.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("td[id] > a");
    dragged = false;
    if (!link || event.button || event.pointerType === "touch" || !link.parentElement.dataset.w) return;
    held = { td: link.parentElement, place: place(link), x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!dragged && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 6) return;
    dragged = true;
    held.td.classList.add("held");
    grid.classList.add("dragging");
    const found = target(event);
    if (over && over !== found) over.classList.remove("over-it");
    over = found;
    if (over) over.classList.add("over-it");
  });
  document.addEventListener("pointerup", () => {
    if (held && dragged && over) {
      const to = place(over.querySelector("a"));
      change(exchangeUrl, { ...held.place, with_person: to.person, with_day: to.day }, over.id);
    }
    drop();
  });
  document.addEventListener("pointercancel", drop);
  grid.addEventListener("click", (event) => {
    const link = event.target.closest("td[id] > a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (dragged) { dragged = false; return; }
    go(link);
    fill(link);
    if (matchMedia("(max-width: 84.99rem)").matches) form.scrollIntoView({ block: "nearest" });
  });

  prepare(grid);
  grid.setAttribute("role", "grid");
  const asked = new URL(location.href).searchParams;
  const first = asked.get("person")
    ? document.getElementById(`c${asked.get("person")}-${Number((asked.get("day") || "").slice(-2))}`)
    : null;
  rove((first && first.querySelector("a")) || cells()[0]);
  if (current) fill(current);
})();
