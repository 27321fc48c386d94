"""A fault from report to closing: a phone, a desk, a technician, a second look."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PLACE = "主楼5层5012室"
WORDS = "空调滴水，地上湿了一片。"


def report(page: Page, *, category: str = "air_conditioning", place: str = PLACE) -> str:
    """Report a fault through the form; return its number."""
    page.goto("/desk/report/")
    choose_kind(page, category)
    page.get_by_label("地点").fill(place)
    page.get_by_label("什么事").fill(WORDS)
    page.get_by_role("main").get_by_role("button", name="报事").click()
    expect(page.get_by_text(re.compile("已登记|编号"))).to_be_visible()
    return page.locator(".record-head .number").inner_text()


def choose_kind(page: Page, category: str) -> None:
    """Choose what it is about: from the desk's list, or among the tiles."""
    tile = page.locator("label.tile", has=page.locator(f"input[value={category}]")).first
    (tile.or_(page.locator("select[name=category]"))).wait_for()
    if tile.is_visible():
        tile.click()
    else:
        page.get_by_label("问题类型").select_option(category)


def send_out(page: Page, number: str) -> None:
    """Send a request out to the plan's own answer."""
    page.goto("/mine/")
    card = page.locator("article", has_text=number)
    card.get_by_role("link", name="派单").click()
    page.get_by_role("main").get_by_role("button", name="派单").click()
    expect(page.locator(".record-head")).to_contain_text("已派单")


def take(page: Page, number: str) -> None:
    """Take the task of a case that waits for one's post."""
    page.goto("/mine/")
    page.locator("article", has_text=number).get_by_role("button", name="接单").click()
    expect(page.locator(".record-head")).to_contain_text("处理中")


def finish(page: Page, words: str = "疏通了排水管，试机正常。") -> None:
    """Finish the task whose page is open."""
    page.get_by_label("处理结果").fill(words)
    page.get_by_role("button", name="完成").click()
    expect(page).to_have_url(re.compile("/mine/$"))


def check(page: Page, number: str, *, passed: bool, why: str = "") -> None:
    """Take the check and say whether the work meets the standard."""
    take(page, number)
    page.get_by_label("是" if passed else "否", exact=True).check()
    if why:
        page.get_by_label(re.compile("原因")).fill(why)
    page.get_by_role("button", name="完成").click()
    expect(page).to_have_url(re.compile("/mine/$"))


def case(page: Page, number: str) -> None:
    """Open a case from the list of all."""
    page.goto("/cases/?show=all")
    page.locator("tr", has_text=number).get_by_role("link").first.click()
    expect(page.locator(".record-head")).to_contain_text(number)


def test_a_fault_runs_from_a_guards_phone_to_the_clause_that_demands_it(people, see, photo):
    guard = people.phone("guard")
    guard.goto("/")
    guard.get_by_role("link", name="报事").last.tap()
    see(guard, "报事")
    guard.get_by_role("main").get_by_role("button", name="报事").tap()
    expect(guard.get_by_text("请写明在哪里")).to_be_visible()
    see(guard, "报事")
    number = report(guard)
    see(guard, PLACE)

    clerk = people.desk("dispatcher")
    clerk.goto("/mine/")
    see(clerk, "我的工作")
    clerk.locator("article", has_text=number).get_by_role("link", name="派单").click()
    expect(clerk.get_by_label("派给")).to_contain_text("赵海涛")
    see(clerk, "派单")
    clerk.get_by_role("main").get_by_role("button", name="派单").click()

    technician = people.phone("technician")
    technician.goto("/mine/")
    see(technician, "我的工作")
    technician.locator("article", has_text=number).get_by_role("link", name="到现场").tap()
    expect(technician.get_by_text(WORDS)).to_be_visible()
    see(technician, "到现场")
    technician.get_by_role("button", name="接单").tap()
    see(technician, "到现场")
    technician.get_by_role("button", name="完成").tap()
    expect(technician.get_by_text("还缺“处理结果”")).to_be_visible()
    technician.get_by_label("完工照片").set_input_files(photo)
    finish(technician)

    checker = people.desk("checker")
    checker.goto("/mine/")
    take(checker, number)
    expect(checker.get_by_text("疏通了排水管")).to_be_visible()
    see(checker, "检查")
    checker.get_by_label("是", exact=True).check()
    checker.get_by_role("button", name="完成").click()
    ask_afterwards(people.desk("dispatcher"), number, see)

    case(checker, number)
    expect(checker.locator(".record-head")).to_contain_text("已办结")
    expect(checker.get_by_role("heading", name="用时")).to_be_visible()
    _until_drawn(checker)
    see(checker, PLACE)
    checker.locator(".task .clause").last.click()
    expect(checker.get_by_role("main")).to_contain_text(number)
    see(checker, "")


def ask_afterwards(clerk: Page, number: str, see=None) -> None:
    """Ask whoever reported it, who says that it is mended."""
    clerk.goto("/mine/")
    take(clerk, number)
    if see is not None:
        see(clerk, "问报事的人")
    clerk.get_by_label("是", exact=True).check()
    clerk.get_by_role("button", name="完成").click()


