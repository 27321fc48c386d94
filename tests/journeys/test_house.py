"""Getting in, shared devices, language and colours, no scripts, the plan, another compound."""

import re

import pytest
from playwright.sync_api import Page, expect

from dayuan.config.demonstration import PASSWORD as DEMO
from tests.cast import HARBOUR, PASSWORD
from tests.journeys.conftest import fill_login
from tests.journeys.plan import changed
from tests.journeys.test_fault import report

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

#: Every page of the frame that the director may open, by its heading.
PAGES = {
    "/board/": "值班台",
    "/mine/": "我的工作",
    "/cases/": "事项",
    "/duty/": "值班",
    "/plan/": "服务方案",
    "/plan/revisions/": "版本",
    "/plan/decisions/": "决定",
    "/plan/playbooks/": "预案",
    "/plan/posts/": "",
    "/calendar/": "",
    "/people/": "人员与账号",
    "/people/organisation/": "",
    "/audit/": "",
    "/accounts/me/": "我的账号",
    "/accounts/devices/": "值班设备",
    "/plan/load/": "",
    "/places/": "场所",
    "/equipment/": "设施设备",
    "/lists/exports/": "我的导出",
}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_on_a_phone_and_on_a_desk(people, see, path):
    # The colours are the same in either window: in dark ones the phone alone is looked at.
    for page, both in ((people.phone("director"), True), (people.desk("director"), False)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"
        see(page, PAGES[path], both=both)


def test_large_letters_on_a_small_phone_still_fit(people):
    number = report(people.phone("guard"))
    small = {"viewport": {"width": 360, "height": 640}}
    page = people.phone("dispatcher", **small)
    for path in ("/mine/", "/desk/report/", "/cases/", "/board/"):
        page.goto(path)
        page.evaluate("document.documentElement.classList.add('large')")
        page.evaluate("document.documentElement.style.fontSize = '150%'")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, f"{path} is {wide} px wide"
    assert number


def test_everything_works_without_scripts(people):
    guard = people.phone("guard", java_script_enabled=False)
    number = report(guard)
    clerk = people.desk("dispatcher", java_script_enabled=False)
    clerk.goto("/mine/")
    clerk.locator("article", has_text=number).get_by_role("link", name="派单").click()
    clerk.get_by_role("main").get_by_role("button", name="派单").click()
    expect(clerk.locator(".record-head")).to_contain_text("已派单")
    director = people.desk("director", java_script_enabled=False)
    for path in PAGES:
        answer = director.goto(path)
        assert answer is not None
        assert answer.ok, path
        expect(director.locator("h1")).to_be_visible()


def test_language_and_colours_are_chosen_and_kept(people, see):
    page = people.desk("dispatcher")
    page.goto("/mine/")
    page.get_by_role("button", name="English").click()
    see(page, "My work")
    page.goto("/cases/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.goto("/mine/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    see(page, "My work")
    page.get_by_role("button", name="中文").click()
    see(page, "我的工作")


def test_a_newcomer_gets_a_slip_and_logs_in_with_it(people, see):
    clerk = people.desk("dispatcher")
    clerk.goto("/people/")
    clerk.get_by_role("link", name=re.compile("郑小红")).first.click()
    see(clerk, "郑小红")
    clerk.get_by_role("main").get_by_text("其他操作").click()
    clerk.get_by_role("button", name="开通账号").click()
    see(clerk, "纸条")
    code = clerk.locator(".slip-code").inner_text()
    newcomer = people.stranger()
    newcomer.goto("/accounts/login/")
    see(newcomer, "登录")
    newcomer.get_by_role("link", name=re.compile("纸条")).click()
    newcomer.get_by_label("工号或手机号").fill("1100")
    newcomer.get_by_label("纸条上的登录码").fill(code)
    newcomer.get_by_role("main").get_by_role("button").click()
    see(newcomer, "密码")
    newcomer.locator("[name=password]").fill("桂花开了真香 2026")
    newcomer.locator("[name=again]").fill("桂花开了真香 2026")
    newcomer.get_by_role("button", name=re.compile("登录")).click()
    expect(newcomer.get_by_role("navigation", name="主菜单")).to_be_visible()


def test_a_shared_tablet_is_unlocked_by_pin_and_locked_again(people, see):
    guard = people.phone("guard")
    guard.goto("/accounts/me/pin/")
    guard.get_by_label("当前密码").fill(PASSWORD)
    guard.locator("[name=pin]").fill("482915")
    guard.locator("[name=again]").fill("482915")
    guard.get_by_role("main").get_by_role("button").click()
    clerk = people.desk("dispatcher")
    clerk.goto("/accounts/devices/")
    clerk.locator("[name=title]").fill("东门平板")
    clerk.get_by_role("button", name="登记").click()
    clerk.locator("summary.tool-person").click()
    with clerk.expect_navigation():
        clerk.get_by_role("button", name="退出").last.click()
    clerk.goto("/")
    see(clerk, "东门平板")
    clerk.get_by_label("工号或手机号").fill("1010")
    clerk.get_by_label("PIN").fill("482915")
    clerk.get_by_role("button", name="解锁").click()
    expect(clerk.locator(".tool-person")).to_contain_text("孙建国")


LIFTS = ("4-requests.yaml", "{zh: 电梯, en: Lifts}", "{zh: 电梯和扶梯, en: Lifts}")


def test_the_director_sees_what_a_revision_changes_before_it_is_in_force(people, see, tmp_path):
    page = people.desk("director")
    page.goto("/plan/load/")
    page.locator("input[type=file]").set_input_files(changed(tmp_path, *LIFTS))
    page.get_by_role("main").locator("form button[type=submit]").click()
    go_on = page.get_by_role("link", name=re.compile("差异|变化|改"))
    if go_on.is_visible():
        go_on.click()
    see(page, "改")
    expect(page.locator("ins").filter(has_text="电梯和扶梯")).to_be_visible()
    page.get_by_label(re.compile("同意")).fill("区办函〔2026〕18号")
    page.get_by_role("main").locator("form button[type=submit]").click()
    page.goto("/desk/report/")
    expect(page.get_by_role("main")).to_contain_text("电梯和扶梯")


def test_the_duty_board_shows_what_waits_and_who_is_on_duty(people, see):
    number = report(people.phone("guard"))
    clerk = people.desk("dispatcher")
    clerk.goto("/board/")
    expect(clerk.get_by_role("main")).to_contain_text(number)
    see(clerk, "值班台")


def test_another_compound_runs_the_same_fault_by_its_own_plan(people, see):
    assert HARBOUR.is_dir()
    manager, clerk, handyman = (_harbour(people, number) for number in ("2001", "2002", "2003"))
    manager.goto("/desk/report/")
    manager.locator("label.tile", has=manager.locator("input[value=lift]")).click()
    manager.get_by_label("Where").fill("Pier 2")
    manager.get_by_label("What is the matter").fill("It stops between floors")
    manager.get_by_role("main").get_by_role("button", name="Report").click()
    number = manager.locator(".record-head .number").inner_text()
    clerk.goto("/mine/")
    clerk.locator("article", has_text=number).get_by_role("link", name="Send out").click()
    see(clerk, "Send out")
    clerk.get_by_role("main").get_by_role("button", name="Send out").click()
    _do(handyman, number)
    handyman.get_by_label("What was done").fill("Adjusted the door switch")
    handyman.get_by_role("button", name="Finish").click()
    expect(handyman).to_have_url(re.compile("/mine/$"))
    _do(manager, number)
    manager.get_by_label("Yes", exact=True).check()
    manager.get_by_role("button", name="Finish").click()
    expect(manager).to_have_url(re.compile("/mine/$"))
    manager.goto("/cases/?show=all")
    see(manager, "Cases")
    expect(manager.locator("tr", has_text=number)).to_contain_text("Closed")


def _harbour(people, staff_number: str) -> Page:
    page = people.stranger(locale="en-GB")
    page.goto("/accounts/login/")
    page.get_by_label("Staff number or mobile number").fill(staff_number)
    page.get_by_label("Password").fill(DEMO)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("navigation", name="Main menu")).to_be_visible()
    return page


def _do(page: Page, number: str) -> None:
    page.goto("/mine/")
    page.locator("article", has_text=number).get_by_role("button", name="Take it").click()
    expect(page.locator(".record-head")).to_contain_text("In hand")


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(people, see):
    page = people.stranger()
    fill_login(page, "1010", "not the password")
    see(page, "登录")
    expect(page.get_by_role("main")).to_contain_text("不")
