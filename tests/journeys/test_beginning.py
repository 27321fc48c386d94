"""A company begins with its own people: fifty-three of them and their posts come in a file."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.cast import PUKOU, read

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
    "金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗"
)


def roll() -> list[list[Any]]:
    """Return everybody of the plan: number, name, first day, post, how it is meant."""
    posts = [post for post in read(PUKOU).posts.values() for _ in range(post.headcount)]
    return [
        [f"{5001 + n}", f"{SURNAMES[n]}新生", "2026-11-02", post.title.text.in_language("zh"), "是"]
        for n, post in enumerate(posts)
    ]


def table(file: Path, heads: list[str], rows: list[list[Any]]) -> Path:
    """Write an Excel file as an office has it."""
    book = Workbook()
    sheet = book.active
    for row in [heads, *rows]:
        sheet.append(row)
    book.save(file)
    return file


def bring(page: Page, code: str, file: Path) -> None:
    """Bring a file and have it checked."""
    page.goto(f"/imports/{code}/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="检查文件").click()


def test_fifty_three_people_and_their_posts_are_brought_and_three_rows_mended(people, tmp_path):
    everybody = roll()
    assert len(everybody) == 53
    rows = [row[:3] for row in everybody]
    rows[4][1], rows[20][2], rows[40][0] = "", "开业那天", "5001"
    desk = people.desk("director")
    heads = ["工号", "姓名", "入职日期"]
    desk.goto("/people/")
    desk.locator("#main").get_by_role("link", name="从 Excel 导入").click()
    expect(desk.locator("h1")).to_contain_text("人员")
    bring(desk, "people.people", table(tmp_path / "人员.xlsx", heads, rows))
    expect(desk.locator("main")).to_contain_text("与第 2 行重复")
    desk.get_by_role("button", name="导入没有问题的 50 行").click()
    expect(desk.locator("#import")).to_contain_text("已导入 50 行")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载待改的行").click()
    back = tmp_path / "待改.xlsx"
    download.value.save_as(back)
    # The columns of the template: number, name, phone, first day.
    mend(back, [(2, everybody[4][1]), (4, "2026-11-02"), (1, everybody[40][0])])
    bring(desk, "people.people", back)
    desk.get_by_role("button", name="导入没有问题的 3 行").click()
    expect(desk.locator("#import")).to_contain_text("已导入 3 行")

    heads = ["工号", "姓名", "任职开始日期", "岗位", "确认超编"]
    bring(desk, "people.appointments", table(tmp_path / "任职.xlsx", heads, everybody))
    desk.get_by_role("button", name="导入没有问题的 53 行").click()
    expect(desk.locator("#import")).to_contain_text("已导入 53 行")
    desk.goto("/people/?words=新生")
    expect(desk.locator(".pages-where")).to_contain_text("共 53 项")
    expect(desk.locator("main")).to_contain_text("护管巡查岗")
    expect(desk.get_by_label("为赵新生开通账号")).to_be_attached()


def mend(file: Path, cells: list[tuple[int, str]]) -> None:
    """Write what is right in the rows that came back, in the order of the file."""
    book = load_workbook(file)
    sheet = book.active
    assert [bool(row[-1].value) for row in sheet.iter_rows(min_row=2)] == [True] * len(cells)
    for line, (column, words) in enumerate(cells, start=2):
        sheet.cell(line, column).value = words
    book.save(file)
