"""News on an open page, messages that leave the house, and a quiet night."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PLAYING, STAFF_NUMBERS, People, log_in
from tests.journeys.house import House
from tests.journeys.looking import Watch
from tests.journeys.test_fault import report, send_out
from tests.platform.notices.fakes import fake

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.xdist_group("streaming"),
]


@pytest.fixture(scope="module")
def streaming(tmp_path_factory, tables) -> Iterator[tuple[House, dict]]:
    """Return a house with the stream, whose pages ask by themselves only every ten minutes."""
    house = House(
        tmp_path_factory.mktemp("streaming"),
        tables,
        DAYUAN_LIVE="1",
        DAYUAN_POLL_SECONDS="600",
        DAYUAN_OUTWARD_ALLOWED="127.0.0.1",
        DAYUAN_PUBLIC_URL="https://dayuan.example",
    )
    try:
        cookies = {part: log_in(house, STAFF_NUMBERS[part]) for part in PLAYING}
        yield house, cookies
    finally:
        house.close()


@pytest.fixture
def crew(browser, streaming) -> Iterator[People]:
    """Return the cast in that house; a complaint of any window fails the journey."""
    house, cookies = streaming
    everybody = People(browser, house, cookies, Watch(house.url), [])
    yield everybody
    for window in everybody.windows:
        window.close()
    assert everybody.watch.complaints == []


def unloaded(page: Page) -> Page:
    """Mark a page, so that a reload would be noticed."""
    page.evaluate("window.stayed = true")
    return page


def bell(page: Page):
    """Return the number beside the bell."""
    return page.locator('[data-place="notices"] .count')


def test_a_technicians_page_shows_what_is_new_without_a_reload(crew, see):
    clerk = crew.desk("dispatcher")
    number = report(clerk)
    technician = crew.desk("technician")
    technician.goto("/plan/")
    unloaded(technician)
    send_out(clerk, number)
    news = technician.get_by_role("status").filter(has_text=number)
    expect(news).to_be_visible()
    expect(bell(technician)).to_be_visible()
    assert technician.evaluate("window.stayed")
    see(technician, "服务方案")
    technician.get_by_role("button", name="关闭").click()
    expect(news).to_have_count(0)


def test_the_list_of_notices_grows_by_itself(crew):
    clerk = crew.desk("dispatcher")
    number = report(clerk)
    technician = crew.phone("technician")
    technician.goto("/notices/")
    unloaded(technician)
    send_out(clerk, number)
    expect(technician.locator("#notices")).to_contain_text(number)
    assert technician.evaluate("window.stayed")


def test_a_sign_in_that_was_ended_elsewhere_hears_nothing_more(crew, streaming, browser):
    number = STAFF_NUMBERS["electrician"]
    twice = {part: log_in(streaming[0], number) for part in ("left", "here")}
    own = People(browser, streaming[0], twice, crew.watch, crew.windows)
    left = own.desk("left")
    with left.expect_response(re.compile("/live/")) as stream:
        left.goto("/notices/")
    assert stream.value.status == 200
    here = own.desk("here")
    here.goto("/accounts/me/")
    # The stream's end has the page ask, which is then led to the way in.
    with left.expect_response(re.compile("/notices/bell/")) as asked:
        here.get_by_role("button", name="退出其他全部登录").click()
    assert "hx-redirect" in asked.value.headers


def test_without_a_stream_a_page_asks_now_and_then(people):
    clerk = people.desk("dispatcher")
    number = report(clerk)
    technician = people.phone("technician")
    technician.clock.install()
    technician.goto("/notices/")
    unloaded(technician)
    send_out(clerk, number)
    told = technician.locator("#notices").get_by_text(number).first
    for _half_a_minute in range(20):
        technician.clock.run_for(31_000)
        with suppress(AssertionError):
            expect(told).to_be_visible(timeout=1_000)
            break
    expect(told).to_be_visible()
    assert technician.evaluate("window.stayed")


def test_the_director_sets_up_a_webhook_and_tries_it(crew, see):
    with fake() as server:
        director = crew.desk("director")
        director.goto("/notices/channels/")
        see(director, "对外提醒渠道")
        director.get_by_role("link", name="通用接口").click()
        director.get_by_label("名称").fill("值班网关")
        director.get_by_label("地址").fill("https://192.168.1.1/hook")
        director.get_by_label("签名密钥").fill("twenty letters at least")
        director.get_by_role("button", name="保存").click()
        expect(director.get_by_text("DAYUAN_OUTWARD_ALLOWED").first).to_be_visible()
        see(director, "通用接口")
        director.get_by_label("地址").fill(f"{server.url}/hook")
        director.get_by_label("签名密钥").fill("twenty letters at least")
        director.get_by_role("button", name="保存").click()
        director.get_by_role("button", name="试发一条").click()
        expect(director.locator("#channel")).to_contain_text("已发出")
        see(director, "值班网关")
    assert server.bodies()[0]["link"] == "https://dayuan.example/notices/"


def test_a_person_sets_quiet_hours_on_a_phone(crew, see):
    guard = crew.phone("guard")
    guard.goto("/notices/")
    guard.get_by_role("link", name="我的提醒设置").first.tap()
    see(guard, "我的提醒设置")
    guard.get_by_label("免打扰开始").fill("22:00")
    guard.get_by_role("button", name="保存").tap()
    expect(guard.get_by_text("一起填").first).to_be_visible()
    guard.get_by_label("免打扰结束").fill("07:00")
    guard.get_by_role("button", name="保存").tap()
    expect(guard.get_by_text("已保存")).to_be_visible()
    expect(guard.get_by_label("免打扰开始")).to_have_value("22:00")
