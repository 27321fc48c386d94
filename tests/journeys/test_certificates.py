"""A guard's certificate: brought in a file, found lacking, made binding, noted, shown to him."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.plan import changed
from tests.journeys.test_beginning import bring, table
from tests.journeys.test_swap_refused import in_days

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
GUARD, HEADS = "孙建国", ["工号", "证书", "生效日期", "有效期至（最后一天）"]
#: The site says that everybody's certificates are entered: from then on they bind.
ENTERED = (
    "settings/1-organisation-and-staffing.yaml",
    "Are everybody's certificates entered}\n    type: yes_no\n    value:\n",
    "Are everybody's certificates entered}\n    type: yes_no\n    value: true\n",
)


def test_nobody_stands_at_the_gate_without_the_certificate_once_they_are_entered(
    people, see, tmp_path
):
    desk = people.desk("director")
    _brought(desk, tmp_path)
    _taken_away(desk, see, tmp_path)
    _answered(desk, tmp_path)
    _put_on_the_gate(desk)
    expect(desk.get_by_role("main")).to_contain_text("没有有效的保安员证")
    expect(desk.get_by_role("main")).to_contain_text("保安服务管理条例 第十六条")
    see(desk, "值班")
    _noted(desk, see)
    _put_on_the_gate(desk)
    expect(desk.locator("table", has_text="护管门卫岗").first).to_contain_text(GUARD)
    phone = people.phone("guard")
    phone.goto("/accounts/me/")
    phone.get_by_role("link", name="我的证书").tap()
    expect(phone.get_by_role("main")).to_contain_text("有效")
    see(phone, "我的证书")


def _brought(desk: Page, folder: Path) -> None:
    desk.goto("/people/certificates/")
    expect(desk.get_by_role("main")).to_contain_text("只作提示")
    expect(desk.locator("tbody tr", has_text=GUARD)).to_contain_text("未登记")
    rows = [["1005", "技术工程师资格", "2026-01-05", "2099-12-31"],
            ["1010", "保安证", "2026-01-05", "2027-01-04"]]  # fmt: skip
    bring(desk, "people.certificates", table(folder / "证书.xlsx", HEADS, rows))
    # The plan asks for no such thing: the row is listed, the good one is taken.
    expect(desk.get_by_role("main")).to_contain_text("请从列表中选")
    desk.get_by_role("button", name="导入没有问题的 1 行").click()
    expect(desk.locator("#import")).to_contain_text("已导入 1 行")


def _taken_away(desk: Page, see, folder: Path) -> None:
    desk.goto("/people/certificates/")
    see(desk, "证书")
    expect(desk.locator("tbody tr", has_text="陈志强")).to_have_count(0)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Excel", exact=True).click()
    file = folder / "lacking.xlsx"
    download.value.save_as(file)
    rows = [[cell.value for cell in row] for row in load_workbook(file).active.iter_rows(3)]
    assert [row[:4] for row in rows if row[1] == GUARD] == [["1010", GUARD, "未登记", "保安员证"]]


def _answered(desk: Page, folder: Path) -> None:
    desk.goto("/plan/load/")
    desk.locator("input[type=file]").set_input_files(changed(folder, *ENTERED))
    desk.get_by_role("main").locator("form button[type=submit]").click()
    expect(desk.locator("h1")).to_contain_text("改")
    desk.get_by_label("同意").fill("区办函〔2026〕19号")
    desk.get_by_role("main").locator("form button[type=submit]").click()
    expect(desk.get_by_role("main")).to_contain_text("新版本已启用")
    desk.goto("/people/certificates/")
    expect(desk.get_by_role("main")).not_to_contain_text("只作提示")


def _put_on_the_gate(desk: Page) -> None:
    desk.goto(f"/duty/?day={in_days(2)}")
    desk.locator("select[name=post]").select_option("gate_guard")
    person = desk.locator("select[name=person]")
    person.select_option(person.locator("option", has_text=GUARD).get_attribute("value"))
    desk.locator("[name=start]").fill("08:00")
    desk.locator("[name=end]").fill("16:00")
    desk.get_by_role("main").get_by_role("button", name="排入值班表").click()


def _noted(desk: Page, see) -> None:
    desk.goto("/people/certificates/")
    desk.locator("tbody tr", has_text=GUARD).get_by_role("link", name=GUARD).click()
    desk.get_by_role("link", name="登记证书").click()
    desk.locator("select[name=kind]").select_option(label="保安员证")
    desk.locator("[name=since]").fill("2026-01-05")
    desk.locator("[name=last]").fill("2025-01-04")
    desk.locator("main form button[type=submit]").click()
    # A slip of the pen: what was typed stays, and the line says what is wrong.
    expect(desk.get_by_role("main")).to_contain_text("请核对证上的日期")
    see(desk, "登记证书")
    desk.locator("[name=last]").fill("2099-01-04")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator("h1")).to_contain_text(GUARD)
    expect(desk.locator("tr", has_text="保安员证")).to_contain_text("有效")
