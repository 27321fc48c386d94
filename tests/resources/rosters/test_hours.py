"""A month's hours as the law pays them: each number under the article that gives it."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.resources.rosters.planner.problem import Shift
from dayuan.resources.rosters.rules import drafting, hours
from dayuan.resources.rosters.rules.days import days, month_of
from dayuan.resources.rosters.rules.hours import Hours, Night, Person, Stint, Terms
from tests.resources.rosters.books import ZONE, plan, seen
from tests.resources.rosters.books import calendar as published

OCTOBER, NOVEMBER = month_of(date(2026, 10, 1)), month_of(date(2026, 11, 1))
NIGHT = Night(time(0), time(5), Fraction(3))
HERE = Person(Period(date(2020, 1, 1)))
STANDARD = Terms(Fraction(40), Fraction(36), night=NIGHT)
BALANCED = Terms(Fraction(40), Fraction(36), "month", NIGHT)


def calendar(year=2026):
    found = published(year)
    return WorkCalendar(ZONE, found.named, found.published_years, by_law=True)


CALENDAR = calendar()


def duty(day, start="08:00", length=8):
    begin = datetime.combine(day, time.fromisoformat(start), ZONE)
    return Stint.planned_for(day, begin, begin + timedelta(hours=length))


def worked_days(month):
    return [day for day in days(month) if CALENDAR.worked(day)]


def month(stints, terms=STANDARD, period=NOVEMBER, person=HERE) -> Hours:
    return hours.reckon(stints, month=period, terms=terms, calendar=CALENDAR, person=person)


def split(stints, terms=STANDARD, period=NOVEMBER, person=HERE):
    found = month(stints, terms, period, person).split
    return found.within, found.over, found.rest, found.holiday


# --- the norm -------------------------------------------------------------------------------


def test_state_council_provisions_article_3_the_norm_counts_worked_days_make_ups_with_them():
    # October 2026 has seven days off in the stretch and a Saturday that is made up for.
    assert month([], period=OCTOBER).norm == 8 * len(worked_days(OCTOBER))
    assert date(2026, 10, 10) in worked_days(OCTOBER)
    assert date(2026, 10, 1) not in worked_days(OCTOBER)


def test_somebody_who_came_in_the_middle_owes_the_days_since():
    newcomer = Person(Period(date(2026, 11, 16)))
    assert month([], person=newcomer).norm == 8 * 11


def test_leave_is_owed_by_nobody():
    away = Person(Period(date(2020, 1, 1)), frozenset({date(2026, 11, 2), date(2026, 11, 3)}))
    assert month([], person=away).norm == month([]).norm - 16


# --- Labour Law, article 44 -------------------------------------------------------------------


def test_labour_law_article_44_1_beyond_eight_hours_on_a_working_day_150():
    assert split([duty(date(2026, 11, 2), length=11)]) == (8, 3, 0, 0)
    # On the Saturday that is worked in place of another day as well.
    saturday = date(2026, 10, 10)
    assert CALENDAR.kind(saturday) is DayKind.MAKE_UP
    assert split([duty(saturday, length=10)], period=OCTOBER) == (8, 2, 0, 0)


def test_labour_law_article_44_2_a_day_of_rest_200_where_nothing_gave_it_back():
    full = [duty(day) for day in worked_days(NOVEMBER)]
    saturday = duty(date(2026, 11, 7))
    assert split([*full, saturday]) == (8 * 21, 0, 8, 0)


def test_labour_law_article_44_2_a_day_of_rest_that_another_day_off_gave_back_is_no_overtime():
    full = [duty(day) for day in worked_days(NOVEMBER)[1:]]
    saturday = duty(date(2026, 11, 7))
    assert split([*full, saturday]) == (8 * 21, 0, 0, 0)
    # Equal time: of twelve hours one day off gives back eight.
    assert split([*full, duty(date(2026, 11, 7), length=12)]) == (8 * 21, 0, 4, 0)


def test_leave_gives_no_day_of_rest_back():
    first, *others = worked_days(NOVEMBER)
    away = Person(Period(date(2020, 1, 1)), frozenset({first}))
    stints = [*map(duty, others), duty(date(2026, 11, 7))]
    assert split(stints, person=away) == (8 * 20, 0, 8, 0)


def test_labour_law_article_44_3_the_laws_own_holidays_300_whatever_was_given_back():
    assert split([duty(date(2026, 10, 1))], period=OCTOBER) == (0, 0, 0, 8)


def test_holiday_measures_article_2_the_rest_of_the_stretch_is_days_of_rest():
    # The fourth of October lies in the stretch; here no working day was left free for it.
    full = [duty(day) for day in worked_days(OCTOBER)]
    assert split([*full, duty(date(2026, 10, 5))], period=OCTOBER)[2:] == (8, 0)
    # And where one was, it is given back.
    assert split([duty(date(2026, 10, 5))], period=OCTOBER) == (8, 0, 0, 0)


# --- comprehensive working time -----------------------------------------------------------------


def test_comprehensive_working_time_beyond_the_months_norm_150_and_no_200():
    twelve = [duty(day, length=12) for day in worked_days(NOVEMBER)[:13]]
    assert split([*twelve, duty(date(2026, 11, 7), length=12)], BALANCED) == (168, 0, 0, 0)
    more = [*twelve, *(duty(date(2026, 11, n), length=12) for n in (7, 8, 14))]
    assert split(more, BALANCED) == (168, 24, 0, 0)


def test_comprehensive_working_time_the_laws_holidays_300_beside_the_norm():
    full = [duty(day) for day in worked_days(OCTOBER)]
    stints = [*full, duty(date(2026, 10, 1)), duty(date(2026, 10, 4))]
    assert split(stints, BALANCED, OCTOBER) == (8 * len(full), 8, 0, 8)


def test_a_quarter_is_settled_in_its_last_month():
    quarter = Terms(Fraction(40), Fraction(36), "quarter")
    november = [duty(day, length=12) for day in worked_days(NOVEMBER)]
    assert split(november, quarter) == (12 * 21, 0, 0, 0)
    december = month_of(date(2026, 12, 1))
    assert hours.reaches_back("quarter", december) == date(2026, 10, 1)
    owed = 8 * sum(len(worked_days(month_of(date(2026, n, 1)))) for n in (10, 11, 12))
    stints = [duty(d, length=12) for n in (10, 11, 12) for d in worked_days(
        month_of(date(2026, n, 1)))]  # fmt: skip
    assert split(stints, quarter, december)[1] == 12 * len(stints) - owed
    assert quarter.cap == 108


def test_a_week_is_settled_in_the_month_of_its_sunday():
    week = Terms(Fraction(40), Fraction(36), "week")
    assert hours.reaches_back("week", NOVEMBER) == date(2026, 10, 26)
    assert len(hours.settled("week", NOVEMBER)) == 5
    # Monday to Friday ten hours each, the last days of October among them.
    stints = [duty(date(2026, 10, 26) + timedelta(days=n), length=10) for n in range(5)]
    assert split(stints, week)[1] == 10


# --- nights, limits, adding up --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "length", "night"),
    [("22:00", 8, True), ("00:00", 8, True), ("02:00", 6, True), ("02:01", 6, False),
     ("16:00", 8, False), ("19:00", 8, True), ("18:59", 8, False), ("08:00", 24, True)],
)  # fmt: skip
def test_three_hours_between_midnight_and_five_are_a_night(start, length, night):
    stint = duty(date(2026, 11, 5), start, length)
    assert hours.is_night(stint, NIGHT, CALENDAR) is night
    assert not hours.is_night(stint, None, CALENDAR)


@pytest.mark.parametrize(
    ("start", "length", "night"),
    [
        ("22:00", 8, True), ("16:00", 8, False), ("16:00", 10, True), ("00:00", 4, True),
        ("02:00", 8, True), ("03:00", 8, False), ("08:00", 8, False), ("21:00", 4, False),
    ],
)  # fmt: skip
def test_four_hours_between_ten_and_six_are_a_night_on_either_side_of_midnight(
    start, length, night
):
    """A site may say so: the end is one of the next day."""
    whole = Night(time(22), time(6), Fraction(4))
    assert hours.is_night(duty(date(2026, 11, 3), start, length), whole, CALENDAR) is night


of_day = st.integers(0, 24 * 60 - 1)


@given(of_day, st.integers(1, 16 * 60), of_day, of_day, st.integers(1, 10))
def test_the_planner_and_the_sheet_of_hours_call_the_same_shifts_nights(
    start, length, first, last, least
):
    found = Night(time(*divmod(first, 60)), time(*divmod(last, 60)), Fraction(least))
    begin = datetime.combine(date(2026, 11, 3), time(*divmod(start, 60)), ZONE)
    stint = Stint.planned_for(begin.date(), begin, begin + timedelta(minutes=length))
    planned = drafting.is_night(Shift("shift", length, start), found)
    assert planned is hours.is_night(stint, found, CALENDAR)


def test_a_night_shift_belongs_to_the_day_it_starts_with_all_its_hours():
    # From the last of September into the first of October: no holiday pay.
    eve = duty(date(2026, 9, 30), "22:00", 8)
    assert month([eve], period=OCTOBER).counted == 0
    assert split([eve], period=month_of(date(2026, 9, 1)))[3] == 0
    # And out of the last holiday into the morning after: all of it.
    assert split([duty(date(2026, 10, 3), "22:00", 8)], period=OCTOBER)[3] == 8


def test_labour_law_article_41_thirty_six_hours_a_month_count_all_that_is_paid_beyond_the_wage():
    full = [duty(day, length=9) for day in worked_days(NOVEMBER)]
    found = month([*full, duty(date(2026, 11, 7)), duty(date(2026, 11, 8))])
    assert seen(found.split.overtime, found.above_cap) == (37, True)
    assert not month(full).above_cap


def test_what_nobody_noted_counts_as_planned_and_is_told():
    planned = duty(date(2026, 11, 2))
    absent = Stint(date(2026, 11, 3), Fraction(8), None, noted=True)
    late = Stint(
        date(2026, 11, 4), Fraction(8),
        Period(datetime(2026, 11, 4, 8, 20, tzinfo=ZONE), datetime(2026, 11, 4, 16, tzinfo=ZONE)),
        noted=True,
    )  # fmt: skip
    found = month([planned, absent, late])
    assert seen(found.planned, found.counted) == (24, Fraction(47, 3))
    assert (found.duties, found.unnoted) == (3, 1)


def test_a_groups_own_week_is_its_norm_and_nobodys_group_has_the_laws():
    assert Terms.of(None).a_day == 8
    stricter = plan(rules=[{"rule": "hours_a_week_most", "value": 35, "source": {"site": "x"}}])
    assert Terms.of(stricter).a_day == 7
    balanced = plan(
        working_time={"regime": "comprehensive", "period": "quarter", "approval": "1",
                      "source": {"site": "x"}}
    )  # fmt: skip
    assert (Terms.of(balanced).period, Terms.of(plan()).period) == ("quarter", "")


_DUTIES = st.lists(
    st.builds(
        lambda n, start, minutes: duty(
            date(2026, 10, 1) + timedelta(days=n), f"{start:02}:00", minutes / 60
        ),
        st.integers(0, 30), st.integers(0, 23), st.integers(1, 900),
    ),
    max_size=35,
)  # fmt: skip


@given(_DUTIES, st.sampled_from([STANDARD, BALANCED]), st.integers(0, 12))
def test_every_hour_is_paid_once_and_the_norm_is_never_exceeded(stints, terms, gone):
    away = frozenset(date(2026, 10, 8) + timedelta(days=n) for n in range(gone))
    found = month(stints, terms, OCTOBER, Person(Period(date(2020, 1, 1)), away))
    of = found.split
    assert of.within + of.over + of.rest + of.holiday == found.counted
    assert min(of.within, of.over, of.rest, of.holiday) >= 0
    at_work_on_leave = sum(s.hours for s in stints if s.day in away)
    assert of.within <= found.norm + at_work_on_leave
    assert of.rest == 0 or terms is STANDARD


def test_part_time_owes_its_contracts_hours_and_overtime_stays_what_the_law_calls_so():
    half = Person(Period(date(2020, 1, 1)), hours_a_week=Fraction(20))
    day, *_others = worked_days(NOVEMBER)
    found = month([duty(day, length=6)], person=half)
    assert found.norm == 4 * len(worked_days(NOVEMBER))
    # Six hours are beyond the contract and within the law's eight: nothing is paid 150 %.
    assert seen(found.split.within, found.split.over) == (6, 0)
