"""A call at the desk: the telephone in one hand, no mouse, every stroke counted."""

import pytest
from playwright.sync_api import Page, expect
from pypinyin import lazy_pinyin

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


class Keyboard:
    """A clerk's keyboard: counts strokes, with Chinese written by its sounds."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other; a chord is one stroke."""
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def write(self, words: str) -> None:
        """Write words as an input method takes them: every letter, and one to accept."""
        self.page.keyboard.insert_text(words)
        self.strokes += len("".join(lazy_pinyin(words))) + (0 if words.isascii() else 1)


def log_a_call(page: Page, *, name: str, phone: str) -> None:
    """Log a first call of somebody, so that the desk knows him."""
    page.goto("/desk/report/")
    page.get_by_label("问题类型").select_option("lift")
    page.get_by_label("地点").fill("5012室")
    page.get_by_label("什么事").fill("有异响")
    page.get_by_label("来电人（").fill(name)
    page.get_by_label("来电人电话").fill(phone)
    page.get_by_role("main").get_by_role("button", name="报事").click()
    expect(page.locator(".record-head .number")).to_be_visible()


def test_a_known_callers_fault_is_logged_in_forty_strokes_without_a_mouse(people, see):
    clerk = people.desk("dispatcher")
    log_a_call(clerk, name="顾小红", phone="025-58880001")
    clerk.goto("/board/")
    keys = Keyboard(clerk)
    keys.press("Alt+n")
    expect(clerk.get_by_label("问题类型")).to_be_focused()
    # The field has the focus before the page's scripts are there to understand sounds.
    clerk.wait_for_load_state()
    keys.press("k", "t")
    expect(clerk.locator("#id_category option:checked")).to_contain_text("空调")
    keys.press("Tab")
    keys.write("5012室")
    keys.press("Tab")
    keys.write("不制冷")
    keys.press("Tab")
    keys.write("顾小红")
    keys.press("Tab")
    expect(clerk.get_by_label("来电人电话")).to_have_value("025-58880001")
    see(clerk, "报事")
    keys.press("Control+Enter")
    expect(clerk.locator(".record-head")).to_contain_text("已报")
    expect(clerk.get_by_role("main")).to_contain_text("顾小红")
    assert keys.strokes <= 40, f"{keys.strokes} strokes"


def test_a_guard_is_offered_no_callers(people):
    log_a_call(people.desk("dispatcher"), name="顾小红", phone="025-58880001")
    guard = people.phone("guard")
    guard.goto("/desk/report/")
    assert "顾小红" not in guard.content()
