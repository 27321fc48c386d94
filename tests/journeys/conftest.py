"""A browser, a house, and people who sit before one or hold a phone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import LIAISON, PARTS, PASSWORD
from tests.journeys.house import House
from tests.journeys.looking import Watch, look

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
#: Milliseconds to wait for anything at most; a busy machine is slow, not wrong.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

STAFF_NUMBERS = {part: str(number) for number, part in enumerate(PARTS, start=1001)}
STAFF_NUMBERS["liaison"] = "L001"
#: Who plays in the journeys; the others of the cast stay at home.
PLAYING = (
    "director", "dispatcher", "checker", "technician", "colleague", "electrician", "guard",
    "liaison",
)  # fmt: skip
NAMES = {part: name for part, (_post, name) in PARTS.items()} | {"liaison": LIAISON[1]}


@pytest.fixture(scope="session")
def opened(tmp_path_factory, tables) -> Iterator[tuple[House, dict[str, Any]]]:
    """Return a house and, for each of the cast, the cookies of a login by the real form."""
    house = House(tmp_path_factory.mktemp("house"), tables)
    try:
        cookies = {part: log_in(house, STAFF_NUMBERS[part]) for part in PLAYING}
        house.remember()
        yield house, cookies
    finally:
        house.close()


def log_in(house: House, staff_number: str) -> Any:
    """Return the cookies of a login by the real form, without a browser that draws it."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    form = opener.open(f"{house.url}/accounts/login/").read().decode()
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token, form
    given = {"username": staff_number, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    answer = opener.open(f"{house.url}/accounts/login/", urlencode(given).encode())
    assert "login" not in answer.url, f"{staff_number} could not log in: {answer.read().decode()}"
    return {"origins": [], "cookies": [_cookie(one) for one in jar]}


def _cookie(one: Cookie) -> dict[str, Any]:
    return {
        "name": one.name, "value": one.value, "domain": one.domain, "path": one.path,
        "expires": one.expires or -1, "httpOnly": one.has_nonstandard_attr("HttpOnly"),
        "secure": one.secure, "sameSite": "Lax",
    }  # fmt: skip


def fill_login(page: Page, staff_number: str, password: str) -> None:
    """Log in on the real page."""
    page.goto("/accounts/login/")
    page.get_by_label("工号或手机号").fill(staff_number)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


@pytest.fixture(scope="session")
def friday(tmp_path_factory, tables) -> Iterator[House]:
    """Return the house on the cast's Friday with a squad that can be called, for some journeys."""
    house = House(
        tmp_path_factory.mktemp("friday"), tables, JOURNEYS_NOW="2026-11-20T10:00:00+08:00",
        JOURNEYS_SEED="tests.services.callout.squad:before_a_visit",
    )  # fmt: skip
    house.remember()
    yield house
    house.close()


@pytest.fixture
def two(browser: Browser, friday: House) -> Iterator[Callable[[str, str], tuple[Page, Page]]]:
    """Return a way to let two people of ``friday`` log in: one at a desk, one on a phone."""
    friday.begin_again()
    complaints: list[str] = []
    windows: list[BrowserContext] = []

    def window(number: str, how: dict[str, Any]) -> Page:
        context = browser.new_context(
            **how, locale="zh-CN", color_scheme="light", reduced_motion="reduce",
            base_url=friday.url,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        Watch(friday.url, complaints).on(context)
        windows.append(context)
        page = context.new_page()
        fill_login(page, number, PASSWORD)
        return page

    yield lambda desk, phone: (window(desk, DESK), window(phone, PHONE))
    for context in windows:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def house(opened: tuple[House, dict[str, Any]]) -> House:
    """Return the house as it was at the beginning."""
    opened[0].begin_again()
    return opened[0]


@dataclass
class People:
    """Opens windows for people; each is looked at when the journey ends."""

    browser: Browser
    house: House
    cookies: dict[str, Any]
    watch: Watch
    windows: list[BrowserContext]

    def phone(self, who: str, **more: Any) -> Page:
        """Return a phone in somebody's hand."""
        return self._window(who, PHONE | more)

    def desk(self, who: str, **more: Any) -> Page:
        """Return a window on a desk."""
        return self._window(who, DESK | more)

    def stranger(self, **more: Any) -> Page:
        """Return a window of somebody who has not logged in."""
        return self._window("", DESK | more)

    def _window(self, who: str, how: dict[str, Any]) -> Page:
        given = {"locale": "zh-CN", "color_scheme": "light", "base_url": self.house.url}
        given["reduced_motion"] = "reduce"  # colours that are still fading cannot be measured
        context = self.browser.new_context(
            **(given | {"storage_state": self.cookies.get(who)} | how)
        )
        context.set_default_timeout(PATIENCE)
        self.watch.on(context)
        self.windows.append(context)
        return context.new_page()


@pytest.fixture
def people(
    browser: Browser, house: House, opened: tuple[House, dict[str, Any]]
) -> Iterator[People]:
    """Return the cast at their windows; a complaint of any window fails the journey."""
    everybody = People(browser, house, opened[1], Watch(house.url), [])
    yield everybody
    for window in everybody.windows:
        window.close()
    assert everybody.watch.complaints == []


@pytest.fixture
def see():
    """Return the careful look at a page: width and accessibility, light and dark."""
    return look


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a photo as a phone takes it."""
    from PIL import Image  # noqa: PLC0415 - only where a photo is needed

    path = tmp_path / "finished.jpg"
    Image.linear_gradient("L").convert("RGB").resize((1600, 1200)).save(path, quality=80)
    return path


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, tables) -> Iterator[House]:
    """Return the house that ``make run`` shows."""
    house = House(tmp_path_factory.mktemp("demonstration"), tables, demo=True)
    yield house
    house.close()
