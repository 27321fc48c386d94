"""Narrowing a list down, keeping it as one likes it, taking it away as a file."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.test_fault import report

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def keep(page: Page, name: str, *, shared: bool = False) -> None:
    """Keep the list as it stands."""
    page.locator("summary", has_text="保存为视图").click()
    page.get_by_label("视图名称").fill(name)
    if shared:
        page.get_by_label("共享给能看这个列表的所有人").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("视图已保存")


def views(page: Page) -> list[str]:
    """Return the views that are offered above a list."""
    return page.get_by_role("navigation", name="视图").locator("a").all_inner_texts()


def test_the_assistant_keeps_a_list_offers_it_and_takes_it_away(people, tmp_path: Path):
    number = report(people.phone("guard"))
    desk = people.desk("dispatcher")
    desk.goto("/cases/?show=all&order=oldest")
    keep(desk, "从头看起", shared=True)
    desk.goto("/cases/")
    desk.get_by_role("link", name="从头看起").click()
    expect(desk).to_have_url("/cases/?show=all&order=oldest")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="导出 Excel").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    sheet = load_workbook(file).active
    assert number in [row[1].value for row in sheet.iter_rows(min_row=3)]

    guard = people.phone("guard")
    guard.goto("/cases/")
    assert views(guard) == ["从头看起"]
    guard.get_by_role("link", name="从头看起").tap()
    expect(guard.get_by_role("link", name="从头看起")).to_have_attribute("aria-current", "true")
    expect(guard.get_by_role("button", name="导出 Excel")).to_have_count(0)


def test_a_view_is_kept_and_deleted_without_scripts(people):
    desk = people.desk("dispatcher", java_script_enabled=False)
    desk.goto("/people/?order=number")
    keep(desk, "按工号")
    assert views(desk) == ["按工号"]
    desk.locator("summary", has_text="保存为视图").click()
    desk.get_by_role("button", name="删除视图“按工号”").click()
    expect(desk.get_by_role("status")).to_contain_text("视图已删除")
    assert views(desk) == []


def test_all_of_a_page_are_ticked_at_once_and_their_labels_printed(people):
    desk = people.desk("director")
    desk.goto("/equipment/new/")
    for field, typed in {"code": "SB-1", "name": "给水泵", "copies": "3"}.items():
        desk.locator(f"[name={field}]").fill(typed)
    desk.locator("main form [type=submit]").last.click()
    desk.goto("/equipment/")
    everybody = desk.get_by_label("本页全选")
    everybody.check()
    expect(desk.locator(".tick input:checked")).to_have_count(3)
    desk.get_by_label("给 SB-2 做标签").uncheck()
    expect(everybody).not_to_be_checked()
    desk.get_by_role("button", name="给勾选的制作标签并打印").click()
    expect(desk.locator("main")).to_contain_text("SB-3")
    expect(desk.locator("main")).not_to_contain_text("SB-2")
