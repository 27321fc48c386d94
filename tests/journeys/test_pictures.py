"""The pictures of the documents can be taken at any time; ``PICTURES=docs/pictures`` keeps them.

PICTURES=docs/pictures .venv/bin/pytest tests/journeys/test_pictures.py
"""

import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dayuan.config.demonstration import PASSWORD
from tests.journeys.conftest import DESK, fill_login
from tests.journeys.house import ROOT, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.deep,
    pytest.mark.timeout(240),
    pytest.mark.xdist_group("demonstration"),
]

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
#: Bytes of a picture at most: a clone stays small.
MOST = 250_000

#: Whose page, in which language and window, and where it is reached from "/".
PICTURES: dict[str, tuple[str, str, str]] = {
    "board-zh-1440": ("1003", "zh-hans", "/board/"),
    "task-zh-390": ("1004", "zh-hans", "task"),
    "plan-en-1440": ("1001", "en", "/plan/"),
    "case-zh-1440": ("1003", "zh-hans", "case"),
    "mine-zh-390": ("1003", "zh-hans", "/mine/"),
    "report-zh-390": ("1018", "zh-hans", "/desk/report/"),
    "clause-zh-1440": ("1001", "zh-hans", "clause"),
    "month-zh-1440": ("1001", "zh-hans", "month"),
    "shifts-zh-390": ("1018", "zh-hans", "/duty/mine/"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_documents_show_the_screens_as_they_are(
    browser: Browser, demonstration: House, tmp_path: Path, name: str
):
    number, language, where = PICTURES[name]
    how: dict[str, Any] = PHONE if name.endswith("390") else DESK
    context = browser.new_context(base_url=demonstration.url, locale="zh-CN", **how)
    page = context.new_page()
    fill_login(page, number, PASSWORD)
    expect(page.get_by_role("navigation").first).to_be_visible()
    cookie = {"name": "dayuan_language", "value": language, "url": demonstration.url}
    context.add_cookies([cookie])  # type: ignore[list-item] # a cookie needs no more than that
    _open(page, where)
    folder = Path(os.environ["PICTURES"]) if "PICTURES" in os.environ else tmp_path
    path = (ROOT / folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    context.close()
    _fewer_colours(path)
    assert 10_000 < path.stat().st_size < MOST


def _open(page: Page, where: str) -> None:
    if where.startswith("/"):
        page.goto(where)
    elif where == "task":
        page.goto("/mine/")
        page.locator("article .task-title a").first.click()
    elif where == "month":
        page.goto("/duty/months/")
        page.locator("tr", has_text="草稿").first.get_by_role("link").first.click()
        expect(page.locator("table[data-month]")).to_be_visible()
    elif where == "case":
        page.goto("/cases/?show=all")
        page.locator("tr", has_text="已办结").last.get_by_role("link").first.click()
    else:
        page.goto("/cases/?show=all")
        page.locator("tr", has_text="已办结").first.get_by_role("link").first.click()
        page.locator(".task .clause").nth(1).click()
    page.wait_for_load_state("networkidle")


def _fewer_colours(path: Path) -> None:
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
