"""A finished fault on paper: taken as PDF, issued, found again, withdrawn; not by a guard."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_fault import case, check, finish, report, send_out, take
from tests.platform.documents.reading import close, words_of_pdf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def taken(page: Page, link: str, place: Path) -> str:
    """Press a link that hands a PDF out; return what stands in it."""
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=link).first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    file = place / download.value.suggested_filename
    download.value.save_as(file)
    return close("".join(words_of_pdf(file.read_bytes())))


def withdraw(head: Page, issued: str, see, place: Path) -> None:
    """Withdraw the newest of the issued documents; its copy says so."""
    head.goto(issued)
    head.get_by_role("main").get_by_role("link", name="报事报修单").first.click()
    head.locator(".record-head summary").first.click()
    head.get_by_role("link", name="作废", exact=True).click()
    see(head, "作废文件")
    head.get_by_label("原因").fill("地点写错了")
    head.get_by_role("main").get_by_role("button", name="作废").click()
    see(head, "报事报修单")
    expect(head.get_by_role("main")).to_contain_text("已将本文件作废，不再有效。原因：地点写错了")
    words = taken(head, "PDF", place)
    assert "已作废" in words


def test_the_assistant_takes_a_finished_fault_as_pdf_issues_it_and_finds_it_again(
    people, see, photo, tmp_path
):
    number = report(people.phone("guard"))
    clerk, technician = people.desk("dispatcher"), people.phone("technician")
    send_out(clerk, number)
    take(technician, number)
    technician.get_by_label("完工照片").set_input_files(photo)
    finish(technician)
    check(people.desk("checker"), number, passed=True)

    case(clerk, number)
    clerk.locator(".record-head summary").first.click()
    clerk.get_by_role("link", name="打印：报事报修单").click()
    see(clerk, "报事报修单")
    words = taken(clerk, "PDF", tmp_path)
    for said in (number, "查阅件·未签发", "赵海涛", "疏通了排水管"):
        assert close(said) in words

    clerk.get_by_role("link", name="签发", exact=True).click()
    see(clerk, "签发")
    clerk.get_by_role("main").get_by_role("button", name="签发").click()
    expect(clerk.get_by_role("status").first).to_contain_text("签发编号 〔2026〕1号")
    see(clerk, "报事报修单")
    words = taken(clerk, "PDF", tmp_path)
    assert "〔2026〕1号第1版" in words
    assert "未签发" not in words

    clerk.get_by_role("navigation").get_by_role("link", name="签发的文件").click()
    see(clerk, "签发的文件")
    expect(clerk.get_by_role("main")).to_contain_text(number)

    withdraw(people.desk("director"), clerk.url, see, tmp_path)

    guard = people.phone("guard")
    guard.goto(clerk.url)
    expect(guard.get_by_role("main")).to_contain_text("您的岗位没有这项权限")
    case(guard, number)
    guard.locator(".record-head summary").first.tap()
    guard.get_by_role("link", name="打印：报事报修单").tap()
    see(guard, "报事报修单")
    expect(guard.get_by_role("link", name="签发", exact=True)).to_have_count(0)
