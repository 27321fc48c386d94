"""A chart says in its table what was declared, and its picture is drawn from those cells."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayuan.kernel.text import Text
from dayuan.platform.ui import charts
from dayuan.platform.ui.charts import Bar, Chart, Series
from dayuan.platform.ui.tones import Tone

TWO = (Series(Text("已办结", "Closed"), Tone.DONE), Series(Text("未办结", "Open"), Tone.IN_HAND))
INCLUDE = '{% include "ui/components/chart.html" %}'


def chart(*numbers, series=TWO, **more):
    bars = [Bar(f"第 {n} 条", row) for n, row in enumerate(numbers, start=1)]
    given = {"title": "每月", "over": "月份", "unit": "件"} | more
    return Chart(series=series, bars=bars, **given)


def cells(html):
    """Return the numbers of each row as the picture reads them, and as people do."""
    rows = re.findall(r'<tr role="row"><th scope="row".*?</tr>', html, re.DOTALL)
    drawn = [re.findall(r'data-n="([^"]*)"', row) for row in rows]
    read = [
        [re.sub(r"<span.*?</span>", "", cell) for cell in re.findall(r"<td.*?>(.*?)</td>", row)]
        for row in rows
    ]
    return drawn, read


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=12))
def test_picture_and_table_say_the_same_numbers(draw, numbers):
    drawn, read = cells(draw(INCLUDE, chart=chart(*numbers, total="合计")))
    assert drawn == [[str(number) for number in row] for row in numbers]
    assert read == [[*map(str, row), str(sum(row))] for row in numbers]


def test_a_part_of_a_day_keeps_its_decimal_and_adds_up(draw):
    _drawn, read = cells(draw(INCLUDE, chart=chart((0.1, 0.2), total="合计")))
    assert read == [["0.1", "0.2", "0.3"]]


def test_every_kind_of_bar_is_named_in_words_beside_its_colour(draw, language):
    text = draw(INCLUDE, chart=chart((1, 2)))
    for one in TWO:
        assert f'data-series="{one.tone}"' in text
        assert (one.label.zh if language == "zh-hans" else one.label.en) in text


def test_the_picture_waits_hidden_until_it_is_drawn_and_names_its_table(draw):
    (picture,) = re.findall(r'<div class="chart-picture"[^>]*>', draw(INCLUDE, chart=chart((1, 2))))
    assert " hidden" in picture
    assert 'role="img"' in picture
    assert 'aria-label="每月' in picture


@pytest.mark.parametrize("numbers", [(), ((0, 0),)])
def test_where_nothing_was_counted_there_is_no_picture(draw, numbers):
    assert "chart-picture" not in draw(INCLUDE, chart=chart(*numbers))


def test_what_people_typed_is_text_and_never_markup(draw):
    nasty = '"><script>alert(1)</script>'
    given = Chart(title=nasty, over=nasty, unit=nasty, note=nasty,
                  series=[Series(nasty, Tone.DONE)], bars=[Bar(nasty, (1,), "/x/")])  # fmt: skip
    text = draw(INCLUDE, chart=given)
    assert "<script>alert" not in text
    assert unescape(text).count(nasty) >= 5


@pytest.mark.parametrize(
    ("numbers", "more", "says"),
    [
        (((1,),), {}, "a number for each series"),
        (((1, -1),), {}, "below zero"),
        (((),), {"series": ()}, "can be told apart"),
        (((1,) * 7,), {"series": TWO[:1] * 7}, "can be told apart"),
        (((1, 2),) * (charts.BARS_MOST + 1), {}, "can be read at most"),
    ],
)
def test_what_nobody_could_read_is_refused_where_it_is_declared(numbers, more, says):
    with pytest.raises(ValueError, match=says):
        chart(*numbers, **more)


def test_a_table_too_wide_for_a_phone_becomes_a_list_there(draw):
    assert "chart-wide" not in draw(INCLUDE, chart=chart((1, 2), total="合计"))
    assert "chart-wide" in draw(
        INCLUDE, chart=chart((1, 2, 3), series=(*TWO, TWO[0]), total="合计")
    )
