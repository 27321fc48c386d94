"""When work cannot go on: paused with a reason, more asked for, decided by somebody else."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_fault import case, finish, report, send_out, take

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_technician_waits_for_parts_and_goes_on(people, see):
    number = report(people.phone("guard"))
    send_out(people.desk("dispatcher"), number)
    technician = people.phone("technician")
    take(technician, number)
    technician.get_by_text("其他操作").tap()
    see(technician, "到现场")
    technician.get_by_role("link", name="暂停").tap()
    technician.get_by_role("main").get_by_role("button", name="暂停").tap()
    expect(technician.get_by_role("main")).to_contain_text("必须写明原因")
    technician.get_by_label("原因").fill("等配件，厂家周五到货。")
    see(technician, "暂停")
    technician.get_by_role("main").get_by_role("button", name="暂停").tap()
    expect(technician.locator(".record-head")).to_contain_text("已暂停")
    see(technician, "到现场")
    clerk = people.desk("dispatcher")
    case(clerk, number)
    expect(clerk.locator(".record-head")).to_contain_text("已暂停")
    expect(clerk.locator(".story")).to_contain_text("等配件")
    technician.get_by_role("button", name="继续").tap()
    expect(technician.locator(".record-head")).to_contain_text("处理中")
    finish(technician)


def test_an_early_end_is_asked_for_on_the_phone_and_decided_at_a_desk(people, see):
    number = report(people.phone("guard"))
    send_out(people.desk("dispatcher"), number)
    technician = people.phone("technician")
    take(technician, number)
    technician.get_by_text("其他操作").tap()
    technician.get_by_role("link", name="提申请").tap()
    see(technician, "提申请")
    technician.get_by_label("申请提前办结").check()
    technician.get_by_label("原因").fill("报事人来电说自己好了。")
    technician.get_by_role("main").get_by_role("button", name="提申请").tap()
    expect(technician.get_by_role("main")).to_contain_text("已申请，等审批")
    director = people.desk("director")
    director.goto("/applications/")
    see(director, "申请审批")
    director.locator("tr", has_text=number).get_by_role("link").first.click()
    see(director, "申请提前办结")
    director.get_by_label("不同意", exact=True).check()
    director.get_by_role("button", name="审批").click()
    expect(director.get_by_role("main")).to_contain_text("必须写明原因")
    director.get_by_label("同意", exact=True).check()
    director.get_by_role("button", name="审批").click()
    expect(director).to_have_url(re.compile("/applications/$"))
    case(director, number)
    expect(director.locator(".record-head")).to_contain_text("已办结")
