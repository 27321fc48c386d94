"""Periods contain their start and not their end; days are what law and custom made them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import DayKind, WorkCalendar

_DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
ZONE = ZoneInfo("Asia/Shanghai")
HOLIDAY, MAKE_UP = date(2026, 10, 1), date(2026, 10, 10)
CALENDAR = WorkCalendar(
    ZONE, {HOLIDAY: DayKind.HOLIDAY, MAKE_UP: DayKind.MAKE_UP}, frozenset({2026})
)


@st.composite
def _periods(draw: st.DrawFn) -> Period[date]:
    start = draw(_DAYS)
    days = draw(st.none() | st.integers(1, 400))
    return Period(start, None if days is None else start + timedelta(days=days))


@given(_periods())
def test_a_period_contains_its_start_and_not_its_end(period: Period[date]) -> None:
    assert period.start in period
    assert period.start - timedelta(days=1) not in period
    if period.end:
        assert period.end not in period
        assert period.end - timedelta(days=1) in period


@given(_periods(), _periods())
def test_two_periods_overlap_when_one_contains_the_start_of_the_other(
    one: Period[date], other: Period[date]
) -> None:
    shared = one.start in other or other.start in one
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


def test_a_period_that_follows_another_does_not_overlap_it() -> None:
    first = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert not first.overlaps(Period(date(2026, 2, 1)))


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_cannot_end_before_it_has_begun(end: date) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(date(2026, 1, 1), end)


@pytest.mark.parametrize(
    ("day", "kind", "worked"),
    [
        (date(2026, 9, 30), DayKind.WORKDAY, True),
        (date(2026, 10, 3), DayKind.REST, False),
        (HOLIDAY, DayKind.HOLIDAY, False),
        (MAKE_UP, DayKind.MAKE_UP, True),
    ],
)
def test_named_days_win_over_the_week(day: date, kind: DayKind, worked: bool) -> None:
    assert CALENDAR.kind(day) is kind
    assert CALENDAR.worked(day) is worked


def test_a_year_that_is_not_published_follows_the_week_and_says_that_it_guesses() -> None:
    assert CALENDAR.kind(date(2027, 10, 1)) is DayKind.WORKDAY
    assert CALENDAR.is_guess(date(2027, 10, 1))
    assert not CALENDAR.is_guess(date(2026, 10, 2))
    named = WorkCalendar(ZONE, {date(2027, 1, 1): DayKind.HOLIDAY})
    assert not named.is_guess(date(2027, 1, 1))
    assert named.is_guess(date(2027, 1, 2))


def test_the_last_worked_day_skips_holidays_and_weekends() -> None:
    assert CALENDAR.last_worked_on_or_before(HOLIDAY) == date(2026, 9, 30)
    assert CALENDAR.last_worked_on_or_before(date(2026, 10, 4)) == date(2026, 10, 2)
    assert CALENDAR.last_worked_on_or_before(MAKE_UP) == MAKE_UP


def test_a_calendar_of_holidays_only_still_answers() -> None:
    day = date(2026, 3, 1)
    closed = {day - timedelta(days=n): DayKind.HOLIDAY for n in range(100)}
    assert WorkCalendar(ZONE, closed).last_worked_on_or_before(day) == day


def test_the_day_of_an_instant_is_the_day_on_the_wall() -> None:
    late = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)
    assert CALENDAR.local_day(late) == date(2026, 1, 2)
    assert CALENDAR.at(date(2026, 1, 2), time(0, 30)) == late


def test_days_are_counted_on_the_wall_clock_also_when_clocks_change() -> None:
    berlin = WorkCalendar(ZoneInfo("Europe/Berlin"))
    noon = berlin.at(date(2026, 3, 30), time(12))
    assert berlin.plus_days(noon, -7) == berlin.at(date(2026, 3, 23), time(12))
    assert noon.astimezone(UTC).hour == 10
    assert berlin.plus_days(noon, -7).astimezone(UTC).hour == 11
