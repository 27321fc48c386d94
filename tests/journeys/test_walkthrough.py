"""The walkthrough is followed word by word, so that it stays true.

Its grammar: ``登录 `number``` logs in; **名 (name)** is a link, a button or a choice to
press; **名 (name)**：`words` is a field to fill; 「名 (name)」 is something to see. After
"在最后一件事上" the next press is on the newest card.
"""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dayuan.config.demonstration import PASSWORD
from tests.journeys.conftest import DESK, fill_login
from tests.journeys.house import ROOT, House
from tests.journeys.looking import Watch, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.xdist_group("demonstration"),
]

TEXT = (ROOT / "docs" / "walkthrough.md").read_text(encoding="utf-8")
TOKEN = re.compile(
    r"登录 `(?P<login>\w+)`"
    r"|(?P<last>在最后一件事上)"
    r"|\*\*(?P<name>[^*(]+) \((?P<english>[^)]+)\)\*\*(?:：`(?P<value>[^`]+)`)?"
    r"|「(?P<seen>[^」(]+) \([^)]+\)」"
)


def steps() -> list[str]:
    """Return the numbered steps, each with its Chinese sentence alone."""
    return re.findall(r"^\d+\. (.+)$", TEXT, re.MULTILINE)


def test_a_newcomer_can_follow_the_walkthrough(browser: Browser, demonstration: House):
    context = browser.new_context(
        base_url=demonstration.url, locale="zh-CN", reduced_motion="reduce", **DESK
    )
    context.set_default_timeout(15_000)
    watch = Watch(demonstration.url)
    watch.on(context)
    page = context.new_page()
    found = steps()
    assert len(found) >= 12
    for number, step in enumerate(found, start=1):
        try:
            _follow(page, step)
            look(page, "")
        except Exception as problem:
            raise AssertionError(f"step {number} is not true any more: {step}") from problem
    context.close()
    assert watch.complaints == []


def test_the_walkthrough_gives_the_password_that_is_valid():
    assert f"`{PASSWORD}`" in TEXT


def _follow(page: Page, step: str) -> None:
    last = False
    tokens = list(TOKEN.finditer(step))
    assert tokens, "says nothing to do or to see"
    for token in tokens:
        if token["login"]:
            page.context.clear_cookies()
            fill_login(page, token["login"], PASSWORD)
            expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
        elif token["last"]:
            last = True
        elif token["value"]:
            _fill(page.get_by_label(token["name"]).first, token["value"])
        elif token["name"]:
            _press(page, token["name"], last=last)
        else:
            expect(page.get_by_text(token["seen"]).filter(visible=True).first).to_be_visible()


def _fill(field: Locator, value: str) -> None:
    if field.evaluate("field => field.tagName") == "SELECT":
        options = field.locator("option").all_inner_texts()
        field.select_option(label=next(o for o in options if o.startswith(value)))
    else:
        field.fill(value)


def _press(page: Page, name: str, *, last: bool) -> None:
    """Press what has this name: in the page first, then in the menu."""
    where = page.locator("article").last if last else page.get_by_role("main")
    choice = where.get_by_role("radio", name=name, exact=True)
    if choice.count():
        choice.first.check()
        return
    menu = page.get_by_role("navigation", name="主菜单")
    for found in (
        _named(where, name),
        _named(menu, _beginning(name)),
        _named(where, _beginning(name)),
    ):
        if found.count():
            with page.expect_navigation():
                found.first.click()
            return
    words = page.get_by_role("main").inner_text()
    raise AssertionError(f"nothing on the page is called {name}: {words}")


def _beginning(name: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(name)}")


def _named(where: Locator, name: str | re.Pattern[str]) -> Locator:
    exact = isinstance(name, str)
    button = where.get_by_role("button", name=name, exact=exact)
    return button.or_(where.get_by_role("link", name=name, exact=exact))
