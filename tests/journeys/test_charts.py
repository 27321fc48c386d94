"""Charts: seen by those who look, read by those who do not, the same numbers for both."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.test_fault import report

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_SERIES = """card => echarts.getInstanceByDom(card.querySelector(".chart-picture"))
  .getOption().series.map(one => one.data.map(point => point ? point.value : 0))"""
_CELLS = """card => { const rows = Array.from(card.querySelectorAll("tbody tr"));
  return Array.from(card.querySelectorAll("th[data-series]")).map((_head, at) => rows.map(row => {
    const cell = row.querySelectorAll("td[data-n]")[at].cloneNode(true);
    cell.querySelectorAll("span").forEach(one => one.remove());
    return Number(cell.textContent); })); }"""


def drawn(page: Page) -> list[Locator]:
    """Bring each chart of a page into the window and wait until it is drawn."""
    charts = page.locator("[data-chart]").all()
    for chart in charts:
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_attribute("data-drawn", "1")
    return charts


def same(chart: Locator) -> bool:
    """Tell whether the picture says what people read in the table."""
    cells = chart.evaluate(_CELLS)
    if chart.get_attribute("data-chart") == "shares":
        sums = [sum(column) or 1 for column in zip(*cells, strict=True)]
        cells = [[100 * n / sums[at] for at, n in enumerate(row)] for row in cells]
    shown = chart.evaluate(_SERIES)
    return all(
        one == pytest.approx(other) for one, other in zip(cells, shown, strict=True)
    ) and bool(sum(map(sum, cells)))


def test_the_director_looks_at_the_charts_and_finds_the_same_in_their_tables(people, see):
    report(people.phone("guard"))
    for window in (people.desk("director"), people.phone("director")):
        for path, heading, number in (("/plan/", "方案", 2), ("/history/", "每月报事报修", 2)):
            window.goto(path)
            charts = drawn(window)
            assert len(charts) == number
            assert [same(chart) for chart in charts] == [True] * number
            for picture in window.get_by_role("img", name=re.compile("数字以表格为准")).all():
                assert picture.locator("svg").count() == 1
            see(window, heading)


def test_what_is_said_under_the_pointer_breaks_no_policy_and_light_follows_dark(people):
    desk = people.desk("director")
    desk.goto("/plan/")
    chart = drawn(desk)[0]
    chart.locator(".chart-picture").hover(position={"x": 400, "y": 120})
    tip = chart.locator("svg text, svg tspan").filter(has_text=re.compile(r"已落实 +\d+ 条"))
    expect(tip.first).to_be_attached()
    ink = "card => getComputedStyle(card.querySelector('svg text')).fill"
    light = chart.evaluate(ink)
    desk.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    assert chart.evaluate(ink) != light


def test_a_page_without_a_chart_fetches_nothing_for_charts(people):
    desk = people.desk("director")
    fetched: list[str] = []
    desk.on("request", lambda request: fetched.append(request.url))
    desk.goto("/board/")
    desk.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "chart" in url]
    desk.goto("/plan/")
    drawn(desk)
    assert [url for url in fetched if "echarts" in url]


def test_without_scripts_and_on_paper_there_is_the_table(people):
    plain = people.desk("director", java_script_enabled=False)
    plain.goto("/plan/")
    expect(plain.locator(".chart-picture").first).to_be_hidden()
    expect(plain.get_by_role("rowheader", name="第四章 用户服务")).to_be_visible()
    printed = people.desk("director")
    printed.goto("/plan/")
    chart = drawn(printed)[0]
    expect(chart.locator(".chart-picture")).to_be_visible()
    printed.emulate_media(media="print")
    expect(chart.locator(".chart-picture")).to_be_hidden()
    expect(chart.get_by_role("table")).to_be_visible()