def _until_drawn(page: Page) -> None:
    """Look again until the worker has drawn the small picture."""
    photo = page.get_by_role("img", name="完工照片")
    for _again in range(40):
        if photo.is_visible():
            return
        page.reload()
    expect(photo).to_be_visible()


def test_a_check_that_fails_brings_the_work_back_with_the_reason(people, see):
    number = report(people.phone("guard"))
    send_out(people.desk("dispatcher"), number)
    technician = people.phone("technician")
    take(technician, number)
    finish(technician)
    checker = people.desk("checker")
    take(checker, number)
    checker.get_by_label("否", exact=True).check()
    checker.get_by_role("button", name="完成").click()
    expect(checker.get_by_text("请写明原因")).to_be_visible()
    checker.get_by_label(re.compile("原因")).fill("还在滴水")
    checker.get_by_role("button", name="完成").click()
    take(technician, number)
    expect(technician.get_by_text("还在滴水")).to_be_visible()
    see(technician, "到现场")
    finish(technician, "换了排水泵。")
    check(checker, number, passed=True)
    ask_afterwards(people.desk("dispatcher"), number)
    case(technician, number)
    expect(technician.locator(".record-head")).to_contain_text("已办结")
    expect(technician.locator(".story")).to_contain_text("返工")


def test_the_desk_sends_a_fault_out_without_touching_the_mouse(people):
    number = report(people.phone("guard"))
    clerk = people.desk("dispatcher")
    clerk.goto("/mine/")
    _walk_to(clerk, "派单")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_label("派给")).to_be_focused()
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("Tab")
    expect(clerk.get_by_role("main").get_by_role("button", name="派单")).to_be_focused()
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".record-head")).to_contain_text("已派单")
    expect(clerk.locator(".record-head")).to_contain_text(number)


def _walk_to(page: Page, words: str) -> None:
    for _step in range(60):
        page.keyboard.press("Tab")
        focused = page.locator("article :focus")
        if focused.count() and focused.inner_text().strip() == words:
            return
    pytest.fail(f"the keyboard never reaches {words}")


def test_work_is_handed_back_and_given_to_another_post_with_the_reason(people, see):
    number = report(people.phone("guard"))
    send_out(people.desk("dispatcher"), number)
    technician = people.phone("technician")
    take(technician, number)
    technician.get_by_text("其他操作").tap()
    technician.get_by_role("link", name="退回").tap()
    see(technician, "退回")
    technician.get_by_role("button", name="退回").tap()
    expect(technician.get_by_role("main")).to_contain_text("原因")
    technician.get_by_label(re.compile("原因")).fill("要断电才能修")
    technician.get_by_role("button", name="退回").tap()
    expect(technician).to_have_url(re.compile("/mine/$"))
    clerk = people.desk("dispatcher")
    case(clerk, number)
    expect(clerk.locator(".story")).to_contain_text("要断电才能修")
    clerk.locator("article", has_text="到现场").get_by_role("link", name="到现场").click()
    clerk.get_by_text("其他操作").click()
    clerk.get_by_role("link", name="转").click()
    see(clerk, "转")
    clerk.get_by_label("岗位").select_option("duty_electrician")
    clerk.get_by_label(re.compile("原因")).fill("先断电")
    clerk.get_by_role("main").get_by_role("button", name="转").click()
    take(people.phone("electrician"), number)


def test_a_guard_withdraws_his_own_report_before_anybody_begins(people):
    guard = people.phone("guard")
    report(guard)
    guard.get_by_text("其他操作").tap()
    guard.get_by_role("link", name="撤销").tap()
    guard.get_by_label(re.compile("原因")).fill("看错了，是别的地方的水")
    guard.get_by_role("button", name="撤销").tap()
    expect(guard.locator(".record-head")).to_contain_text("已撤销")


def test_a_guard_finds_nothing_that_is_not_his_to_do(people, see):
    number = report(people.desk("dispatcher"))
    guard = people.phone("guard")
    case(guard, number)
    expect(guard.get_by_role("button", name="派单")).to_be_disabled()
    see(guard, PLACE)
    for hidden in ("/desk/1/dispatch/", "/audit/", "/people/", "/plan/load/"):
        answer = guard.goto(hidden)
        assert answer is not None
        assert answer.status in {403, 404}, hidden
        see(guard, "")
    answer = guard.goto("/desk/999999/")
    assert answer is not None
    assert answer.status == 404
    see(guard, "")


def test_the_offices_liaison_follows_the_own_reports_and_no_others(people, see):
    other = report(people.phone("guard"))
    liaison = people.desk("liaison")
    own = report(liaison, place="办公楼3层")
    see(liaison, "办公楼3层")
    liaison.goto("/cases/")
    expect(liaison.get_by_role("main")).to_contain_text(own)
    expect(liaison.get_by_role("main")).not_to_contain_text(other)
    see(liaison, "事项")
