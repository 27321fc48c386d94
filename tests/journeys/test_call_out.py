"""The squad is called out: one orders, one answers on the phone and comes, one is telephoned."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import look

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

#: By the numbers of ``tests.services.callout.squad``: the supervisor, and a mobile guard.
CAPTAIN, FIRST = "1009", "3001"


def test_the_squad_is_called_out_and_comes(two):
    desk, phone = two(CAPTAIN, FIRST)
    desk.goto("/callout/")
    look(desk, "应急集合")
    desk.get_by_role("link", name="下令集合").click()
    # Who stands how is said before anybody is woken.
    expect(desk.get_by_text("丁三 · 护管机动岗 · 请假")).to_be_visible()
    expect(desk.get_by_label("丁一")).to_be_checked()
    expect(desk.get_by_label("丁三")).not_to_be_checked()
    desk.get_by_role("button", name="马上叫人").click()
    expect(desk.get_by_role("main")).to_contain_text("请写一句为什么集合")
    desk.get_by_label("为什么集合").fill("西门有人聚集")
    desk.get_by_label("这是演练").check()
    look(desk, "安全应急分队")
    desk.get_by_role("button", name="马上叫人").click()
    expect(desk.locator("#callout")).to_contain_text("演练")
    _the_guard_comes(desk, phone)


def _the_guard_comes(desk: Page, phone: Page) -> None:
    phone.goto("/duty/mine/")
    look(phone, "我的班")
    phone.locator("#beside").get_by_role("link", name="答复").click()
    look(phone, "安全应急分队")
    phone.get_by_role("button", name="我来", exact=True).click()
    phone.get_by_role("button", name="我到了").click()
    expect(phone.get_by_role("main")).to_contain_text("已到")
    # The page renews itself; one who has no phone is written down.
    row = desk.locator("tbody tr", has_text="丁一")
    expect(row).to_contain_text("已到", timeout=20_000)
    desk.locator("tbody tr", has_text="丁二").get_by_role("link").first.click()
    desk.get_by_label("来不了", exact=True).check()
    desk.get_by_label("为什么来不了").fill("人在外地")
    desk.get_by_role("main").get_by_role("button", name="登记").click()
    expect(desk.locator("tbody tr", has_text="丁二")).to_contain_text("马文博代登记")
    look(desk, "安全应急分队")
    desk.get_by_text("其他操作").click()
    desk.get_by_role("link", name="结束集合").click()
    desk.get_by_label("结束情况").fill("演练完毕，六分钟到两人")
    desk.get_by_role("main").get_by_role("button", name="结束集合").click()
    expect(desk.get_by_role("main")).to_contain_text("演练完毕")
    desk.get_by_text("其他操作").click()
    desk.get_by_role("link", name="打印：应急集合记录").click()
    expect(desk.locator("body")).to_contain_text("人在外地")
