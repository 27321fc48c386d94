"""Looking at a page as a person, a machine that reads aloud, and a strict browser do."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests.journeys.house import ROOT

AXE = ROOT / ".cache" / "test-assets" / "axe.min.js"
_EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: A page in its other colours is the same page: only what depends on colours is asked again.
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
#: What htmx says of a request that was given up because typing or the person went on.
_GIVEN_UP = ("error: htmx:afterRequest,", "error: htmx:sendAbort,")
_RUN = """async (rules) => {
  const found = await axe.run(document, {
    runOnly: rules, resultTypes: ["violations"], preload: false,
  });
  return found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ")
    + " " + (n.any[0] ? n.any[0].message : "")).join(" | "));
}"""


#: Colours that are still fading cannot be measured: nothing moves while we look.
_STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; }");
  document.adoptedStyleSheets = [sheet];
}"""
_PAINT = "theme => { document.documentElement.dataset.bsTheme = theme; }"


@dataclass
class Watch:
    """What one browser window did that it should not: complaints, and calls elsewhere."""

    home: str
    complaints: list[str] = field(default_factory=list)

    def on(self, context: BrowserContext) -> None:
        """Watch every page of a window."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A form that says what is missing answers 422, a refusal 403, a hidden thing 404: the
        # browser notes that answer itself. Anything else, the content policy first, is a fault.
        # That there is no network it notes too.
        answered = message.text.startswith("Failed to load resource: the server responded with")
        answered = answered or message.text.endswith("net::ERR_INTERNET_DISCONNECTED")
        if message.type in {"error", "warning"} and not answered:
            self.complaints.append(f"{message.type}: {message.text}")
            self._forget_what_was_given_up()

    def _forget_what_was_given_up(self) -> None:
        # A search that a later key replaced is no fault. The first of the two words alone would
        # be one: an answer that never came says it as well.
        last = self.complaints[-2:]
        if len(last) == 2 and all(map(str.startswith, last, _GIVEN_UP)):
            del self.complaints[-2:]

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.complaints.append(f"went elsewhere: {request.url}")


#: Pages that were looked at in their other colours, by address without numbers: what is
#: drawn there is the same the next time, and the colours are measured on every look anyway.
_repainted: set[tuple[str, str]] = set()


def _other_colours_are_new(page: Page, shown: str) -> bool:
    known = re.sub(r"\d+", "0", urlsplit(page.url).path), shown
    is_new = known not in _repainted
    _repainted.add(known)
    return is_new


def look(page: Page, heading: str, *, both: bool = True) -> None:
    """Wait for the page with this heading; fail if it is too wide or breaks WCAG 2.2 AA.

    In its own colours always, in the other ones the first time that such a page is looked
    at, unless ``both`` is false.
    """
    expect(page.locator("h1")).to_contain_text(heading)
    page.wait_for_load_state()
    width = page.evaluate("document.documentElement.scrollWidth")
    window = page.evaluate("window.innerWidth")
    assert width <= window, f"{page.url} is {width} px wide in a window of {window} px"
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(_STILL)
    shown = page.evaluate("document.documentElement.dataset.bsTheme")
    other = "light" if shown == "dark" else "dark"
    colours = ((other, _COLOURS), (shown, _EVERYTHING))
    again = both and _other_colours_are_new(page, shown)
    for theme, rules in colours if again else colours[1:]:
        page.evaluate(_PAINT, theme)
        found = page.evaluate(_RUN, rules)
        assert found == [], f"{page.url} in {theme} colours: {found}"
