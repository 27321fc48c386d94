"""Months of a time zone: every instant lies in exactly one, and nothing is counted twice."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.months import last_months, shared

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from([SHANGHAI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")])
INSTANTS = st.datetimes(
    datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001 - see timezones
)  # fmt: skip


def test_a_month_begins_at_midnight_of_the_compound():
    (month,) = last_months(datetime(2026, 10, 31, 16, tzinfo=UTC), SHANGHAI, 1)
    assert month.first.isoformat() == "2026-11-01"
    assert month.start == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert month.end == datetime(2026, 11, 30, 16, tzinfo=UTC)


@given(INSTANTS, ZONES, st.integers(1, 26))
def test_months_follow_each_other_without_a_gap_up_to_the_present(now, zone, number):
    months = last_months(now, zone, number)
    assert len(months) == number
    assert all(one.end == later.start for one, later in pairwise(months))
    assert months[-1].start <= now < months[-1].end
    assert {month.first.day for month in months} == {1}


@given(INSTANTS, ZONES, st.lists(st.integers(0, 500 * 24), min_size=2, max_size=12, unique=True))
def test_the_shares_of_all_months_are_the_whole(now, zone, hours):
    months = last_months(now, zone, 14)
    marks = sorted(months[0].start + timedelta(hours=h) for h in hours)
    spans = list(zip(marks[::2], marks[1::2], strict=False))
    inside = [(s, min(e, months[-1].end)) for s, e in spans if s < months[-1].end]
    # Subtracted in universal time: between two local ones a clock may have been changed.
    whole = sum((e.astimezone(UTC) - s.astimezone(UTC) for s, e in inside), timedelta())
    assert sum((shared(month, spans) for month in months), timedelta()) == whole
