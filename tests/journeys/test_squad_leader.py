"""A squad leader's night: he takes over, counts, writes, hands over, and is signed for.

The clock of a house cannot be put on: at each hour of the night the house is opened anew,
with the same database.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import PASSWORD
from tests.journeys.conftest import DESK, PATIENCE, PHONE, fill_login
from tests.journeys.house import House
from tests.journeys.looking import Watch, look

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

#: By the numbers of ``tests.services.handover.watch``: evening, night, morning; the captain.
EVENING, NIGHT, MORNING, CAPTAIN = "3001", "3002", "3003", "1009"
COUNTED = {"大门钥匙": 3, "楼内钥匙（整串）": 1, "对讲机": 6, "手电": 4, "来访登记本": 1}


class Night:
    """The house at one hour of the night after another."""

    def __init__(self, browser: Browser, home: Path, tables: Path) -> None:
        self._browser, self._home, self._tables = browser, home, tables
        self._house: House | None = None
        self._complaints: list[str] = []
        self._windows: list[BrowserContext] = []

    def at(self, clock: str) -> None:
        """Open the house at an hour of the site's clock."""
        self.close()
        self._house = House(
            self._home, self._tables, JOURNEYS_NOW=f"{clock}:00+08:00",
            JOURNEYS_SEED="tests.services.handover.watch:watch",
        )  # fmt: skip

    def window(self, number: str, how: dict, **more) -> Page:
        """Return a window in which somebody is logged in."""
        assert self._house is not None
        watch = Watch(self._house.url, self._complaints)
        context = self._browser.new_context(
            **how, locale="zh-CN", color_scheme="light", reduced_motion="reduce",
            base_url=self._house.url, **more,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        watch.on(context)
        self._windows.append(context)
        page = context.new_page()
        fill_login(page, number, PASSWORD)
        return page

    def close(self) -> None:
        """Close the house; nothing that a window complained of is forgotten."""
        # Before the house: a window that is open asks for news.
        for window in self._windows:
            window.close()
        self._windows.clear()
        if self._house is not None:
            self._house.close()
        assert not self._complaints, self._complaints


@pytest.fixture
def night(browser: Browser, tmp_path: Path, tables: Path):
    """Return the night; its last house is closed at the end."""
    found = Night(browser, tmp_path, tables)
    yield found
    found.close()


def count(page: Page, **says: str) -> None:
    """Count what there should be; what differs is named with its number and a sentence."""
    for thing, pieces in COUNTED.items():
        number, _, why = says.get(thing, "").partition(" ")
        page.get_by_label(thing, exact=True).fill(number or str(pieces))
        if why:
            said = page.get_by_label(f"{thing}数目不符时写明原因")
            if not said.is_visible():
                page.locator(".shift-count", has_text=thing).get_by_text(
                    "数目不符", exact=True
                ).click()
            page.get_by_label(f"{thing}数目不符时写明原因").fill(why)


def test_the_night_of_the_third_shift(night: Night):
    night.at("2026-11-20T23:45")
    phone = night.window(EVENING, PHONE)
    phone.goto("/handover/")
    phone.get_by_role("link", name="开始当班").click()
    count(phone)
    phone.get_by_role("button", name="签字，开始当班").click()
    phone.get_by_role("link", name="交班", exact=True).click()
    count(phone)
    phone.get_by_role("button", name="签字，交班").click()
    expect(phone.get_by_role("main")).to_contain_text("已交班")
    look(phone, "第二班")

    night.at("2026-11-21T00:00")
    phone = night.window(NIGHT, PHONE)
    phone.goto("/handover/")
    look(phone, "当班")
    phone.get_by_role("link", name="接班", exact=True).click()
    # One radio is missing: without a word it is not signed.
    count(phone, 对讲机="5")
    phone.get_by_role("button", name="签字，接班").click()
    expect(phone.get_by_role("main")).to_contain_text("“对讲机”应是 6，点到 5")
    look(phone, "接班")
    count(phone, 对讲机="5 一部没找到，已问过上一班")
    phone.get_by_role("button", name="签字，接班").click()
    expect(phone.get_by_role("heading", name="第三班")).to_be_visible()
    for words in ("东门巡查，门窗完好", "地下车库积水，已拖干"):
        phone.get_by_label("看到、做了什么").fill(words)
        phone.get_by_role("button", name="记下").click()
        expect(phone.get_by_role("main")).to_contain_text(words)
    phone.get_by_role("link", name="留交代").click()
    phone.get_by_label("下一班要知道、要做的事").fill("B12 门锁不上，锁匠九点来")
    phone.get_by_role("button", name="交代下去").click()
    look(phone, "第三班")

    night.at("2026-11-21T07:55")
    phone = night.window(NIGHT, PHONE)
    phone.goto("/handover/")
    phone.get_by_role("link", name="交班", exact=True).click()
    count(phone, 对讲机="5 还没有找到")
    phone.get_by_role("button", name="签字，交班").click()
    _is_taken_over(night)


def _is_taken_over(night: Night) -> None:
    night.at("2026-11-21T08:00")
    # Without scripts as well: forms and links suffice.
    phone = night.window(MORNING, PHONE, java_script_enabled=False)
    phone.goto("/handover/")
    phone.get_by_role("link", name="接班", exact=True).click()
    count(phone, 对讲机="5")
    phone.get_by_label("B12 门锁不上").check()
    phone.get_by_role("button", name="签字，接班").click()
    expect(phone.get_by_role("main")).to_contain_text("第一班")
    # The thing that was passed on stays open and is seen by the next shift.
    expect(phone.get_by_role("main")).to_contain_text("B12 门锁不上，锁匠九点来")
    desk = night.window(CAPTAIN, DESK)
    desk.goto("/handover/days/?day=2026-11-21")
    row = desk.locator("tbody tr", has_text="第三班")
    expect(row).to_contain_text("已交班")
    expect(row).to_contain_text("李守业 → 张安平")
    expect(row).to_contain_text("对讲机 6 → 5 → 5")
    look(desk, "交接班")
    row.get_by_role("link").first.click()
    expect(desk.get_by_role("main")).to_contain_text("地下车库积水")
    look(desk, "第三班")
    desk.get_by_text("其他操作").click()
    desk.get_by_role("link", name="打印：交接班记录").click()
    expect(desk.locator("body")).to_contain_text("一部没找到")
