"""A director asks whether three people can hold a room round the clock."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def row(page: Page, section: str, post: str):
    """Return a post's line in a list of the page."""
    return page.locator(f"#{section} tbody tr", has_text=post).first


def ask(page: Page, post: str, **numbers: str) -> None:
    """Type numbers for a post and let them be worked out."""
    group = page.get_by_role("group", name=post)
    for label, number in numbers.items():
        group.get_by_label(label).fill(number)
    page.get_by_role("button", name="算一算").click()


def test_the_director_asks_whether_three_can_hold_the_monitor_room(people, see):
    desk = people.desk("director")
    desk.goto("/people/organisation/")
    desk.get_by_role("link", name="排得开吗").click()
    monitor = row(desk, "posts", "监控岗")
    expect(monitor).to_contain_text("不可能排满")
    expect(monitor).to_contain_text("4.2 人")
    expect(monitor).to_contain_text("A-04")
    expect(desk.locator("#open")).to_contain_text("监控室是否同时是消防控制室")
    see(desk, "排得开吗")
    # Five people: enough hours, with one to stand in.
    ask(desk, "监控岗", 人数="5")
    expect(desk.get_by_role("main")).to_contain_text("没有写入")
    expect(row(desk, "posts", "监控岗")).to_contain_text("能排满")
    expect(desk.locator("#year")).to_contain_text("监控岗")
    see(desk, "排得开吗")
    # Three people, and the mobile guards relieve them once their own need is known.
    ask(desk, "监控岗", 人数="3")
    ask(desk, "机动岗", 人数="6", 同时在岗="1")
    expect(row(desk, "posts", "监控岗")).to_contain_text("要替班")
    # A fire control room asks for two at once.
    ask(desk, "监控岗", 同时在岗="2")
    expect(row(desk, "posts", "监控岗")).to_contain_text("8.4 人")
    desk.get_by_role("link", name="回到方案").click()
    expect(row(desk, "posts", "监控岗")).to_contain_text("编制 3 人")
    expect(desk).to_have_url(re.compile(r"plan=guards&month=\d{4}-\d{2}$"))


def test_on_a_phone_it_is_read_and_tried_as_well(people, see):
    phone = people.phone("director")
    phone.goto("/duty/feasibility/")
    expect(row(phone, "posts", "监控岗")).to_contain_text("不可能排满")
    see(phone, "排得开吗")
    ask(phone, "监控岗", 人数="2")
    expect(row(phone, "posts", "监控岗")).to_contain_text("试算 2 人")
    see(phone, "排得开吗")


def test_without_scripts_the_numbers_are_tried_all_the_same(people):
    desk = people.desk("director", java_script_enabled=False)
    desk.goto("/duty/feasibility/")
    ask(desk, "监控岗", 人数="5")
    expect(row(desk, "posts", "监控岗")).to_contain_text("能排满")
