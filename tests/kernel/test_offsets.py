"""Due times are read as the plan writes them and written as they were read."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.offsets import Due, Urgency, parse_due

_ANCHORS = st.from_regex(r"[A-Z][A-Z0-9_]{0,5}", fullmatch=True)
_WORDS = st.sampled_from(["+asap", "+first", "-before", "-day", "-during", "+0"])
_NUMBERS = st.builds(
    "{}{}{}".format,
    st.sampled_from("+-"),
    st.integers(1, 9999),
    st.sampled_from(["min", "h", "d", "w"]),
)


@given(_ANCHORS, _WORDS | _NUMBERS)
def test_what_was_read_is_written_the_same(anchor: str, rest: str) -> None:
    text = f"{anchor}{rest}"
    assert str(parse_due(text)) == text
    assert parse_due(str(parse_due(text))) == parse_due(text)


@given(st.text(max_size=12))
def test_any_text_is_a_due_time_or_refused(text: str) -> None:
    try:
        due = parse_due(text)
    except ValueError:
        return
    assert parse_due(str(due)) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("T-7d", Due("T", Urgency.EXACT, timedelta(days=-7), "d")),
        ("S+5min", Due("S", Urgency.EXACT, timedelta(minutes=5), "min")),
        ("M-2h", Due("M", Urgency.EXACT, timedelta(hours=-2), "h")),
        ("T-1w", Due("T", Urgency.EXACT, timedelta(days=-7), "w")),
        ("P+0", Due("P", Urgency.EXACT)),
        ("T-0d", Due("T", Urgency.EXACT)),
        ("N+asap", Due("N", Urgency.ASAP)),
        ("N+first", Due("N", Urgency.FIRST)),
        ("T-before", Due("T", Urgency.BEFORE)),
        ("TEND-during", Due("TEND", Urgency.DURING)),
        ("T-day", Due("T", Urgency.ON_DAY)),
    ],
)
def test_numbers_and_words_are_kept_apart(text: str, due: Due) -> None:
    assert parse_due(text) == due


@pytest.mark.parametrize(
    "text",
    ["", "T", "7d", "t-7d", "T-7", "T 7d", "T-7d ", "T-7d\n", "T-7days", "T+soon", "T--7d",
     "T-99999d", "T-" + "9" * 40 + "d", "T-٣d", "T-1.5h"],
)  # fmt: skip
def test_what_is_no_due_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_due(text)


def test_a_number_without_a_unit_is_told_to_take_one() -> None:
    with pytest.raises(ValueError, match="number without a unit"):
        parse_due("T-7")


def test_a_day_is_not_twenty_four_hours() -> None:
    # "One day before" leaves the clock time free; "24 hours before" does not.
    assert parse_due("T-1d").in_days
    assert parse_due("T-1w").in_days
    assert not parse_due("T-24h").in_days
    assert not parse_due("T+0").in_days
    assert parse_due("T-1d") != parse_due("T-24h")
