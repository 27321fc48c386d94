"""A visitor, a label on a washroom door, a chat app's browser that keeps no cookies."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_fault import ask_afterwards, check, finish, send_out, take

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ROOM = "3层东侧会议室"


@pytest.fixture
def address(people, house) -> str:
    """Return what the label on a room's door says, as the desk prints it."""
    clerk = people.desk("dispatcher")
    clerk.goto("/places/new/")
    clerk.locator("#id_kind").select_option("room")
    clerk.locator("#id_code").fill("A-3-01")
    clerk.locator("#id_title_zh").fill(ROOM)
    clerk.locator(".form-foot .btn-primary").click()
    clerk.goto("/equipment/labels/")
    clerk.get_by_label(ROOM).check()
    clerk.get_by_role("button", name="打印").first.click()
    printed = clerk.get_by_text(re.compile(r"/q/[\w-]{22}/")).first.inner_text()
    found = re.search(r"/q/[\w-]{22}/", printed)
    assert found
    return found[0]


def send(page: Page) -> None:
    """Send the form from a browser that has kept no cookie."""
    page.context.clear_cookies()
    assert page.context.cookies() == []
    page.get_by_role("button", name="提交").tap()


def visitor(people, **more) -> Page:
    """Return a phone of somebody without an account, whose browser keeps no cookies."""
    return people.stranger(**PHONE, **more)


def report(page: Page, address: str, kind: str) -> None:
    """Choose a kind and send it."""
    page.goto(address)
    page.locator("label.tile", has=page.locator(f"input[value={kind}]")).tap()
    send(page)
    expect(page.locator("h1")).to_contain_text("报修进度")


def test_a_visitor_reports_by_a_label_and_sees_it_done(people, see, photo, address):
    phone = visitor(people)
    phone.goto(address)
    expect(phone.locator("h1")).to_contain_text(ROOM)
    see(phone, ROOM)
    send(phone)
    expect(phone.get_by_text("请选择类别")).to_be_visible()
    see(phone, ROOM)
    phone.locator("label.tile", has_text="空调").tap()
    phone.get_by_label("补充几句").fill("出风口滴水")
    phone.get_by_label("照片（可不拍）").set_input_files(photo)
    phone.get_by_text("留个电话").tap()
    phone.get_by_label("您的电话").fill("13900001111")
    see(phone, ROOM)
    send(phone)
    expect(phone.get_by_text("等前台派人")).to_be_visible()
    see(phone, "报修进度")
    link = phone.url

    clerk = people.desk("dispatcher")
    clerk.goto("/mine/")
    number = re.findall(r"B2026-\d+", clerk.locator("article", has_text=ROOM).inner_text())[0]
    clerk.locator("article", has_text=number).get_by_role("link", name="派单").click()
    expect(clerk.get_by_text("照片1.jpg")).to_be_visible()
    see(clerk, "派单")
    send_out(clerk, number)
    phone.goto(link)
    expect(phone.locator(".public-state")).to_contain_text("已派人")

    technician = people.phone("technician")
    take(technician, number)
    phone.reload()
    expect(phone.locator(".public-state")).to_contain_text("正在处理")
    finish(technician)
    check(people.desk("checker"), number, passed=True)
    ask_afterwards(people.desk("dispatcher"), number)
    phone.reload()
    expect(phone.locator(".public-state")).to_contain_text("谢谢您告诉我们")
    see(phone, "报修进度")
    for word in (number, ROOM, "出风口", "13900001111", "赵海涛"):
        assert word not in phone.content()


def test_a_form_sent_eight_times_at_the_same_instant_makes_one_request(people, house, address):
    phone = visitor(people)
    phone.goto(address)
    form = {"category": "lift", "ticket": phone.locator("[name=ticket]").get_attribute("value")}

    def sent(_n: int) -> str:
        url = house.url + address
        with urlopen(url, urlencode(form).encode()) as answer:  # noqa: S310 - the house itself
            return str(answer.url)

    with ThreadPoolExecutor(8) as together:
        led_to = set(together.map(sent, range(8)))
    assert len(led_to) == 1
    assert "/q/status/" in led_to.pop()
    clerk = people.desk("dispatcher")
    clerk.goto("/mine/")
    expect(clerk.locator("article", has_text=ROOM)).to_have_count(1)


def test_without_scripts_the_same_few_taps_are_enough(people, address):
    report(visitor(people, java_script_enabled=False), address, "power_and_lighting")


def test_a_burst_waits_for_the_desk_which_accepts_one_and_sets_the_others_aside(
    people, see, address
):
    phone = visitor(people)
    for _ in range(10):
        report(phone, address, "air_conditioning")
    for _ in range(2):
        report(phone, address, "lift")
    expect(phone.get_by_text("前台先看一下").first).to_be_visible()
    see(phone, "报修进度")
    last = phone.url

    clerk = people.desk("dispatcher")
    clerk.goto("/board/")
    clerk.get_by_role("link", name="有 2 件扫码报事").click()
    see(clerk, "扫码报事")
    clerk.get_by_role("link", name=ROOM).first.click()
    see(clerk, ROOM)
    clerk.get_by_role("button", name="受理", exact=True).click()
    expect(clerk.locator(".record-head")).to_contain_text("已报")
    clerk.goto("/desk/held/")
    clerk.get_by_label(f"勾选 {ROOM}").check()
    clerk.get_by_label("不受理的原因").fill("同一件事")
    clerk.get_by_role("button", name="勾选的不受理").click()
    expect(clerk.get_by_text("没有等确认的")).to_be_visible()
    see(clerk, "扫码报事")
    phone.goto(last)
    expect(phone.locator(".public-state")).to_contain_text("没有受理")
    assert "同一件事" not in phone.content()
