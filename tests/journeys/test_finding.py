"""Bringing three hundred pieces in a file, and finding things by what one remembers of them."""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.test_fault import report

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def table(file: Path, rows: list[list[Any]]) -> Path:
    """Write an Excel file as an office has it."""
    book = Workbook()
    sheet = book.active
    for row in [["名称", "编号", "投用日期"], *rows]:
        sheet.append(row)
    book.save(file)
    return file


def bring(page: Page, file: Path) -> None:
    """Bring a file and have it checked."""
    page.goto("/imports/equipment.items/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="检查文件").click()


def test_three_hundred_pieces_are_brought_and_the_bad_rows_mended_in_the_file(people, tmp_path):
    rows: list[list[Any]] = [["风机盘管", f"FCU-{n}", "2009-06-01"] for n in range(1, 301)]
    rows[6][2], rows[7][1] = "去年", "FCU-1"
    desk = people.desk("director")
    bring(desk, table(tmp_path / "设备.xlsx", rows))
    desk.get_by_role("button", name="导入没有问题的 298 行").click()
    expect(desk.locator("#import")).to_contain_text("已导入 298 行")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载待改的行").click()
    back = tmp_path / "待改.xlsx"
    download.value.save_as(back)
    book = load_workbook(back)
    sheet = book.active
    wrong = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    wrong["去年"].value, wrong["FCU-1"].value = "2009-06-01", "FCU-8"
    book.save(back)
    bring(desk, back)
    desk.get_by_role("button", name="导入没有问题的 2 行").click()
    expect(desk.locator("#import")).to_contain_text("已导入 2 行")
    desk.goto("/equipment/?words=FCU")
    expect(desk.locator(".pages-where")).to_contain_text("共 300 项")


def open_palette(page: Page) -> None:
    """Press the keys once the page listens to them: words may stand before its scripts do."""
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def found_in_the_palette(page: Page, words: str, what: str) -> None:
    """Type into the palette and go where Enter leads; the index follows a little later."""
    for _try in range(20):
        open_palette(page)
        page.keyboard.type(words)
        hit = page.locator(".palette-hit", has_text=what).first
        try:
            expect(hit).to_be_visible(timeout=3000)
        except AssertionError:
            page.keyboard.press("Escape")
            page.reload()
            continue
        hit.click()
        return
    raise AssertionError(f"{words!r} finds no {what!r}")


def test_a_matter_is_found_by_the_end_of_its_number_and_a_page_by_its_sound(people):
    number = report(people.phone("guard"))
    desk = people.desk("dispatcher")
    desk.goto("/mine/")
    found_in_the_palette(desk, number[-5:], number)
    expect(desk.locator(".record-head")).to_contain_text(number)
    open_palette(desk)
    # Enter before the list has come asks for a page of results, as it should.
    with desk.expect_response(lambda answer: answer.url.endswith("=rl")):
        desk.keyboard.type("rl")
    place = desk.locator(".palette-hit", has_text="日历").first
    expect(place).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/calendar/"))


def test_a_liaison_finds_a_leak_by_what_is_remembered_and_a_technician_the_lift_by_two_letters(
    people,
):
    liaison = people.desk("liaison")
    own = report(liaison, place="办公楼三楼卫生间漏水处")
    stuck = report(people.phone("guard"), category="lift", place="主楼一号电梯")
    liaison.goto("/cases/")
    found_in_the_palette(liaison, "那个漏水的事", own)
    expect(liaison.locator(".record-head")).to_contain_text(own)
    technician = people.desk("technician")
    technician.goto("/mine/")
    found_in_the_palette(technician, "dt", stuck)
    expect(technician.locator(".record-head")).to_contain_text(stuck)
