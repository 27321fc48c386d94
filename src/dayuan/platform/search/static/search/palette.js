// The palette: Ctrl-K opens it, arrows move, Enter goes, Escape closes. htmx fills its list.
(() => {
  "use strict";
  const palette = document.querySelector("[data-palette]");
  if (!palette || !palette.showModal) return;
  const field = palette.querySelector("input");
  const list = document.getElementById("palette-list");
  const hits = () => [...list.querySelectorAll("[role=option]")];
  const at = () => hits().findIndex((hit) => hit.getAttribute("aria-selected") === "true");

  const choose = (number) => {
    const all = hits();
    all.forEach((hit, n) => hit.setAttribute("aria-selected", String(n === number)));
    const chosen = all[number];
    field.setAttribute("aria-activedescendant", chosen ? chosen.id : "");
    if (chosen) chosen.scrollIntoView({ block: "nearest" });
  };

  const open = () => {
    if (palette.open) return;
    palette.showModal();
    field.select();
    window.htmx?.trigger(field, "palette-open");
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  field.addEventListener("keydown", (event) => {
    const many = hits().length;
    // What is being composed (a Chinese word half typed) has its own use for these keys.
    if (event.isComposing || !many) return;
    if (event.key === "ArrowDown") choose((at() + 1) % many);
    else if (event.key === "ArrowUp") choose((at() - 1 + many) % many);
    else if (event.key === "Enter" && at() >= 0) hits()[at()].click();
    else return;
    event.preventDefault();
  });
  list.addEventListener("htmx:afterSwap", () => choose(field.value.trim() ? 0 : -1));
  palette.querySelector("[data-palette-shut]").addEventListener("click", () => palette.close());
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });
})();
