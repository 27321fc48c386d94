"""Clocks and ladders that cannot be: hours that overlap, rungs out of order, limits of nothing."""

import pytest

from tests.handbook.minimal import BOOK, edited, reports

HOURS = "office_hours:\n  spans:\n{}  source: {{site: hours}}\nlevels:\n"
LADDER = "escalation:\n{}levels:\n"
RUNG = "  - {{after_minutes: {}, source: {{site: late}}}}\n"


def hours(*spans: tuple[str, str]) -> str:
    lines = "".join(f'    - {{start: "{start}", end: "{end}"}}\n' for start, end in spans)
    return HOURS.format(lines)


def ladder(*minutes: int) -> str:
    return LADDER.format("".join(RUNG.format(one) for one in minutes))


def said(*edits: tuple[str, str]) -> list[str]:
    return [line.split(": ", maxsplit=1)[1] for line in reports(edited(*edits))]


def test_hours_a_ladder_and_limits_in_order_are_without_fault():
    both = hours(("08:30", "12:00"), ("14:00", "18:00")).replace("levels:\n", ladder(0, 30))
    assert reports(edited(("levels:\n", both))) == []


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("levels:\n", hours(("12:00", "08:30"))), "ends before it starts"),
        (("levels:\n", hours(("08:00", "12:00"), ("11:00", "18:00"))), "overlap or are out of"),
        (("levels:\n", hours(("08:00", "noon"))), "a time of day"),
        (("levels:\n", ladder(30, 30)), "not later than the rung before"),
        (("levels:\n", ladder(-5)), "-5"),
        (
            ("limit: minutes\n", "limit: minutes\n        clock: office\n"),
            "gives no office hours",
        ),
        (
            ("limit: minutes\n", "limit: minutes\n        respond_limit: grain\n"),
            "cannot limit a time",
        ),
        (("limit: minutes\n", "limit: minutes\n        respond_limit: gone\n"), "gone"),
        (("low: 1, high: 90", "low: 1, high: 90, follow_up: flowr"), "did you mean flour"),
        (
            (", low: 1, high: 90", ", follow_up: flour"),
            "a reading without limits is never out of them",
        ),
    ],
)
def test_what_cannot_be_is_said_in_one_line(edit: tuple[str, str], words: str):
    (line,) = said(edit)
    assert words in line


def test_the_small_book_names_no_hours_and_no_ladder():
    assert "office_hours" not in BOOK
    assert "escalation" not in BOOK
