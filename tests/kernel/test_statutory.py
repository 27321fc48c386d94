"""The thirteen days a year that are paid threefold, told apart from the stretch around them."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from dayuan.kernel.statutory import statutory
from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.reference.sites import holidays

ZONE = ZoneInfo("Asia/Shanghai")
YEARS = range(2014, 2100)
#: What the State Council's notice calls the stretch in which each kind of day lies.
TITLES = {"元旦", "春节", "清明节", "劳动节", "端午节", "国庆节", "中秋节"}


def published(year):
    return {one.day: one for one in holidays.statutory(year) or []}


def calendar(*years, by_law=True):
    named = {day: one.kind for year in years for day, one in published(year).items()}
    return WorkCalendar(ZONE, named, frozenset(years), by_law=by_law)


def test_holiday_measures_article_2_thirteen_days_in_2026():
    assert sorted(f"{day:%m-%d}" for day in statutory(2026)) == [
        "01-01", "02-16", "02-17", "02-18", "02-19", "04-05", "05-01", "05-02", "06-19",
        "09-25", "10-01", "10-02", "10-03",
    ]  # fmt: skip


def test_before_the_revision_of_2024_eleven_days():
    assert len(statutory(2024)) == 11
    assert date(2024, 5, 2) not in (statutory(2024) or ())
    assert date(2024, 2, 9) not in (statutory(2024) or ())
    assert len(statutory(2025)) == 13


def test_a_mid_autumn_in_the_first_days_of_october_is_one_day_less():
    short = {year for year in range(2025, 2100) if len(statutory(year)) == 12}
    assert 2031 in short
    assert all(len(statutory(year)) == 13 for year in range(2025, 2100) if year not in short)


@pytest.mark.parametrize("year", [y for y in range(2014, 2030) if published(y)])
def test_every_one_of_them_lies_in_a_stretch_that_the_state_council_named(year):
    days = published(year)
    assert {days[day].kind for day in statutory(year)} == {DayKind.HOLIDAY}
    assert {days[day].title for day in statutory(year)} <= TITLES


@pytest.mark.parametrize("year", YEARS)
def test_the_lunar_days_lie_where_moon_and_sun_can_put_them(year):
    spring = min(d for d in statutory(year) if d > date(year, 1, 2))
    spring += timedelta(days=1) if year >= 2025 else timedelta()
    assert date(year, 1, 21) <= spring <= date(year, 2, 20)
    moved = [d for d in statutory(year) if d.month in (4, 5, 6, 9) and d.day not in (1, 2)]
    assert any(date(year, 4, 4) <= d <= date(year, 4, 5) for d in moved)


def test_of_a_stretch_only_the_laws_own_days_are_paid_threefold():
    found = calendar(2026)
    stretch = [date(2026, 10, n) for n in range(1, 8)]
    assert {found.kind(day) for day in stretch} == {DayKind.HOLIDAY}
    assert [found.paid_triple(day) for day in stretch] == [True] * 3 + [False] * 4
    # Next year's notice is not out yet; the first of January is a holiday all the same.
    assert found.paid_triple(date(2027, 1, 1))


def test_elsewhere_and_beyond_the_tables_a_holiday_is_what_the_calendar_calls_one():
    abroad = WorkCalendar(ZoneInfo("Europe/Berlin"), {date(2026, 12, 25): DayKind.HOLIDAY})
    assert abroad.paid_triple(date(2026, 12, 25))
    assert not abroad.paid_triple(date(2026, 10, 1))
    far = WorkCalendar(ZONE, {date(2105, 1, 1): DayKind.HOLIDAY}, by_law=True)
    assert statutory(2105) is None
    assert far.paid_triple(date(2105, 1, 1))
    assert not far.paid_triple(date(2105, 1, 2))


def test_before_the_state_council_arranges_a_year_the_laws_own_days_are_free_and_no_others():
    """What is put together with them, and worked for it on a weekend, nobody guesses."""
    waiting = WorkCalendar(ZONE, {}, frozenset({2026}), by_law=True)
    assert waiting.kind(date(2027, 1, 1)) is DayKind.HOLIDAY
    assert waiting.kind(date(2027, 2, 9)) is DayKind.WORKDAY  # a weekday in the spring festival
    assert waiting.is_guess(date(2027, 1, 1))
    assert waiting.kind(date(2026, 10, 1)) is DayKind.WORKDAY  # arranged, and not among its days
    abroad = WorkCalendar(ZONE, {}, frozenset())
    assert abroad.kind(date(2027, 1, 1)) is DayKind.WORKDAY
