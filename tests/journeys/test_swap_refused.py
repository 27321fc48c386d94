"""A technician looks for somebody to take a shift: one cannot, one will, the head says no."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ZONE = ZoneInfo("Asia/Shanghai")
POST = "hvac_technician"


def in_days(number: int) -> str:
    return (datetime.now(ZONE).date() + timedelta(days=number)).isoformat()


def put_on_duty(desk: Page, name: str, number: int, start: str = "08:00", end: str = "16:00"):
    desk.goto(f"/duty/?day={in_days(number)}")
    desk.locator("select[name=post]").select_option(POST)
    person = desk.locator("select[name=person]")
    value = person.locator("option", has_text=name).get_attribute("value")
    person.select_option(value)
    desk.locator("[name=start]").fill(start)
    desk.locator("[name=end]").fill(end)
    desk.get_by_role("main").get_by_role("button", name="排入值班表").click()
    expect(desk.get_by_role("main")).to_contain_text(name)


def test_a_swap_refused(people, see):
    desk = people.desk("director")
    put_on_duty(desk, "赵海涛", 8)
    put_on_duty(desk, "赵海涛", 9)
    # The colleague asks for leave, and the head approves it.
    colleague = people.phone("colleague")
    colleague.goto("/duty/mine/")
    expect(colleague.get_by_role("main")).to_contain_text("还没有给您排班")
    see(colleague, "我的班")
    colleague.get_by_role("link", name="请假").click()
    colleague.get_by_label("第一天").fill(in_days(8))
    colleague.get_by_label("说明").fill("家里有事")
    see(colleague, "请假")
    colleague.get_by_role("main").get_by_role("button", name="请假").click()
    expect(colleague.locator("#leave")).to_contain_text("待批")
    desk.goto("/duty/asked/")
    see(desk, "请假和换班")
    desk.locator("#waiting").get_by_role("link", name="周永福").click()
    expect(desk.get_by_role("main")).to_contain_text("家里有事")
    desk.get_by_label("准假").check()
    desk.get_by_role("main").get_by_role("button", name="审批").click()
    expect(desk.locator("#away")).to_contain_text("周永福")
    # The technician looks for somebody for the first shift: the colleague is away, nobody says why.
    phone = people.phone("technician")
    phone.goto("/duty/mine/")
    see(phone, "我的班")
    phone.locator("#shifts article").first.get_by_role("link", name="换班或请人替班").click()
    expect(phone.get_by_role("main")).to_contain_text("周永福那天不在岗")
    expect(phone.get_by_role("main")).not_to_contain_text("家里有事")
    see(phone, "换班或请人替班")
    _another_will_and_the_head_refuses(desk, phone, colleague, see)


def _another_will_and_the_head_refuses(desk, phone, colleague, see):
    # For the second the colleague will stand in.
    phone.goto("/duty/mine/")
    phone.locator("#shifts article").nth(1).get_by_role("link", name="换班或请人替班").click()
    phone.get_by_role("link", name="周永福").click()
    phone.get_by_label("不换，请他替班").check()
    see(phone, "问周永福")
    phone.get_by_role("main").get_by_role("button", name="去问").click()
    expect(phone.locator("#swaps")).to_contain_text("等同事答复")
    colleague.goto("/duty/mine/")
    colleague.locator("#swaps").get_by_role("link", name="答复").click()
    see(colleague, "换班")
    colleague.get_by_label("好，我来").check()
    colleague.get_by_role("main").get_by_role("button", name="答复").click()
    expect(colleague.locator("#swaps")).to_contain_text("同事同意，待批")
    # The head says no, and why; everything stays as it was planned.
    desk.goto("/duty/asked/")
    desk.locator("#swaps").get_by_role("link", name="赵海涛").click()
    desk.get_by_label("不同意", exact=True).check()
    desk.get_by_label(re.compile("写明原因")).fill("那天要检修冷水机组")
    see(desk, "换班")
    desk.get_by_role("main").get_by_role("button", name="审批").click()
    phone.goto("/duty/mine/")
    expect(phone.locator("#swaps")).to_contain_text("未准")
    expect(phone.locator("#swaps")).to_contain_text("那天要检修冷水机组")
    expect(phone.locator("#shifts article")).to_have_count(2)
