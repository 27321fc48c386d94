"""A sick call at twenty to six, the shift that is noted by tapping, and the hours of the month."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dayuan.config.demonstration import PASSWORD
from tests.journeys.conftest import DESK, PHONE, fill_login
from tests.journeys.house import House
from tests.journeys.looking import Watch, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.xdist_group("demonstration"),
]
DIRECTOR, GATE_GUARD = "1001", "1018"


@pytest.fixture
def director(browser: Browser, demonstration: House) -> Iterator[dict[str, Page]]:
    """The director at a desk and with a phone; a complaint of either window fails."""
    watch, pages, windows = Watch(demonstration.url), {}, []
    for name, how in (("desk", DESK), ("phone", PHONE)):
        window = browser.new_context(
            base_url=demonstration.url, locale="zh-CN", reduced_motion="reduce", **how
        )
        window.set_default_timeout(20_000)
        watch.on(window)
        windows.append(window)
        pages[name] = window.new_page()
        fill_login(pages[name], DIRECTOR, PASSWORD)
    yield pages
    for window in windows:
        window.close()
    assert watch.complaints == []


def test_somebody_is_sick_and_the_next_one_is_found_in_two_taps(director):
    phone = director["phone"]
    phone.goto("/duty/")
    evening = phone.locator("tr", has_text="16:00 至").filter(has_text="护管门卫岗")
    name = evening.locator(".person-words span").inner_text()
    evening.filter(has_text=name).get_by_role("link", name="不能来").tap()
    expect(phone.get_by_role("heading", name=f"{name}不能来")).to_be_visible()
    look(phone, f"{name}不能来")
    first = phone.get_by_role("button", name=re.compile("安排.+替班")).first
    instead = re.sub("安排|替班", "", first.inner_text()).strip()
    first.tap()
    expect(phone).to_have_url(re.compile(r"/duty/\?day="))
    expect(evening.filter(has_text=instead)).to_have_count(1)
    expect(evening.filter(has_text=name)).to_have_count(0)


def test_a_shift_is_noted_by_tapping_and_its_hours_stand_on_the_sheet(director):
    desk, phone = director["desk"], director["phone"]
    phone.goto("/duty/attendance/")
    awaited = phone.locator("article", has_text="尚未到岗").first
    name = awaited.get_by_role("heading").inner_text()
    card = phone.locator("article", has_text=name)
    look(phone, "到岗登记")
    card.get_by_role("button", name="到岗").tap()
    expect(card).to_contain_text("按时到岗")
    card.get_by_role("link", name=name).tap()
    phone.get_by_label("到了，到岗时间是").check()
    phone.locator("input[name=came]").fill("08:20")
    phone.get_by_role("button", name="登记", exact=True).tap()
    expect(card).to_contain_text("迟到 20 分钟")
    desk.goto("/duty/hours/?group=guards")
    row = desk.locator("tbody tr", has_text=name)
    # A whole shift less twenty minutes, beside whatever whole shifts there are.
    expect(row).to_contain_text(".67")
    look(desk, "当月工时")
