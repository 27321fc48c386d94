"""A month planned: begun, planned, changed by hand, accepted, published, read, mended."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dayuan.config.demonstration import PASSWORD
from tests.journeys.conftest import DESK, PHONE, fill_login
from tests.journeys.house import House
from tests.journeys.looking import Watch

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(500),
    pytest.mark.xdist_group("demonstration"),
]
#: The supervisor of security, the director and a guard at the gate, by staff number.
CAPTAIN, DIRECTOR, GUARD = "1017", "1001", "1018"
#: The planner takes its time, the reasons theirs, and a busy machine takes more.
PLANNED = 240_000


@pytest.fixture
def windows(browser: Browser, demonstration: House) -> Iterator:
    """Return a way to let somebody sit down; whatever a window complains of fails the journey."""
    watch, opened = Watch(demonstration.url), []

    def window(who: str, how: dict) -> Page:
        context = browser.new_context(
            base_url=demonstration.url, locale="zh-CN", reduced_motion="reduce", **how
        )
        context.set_default_timeout(30_000)
        watch.on(context)
        opened.append(context)
        page = context.new_page()
        fill_login(page, who, PASSWORD)
        return page

    yield window
    for one in opened:
        one.close()
    assert watch.complaints == []


def cell(page: Page, name: str, day: int):
    """Return somebody's cell of a day."""
    row = page.locator("table[data-month] tbody tr", has_text=name).first
    return row.locator("td[id^='c'] a").nth(day - 1)


def mend_one_cell(desk: Page) -> None:
    """Mend one cell by keyboard, be refused another by the form, and drag it."""
    # One cell by keyboard: from the day off one to the right, and the second shift there.
    cell(desk, "高雪", 4).focus()
    desk.keyboard.press("ArrowRight")
    expect(cell(desk, "高雪", 5)).to_be_focused()
    desk.keyboard.press("Delete")
    expect(cell(desk, "高雪", 5)).to_have_accessible_name(re.compile("未排"))
    desk.keyboard.press("2")
    expect(cell(desk, "高雪", 5)).to_have_accessible_name(re.compile("第二班.*手工定下"))
    # A guard at the gate may not stand in the monitoring room: it stays, and the page says why.
    desk.keyboard.press("Enter")
    what = desk.locator("#cell").get_by_label("事项")
    expect(what).to_be_focused()
    what.select_option("monitor_guard/first")
    desk.get_by_role("button", name="设定").click()
    expect(desk.locator("#cell-says")).to_contain_text("不担任这个岗位")
    expect(cell(desk, "高雪", 5)).to_have_accessible_name(re.compile("第二班"))
    desk.locator("#cell").get_by_label("事项").press("Escape")
    expect(cell(desk, "高雪", 5)).to_be_focused()
    # Its duty is dragged to the day it was off before: the two change places.
    cell(desk, "高雪", 5).drag_to(cell(desk, "高雪", 4))
    expect(cell(desk, "高雪", 4)).to_have_accessible_name(re.compile("第二班"))
    expect(cell(desk, "高雪", 5).locator("[aria-hidden]")).to_have_text("休")


def accept_and_publish(director: Page, desk: Page, where: str) -> None:
    """Accept, as director, what is not kept; then publish, as the supervisor."""
    # The director accepts what is left open; then it is published.
    director.goto(where)
    boxes = director.locator("#panel input[name='rule']")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    if boxes.count():
        director.get_by_role("button", name="接受勾选的例外").click()
        expect(director.locator("#panel")).to_contain_text("已接受")
    desk.goto(where)
    desk.locator("#panel").get_by_role("link", name="发布").click()
    desk.get_by_role("button", name="发布").click()
    expect(desk.get_by_role("main")).to_contain_text("已发布")


def test_a_month_is_planned_mended_accepted_published_and_read(windows, see):
    desk = windows(CAPTAIN, DESK)
    desk.goto("/duty/")
    desk.get_by_role("main").get_by_role("link", name="月排班").click()
    desk.get_by_label("月份").select_option(label="2027年1月")
    desk.get_by_role("button", name="新建").click()
    expect(desk.locator("h1")).to_contain_text("2027年1月")
    where = desk.url

    # What is set by hand stays: a day off for somebody, by the keyboard.
    first = cell(desk, "高雪", 4)
    first.focus()
    desk.keyboard.press("0")
    expect(cell(desk, "高雪", 4).locator("[aria-hidden]")).to_have_text("休")
    expect(cell(desk, "高雪", 4)).to_be_focused()

    desk.get_by_label("最多排多久").select_option("10")
    desk.locator("#planner").get_by_role("button", name="自动排班").click()
    expect(desk.locator("#planner")).to_contain_text(re.compile("等待排班|正在排班"))
    expect(desk.locator("#planner")).to_contain_text("已排好", timeout=PLANNED)
    expect(cell(desk, "高雪", 4).locator("[aria-hidden]")).to_have_text("休")
    # Three leaders cannot lead three shifts a day: the page says so, and what lacks.
    expect(desk.locator("#why")).to_contain_text("这几条不能同时做到")
    expect(desk.locator("#why")).to_contain_text("每天要有一名班长")
    see(desk, "护管三班")
    mend_one_cell(desk)
    accept_and_publish(windows(DIRECTOR, DESK), desk, where)

    # The guard finds the own line first, on the phone.
    phone = windows(GUARD, PHONE)
    phone.goto("/duty/months/")
    phone.get_by_role("link", name="2027年1月").click()
    own = phone.locator(".month-own")
    expect(own.locator("tbody tr", has_text="1月4日")).to_contain_text("第二班")
    expect(own.locator("tbody tr", has_text="1月5日")).to_have_count(0)
    phone.get_by_label("日期").select_option("2027-01-04")
    phone.get_by_role("button", name="查看").click()
    expect(phone.locator("#on")).to_contain_text("高雪")
    see(phone, "护管三班")
    is_read(phone, desk, where)
    is_mended(desk)


def is_mended(desk: Page) -> None:
    """Let the program find who comes instead of somebody ill, look at it, and accept it."""
    desk.goto("/duty/?day=2027-01-04")
    desk.get_by_role("row", name=re.compile("高雪")).get_by_role("link", name="不能来").click()
    desk.get_by_role("button", name="算一个方案").click()
    expect(desk.locator("h1")).to_contain_text("高雪不能来：补班方案")
    accept = desk.get_by_role("button", name="就这样改")
    expect(accept).to_be_visible(timeout=PLANNED)
    # It was dragged there beside somebody who had it already: nobody else has to come.
    expect(desk.get_by_role("main")).to_contain_text(re.compile(r"别人都不用动|动 \d 个人的班"))
    if desk.get_by_role("checkbox").count():
        desk.get_by_role("checkbox").check()
    accept.click()
    expect(desk.get_by_role("main")).to_contain_text("都会收到通知")
    expect(desk.get_by_role("row", name=re.compile("高雪"))).to_have_count(0)


def is_read(phone: Page, desk: Page, where: str) -> None:
    """Say with one tap that the month is read; the month counts it."""
    phone.goto("/duty/mine/")
    asked = phone.locator("#months form", has_text="2027年1月")
    asked.get_by_role("button", name="我看过了").tap()
    expect(phone.get_by_role("main")).to_contain_text("已记下您看过了")
    expect(asked).to_have_count(0)
    desk.goto(where)
    expect(desk.locator("#read")).to_contain_text("1 人已看")
