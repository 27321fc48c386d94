"""A director enters what an hour costs; the sheet says it in money, to the director alone."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_the_director_enters_a_rate_and_reads_the_sheet_in_money(people, see):
    desk = people.desk("director")
    desk.goto("/duty/feasibility/")
    expect(desk.locator("#gaps")).to_contain_text("还没有登记工时单价")
    desk.locator("#gaps").get_by_role("link", name="登记工时单价").click()
    desk.get_by_label("每小时多少元").fill("26.5")
    desk.get_by_label("从哪天起").fill("2026-01-01")
    desk.get_by_role("button", name="登记单价").click()
    expect(desk.get_by_role("main")).to_contain_text("写明依据")
    desk.get_by_label("原因").fill("劳务外包合同")
    desk.get_by_role("button", name="登记单价").click()
    expect(desk.locator("#rates tbody")).to_contain_text("¥26.50")
    see(desk, "工时单价")
    desk.get_by_role("link", name="排得开吗").click()
    expect(desk.locator("#gaps")).to_contain_text("添人 ¥")
    # What somebody tries counts instead, and the rate went into no address.
    desk.get_by_role("button", name="算一算").click()
    expect(desk.locator("#gaps")).to_contain_text("添人 ¥")
    assert "26" not in desk.url.partition("rate=")[2].partition("&")[0]
    phone = people.phone("dispatcher")
    phone.goto("/duty/feasibility/")
    expect(phone.locator("#gaps")).not_to_contain_text("¥")
