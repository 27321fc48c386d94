"""Limits count on the clock that the site chose."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.clocks import RoundTheClock, Span, WorkingHours
from dayuan.kernel.workcal import DayKind, WorkCalendar

NANJING = ZoneInfo("Asia/Shanghai")
SPANS = (Span(time(8, 30), time(12)), Span(time(14), time(18)))
#: National Day 2026 with its make-up Saturday.
NAMED = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)} | {
    date(2026, 10, 10): DayKind.MAKE_UP
}


def office(zone: ZoneInfo = NANJING) -> WorkingHours:
    return WorkingHours(WorkCalendar(zone, NAMED, frozenset({2026})), SPANS)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NANJING)


def test_two_hours_before_lunch_end_after_lunch():
    assert office().plus(at(11, 20, 11), timedelta(hours=2)) == at(11, 20, 15)


def test_a_limit_that_ends_with_the_day_ends_that_evening():
    assert office().plus(at(11, 20, 16), timedelta(hours=2)) == at(11, 20, 18)


def test_friday_evening_runs_on_monday_morning():
    assert office().plus(at(11, 20, 17, 30), timedelta(hours=1)) == at(11, 23, 9)


def test_a_night_report_starts_with_the_office():
    assert office().plus(at(11, 20, 3), timedelta(minutes=30)) == at(11, 20, 9)


def test_a_make_up_saturday_counts_and_the_holiday_does_not():
    assert office().plus(at(9, 30, 17), timedelta(hours=2)) == at(10, 8, 9, 30)
    assert office().between(at(10, 10, 0), at(10, 11, 0)) == timedelta(hours=7, minutes=30)


def test_no_time_at_all_is_now_even_at_night():
    assert office().plus(at(11, 20, 3), timedelta(0)) == at(11, 20, 3)


def test_round_the_clock_every_minute_counts():
    assert RoundTheClock().plus(at(11, 20, 23), timedelta(hours=2)) == at(11, 21, 1)
    assert RoundTheClock().between(at(11, 21, 1), at(11, 20, 23)) == timedelta(0)


def test_a_calendar_that_never_works_does_not_stop_time():
    rest = WorkCalendar(NANJING, {date(2026, 1, 1) + timedelta(days=n): DayKind.REST
                                  for n in range(1500)})  # fmt: skip
    start = at(11, 20, 9)
    assert WorkingHours(rest, SPANS).plus(start, timedelta(hours=1)) == at(11, 20, 10)


def test_a_stretch_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends after it starts"):
        Span(time(18), time(8))


INSTANTS = st.integers(0, 60 * 24 * 425).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
LENGTHS = st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes))
ZONES = st.sampled_from([NANJING, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")])


@given(ZONES, INSTANTS, LENGTHS)
def test_what_was_added_is_what_has_run(zone, start, length):
    clock = office(zone)
    assert clock.between(start, clock.plus(start, length)) == length


@given(ZONES, INSTANTS, LENGTHS, LENGTHS)
def test_a_limit_may_be_counted_in_two_parts(zone, start, one, two):
    clock = office(zone)
    assert clock.plus(clock.plus(start, one), two) == clock.plus(start, one + two)


@given(ZONES, INSTANTS, INSTANTS, INSTANTS)
def test_time_between_adds_up_and_never_exceeds_the_wall_clock(zone, one, two, three):
    first, middle, last = sorted([one, two, three])
    clock = office(zone)
    assert clock.between(first, middle) + clock.between(middle, last) == clock.between(first, last)
    assert clock.between(first, last) <= last - first
