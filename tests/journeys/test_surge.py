"""Before a visit: leave is called off, guards stand by, one is added by name; then it is undone."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import look

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

#: By the numbers of the cast and of ``tests.services.callout.squad``: the director, two guards.
DIRECTOR, SECOND = "1001", "3002"
MONDAY = "2026-11-23"


def test_extra_strength_is_ordered_answered_added_to_and_undone(two):
    desk, phone = two(DIRECTOR, SECOND)
    _ordered(desk)
    _answered(phone)
    _added_by_name(desk)
    _undone(desk, phone)


def _ordered(desk: Page) -> None:
    desk.goto("/callout/")
    desk.locator(".callout-levels article", has_text="二级").get_by_role(
        "link", name="下令"
    ).click()
    desk.get_by_label("从哪天").fill(MONDAY)
    desk.get_by_label("到哪天").fill(MONDAY)
    desk.get_by_role("button", name="看看涉及谁").click()
    look(desk, "加强值守：二级", both=False)
    # Leave that the plan calls off is ticked, and who could stand by; who is ill stays.
    expect(desk.get_by_label("丁一 · 年休假")).to_be_checked()
    expect(desk.get_by_label("丁二")).to_be_checked()
    desk.get_by_label("原因").fill("重要接待")
    desk.get_by_role("button", name="下令", exact=True).click()
    row = desk.locator("tbody tr", has_text="丁一").filter(has_text="已取消")
    expect(row).to_be_visible()
    look(desk, "加强值守：二级", both=False)


def _answered(phone: Page) -> None:
    phone.goto("/duty/mine/")
    phone.locator("#beside").get_by_role("link", name="答复").click()
    expect(phone.get_by_role("main")).to_contain_text("宿舍")
    look(phone, "待命：二级", both=False)
    phone.get_by_role("button", name="我会待命").click()
    expect(phone.get_by_role("main")).to_contain_text("答应来")
    # The days are closed for new leave, and the form says so before it is sent.
    phone.goto("/duty/away/new/")
    expect(phone.get_by_role("main")).to_contain_text("11月23日加强值守")
    look(phone, "请假", both=False)


def _added_by_name(desk: Page) -> None:
    desk.reload()
    expect(desk.locator("#callout tbody tr", has_text="丁二")).to_contain_text("答应来")
    desk.get_by_role("link", name="加派一人").click()
    desk.locator("#id_post").select_option("gate_guard")
    desk.locator("#id_person").select_option(label="孙建国")
    desk.get_by_label("值班开始").fill("14:00")
    desk.get_by_label("值班结束").fill("20:00")
    desk.get_by_role("button", name="安排值班").click()
    # The rest is too short: nothing is done until somebody lets it pass by name.
    accept = desk.get_by_role("group", name="我点名接受").get_by_role("checkbox")
    expect(accept).not_to_be_checked()
    look(desk, "加派一人", both=False)
    accept.check()
    desk.get_by_role("button", name="安排值班").click()
    expect(desk.get_by_role("main")).to_contain_text("由方建国点名接受")


def _undone(desk: Page, phone: Page) -> None:
    desk.get_by_text("其他操作").click()
    desk.get_by_role("link", name="结束或撤销").click()
    desk.get_by_label("为什么结束").fill("来访取消")
    desk.get_by_role("button", name="结束并还原").click()
    expect(desk.locator("tbody tr", has_text="丁一").filter(has_text="已补回")).to_be_visible()
    expect(
        desk.locator("tbody tr", has_text="孙建国").filter(has_text="已取消加派")
    ).to_be_visible()
    look(desk, "加强值守：二级", both=False)
    phone.goto("/duty/away/new/")
    expect(phone.get_by_role("main")).not_to_contain_text("加强值守")
