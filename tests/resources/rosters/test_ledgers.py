"""The two ledgers: what posts need and what people can do, day by day; no database."""

from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.resources.rosters.rules import can, days, law, need
from dayuan.resources.rosters.rules.balance import balance
from tests.resources.rosters.books import ZONE, book, calendar, day, plan, seen, shifts

YEAR = calendar(2026, 2027)
FIRST, LAST = date(2026, 1, 1), date(2027, 6, 30)
ONE_SEAT = plan(shifts=shifts({"gate": {"people": 1}}))
TERMS = can.Terms(40, 36)
_DAYS = st.dates(FIRST, LAST)


@st.composite
def _cut(draw) -> tuple[Period[date], Period[date], Period[date]]:
    """Draw a period and its two parts."""
    start, middle, end = sorted(draw(st.lists(_DAYS, min_size=3, max_size=3, unique=True)))
    return Period(start, end), Period(start, middle), Period(middle, end)


@st.composite
def _tenures(draw) -> list[can.Tenure]:
    found = []
    for _n in range(draw(st.integers(0, 6))):
        start = draw(_DAYS)
        length = draw(st.one_of(st.none(), st.integers(0, 400)))
        end = None if length is None else start + timedelta(days=length)
        person, post = draw(st.integers(1, 3)), draw(st.sampled_from(["gate", "mobile", "other"]))
        found.append(can.Tenure(person, post, start, end, draw(st.booleans())))
    return found


@st.composite
def _plans(draw):
    one = st.fixed_dictionaries(
        {"people": st.integers(0, 4)},
        optional={"rest_days": st.integers(0, 4), "holidays": st.integers(0, 4)},
    )
    hour = st.integers(0, 23)
    times = [
        (f"s{n}", f"{draw(hour):02}:00", f"{draw(hour):02}:30")
        for n in range(draw(st.integers(1, 4)))
    ]
    return plan(shifts=shifts({"gate": draw(one), "mobile": draw(one)}, times))


# --- need ---------------------------------------------------------------------------------


@given(_plans(), _cut())
def test_what_is_needed_in_a_period_is_what_is_needed_in_its_parts(one, cut):
    whole, first, second = cut
    parts = [need.need(one, book(), YEAR, part) for part in (first, second)]
    assert need.need(one, book(), YEAR, whole) == parts[0] + parts[1]


@given(_plans(), _DAYS)
def test_every_shift_counts_once_on_the_day_it_starts(one, at):
    demands = need.need(one, book(), YEAR, Period(at, at + timedelta(days=1)))
    assert {demand.day for demand in demands} <= {at}
    assert all(demand.start.astimezone(ZONE).date() == at for demand in demands)
    assert len({(demand.shift, demand.post) for demand in demands}) == len(demands)


def test_a_night_shift_is_counted_on_its_starting_day_and_on_no_other():
    night = [one for one in need.need(ONE_SEAT, book(), YEAR, Period(day("05-01"), day("05-03")))
             if one.shift == "night"]  # fmt: skip
    assert [one.day for one in night] == [day("05-01"), day("05-02")]
    assert [one.hours for one in night] == [8, 8]
    # It ends on the second of May and is still the first's: the kind of the day is that one's.
    assert night[0].end.astimezone(ZONE).date() == day("05-02")


def test_one_seat_round_the_clock_takes_168_hours_a_week():
    assert need.week(ONE_SEAT, book()) == {"gate": 168, "mobile": 0}
    week = need.need(ONE_SEAT, book(), YEAR, Period(day("11-16"), day("11-23")))
    assert need.hours_of(week) == {"gate": 168}


def test_a_shift_over_the_change_of_summer_time_is_as_long_as_it_really_is():
    berlin = calendar(zone=ZoneInfo("Europe/Berlin"))
    spring = need.need(ONE_SEAT, book(), berlin, Period(day("03-28"), day("03-29")))
    assert {one.shift: one.hours for one in spring} == {"early": 8, "late": 8, "night": 7}


def test_fewer_people_on_rest_days_and_holidays_are_told_apart():
    strength = {"gate": {"people": 3, "rest_days": 2, "holidays": 0}}
    one = plan(shifts=shifts(strength, [("d", "08:00", "16:00")]))
    found = {
        text: sum(d.people for d in need.need(one, book(), YEAR, Period(day(text), until)))
        for text, until in (
            ("11-20", day("11-21")), ("11-21", day("11-22")), ("10-01", day("10-02")),
            ("10-10", day("10-11")),
        )
    }  # fmt: skip
    # A Friday, a Saturday, National Day, a Saturday that is worked to make up for it.
    assert found == {"11-20": 3, "11-21": 2, "10-01": 0, "10-10": 3}


def test_a_demand_knows_the_skills_of_its_post_and_who_could_lead():
    led = plan(
        shifts=shifts({"gate": {"people": 1}, "mobile": {"people": 1}}),
        leader="chief", leader_in_every_shift=True,
    )  # fmt: skip
    role = {"title": "c", "held_by": ["mobile"], "headcount": 3, "source": {"site": "x"}}
    found = need.need(led, book(roles={"chief": role}), YEAR, Period(day("11-20"), day("11-21")))
    assert {(one.post, one.leader) for one in found} == {("gate", ""), ("mobile", "chief")}
    assert {str(skill) for one in found if one.post == "gate" for skill in one.skills} == {
        "保安员证"
    }


def test_a_plan_that_is_open_needs_what_it_asks_for_at_any_time_and_invents_nothing():
    least = [{"post": "gate", "people": 1, "source": {"site": "x"}}]
    half = plan(shifts=[{"title": "a"}, {"title": "b"}], least=least)
    assert not need.is_decided(half)
    assert need.week(half, book()) == {"gate": 168, "mobile": None}
    assert need.on_day(half, book(), "mobile") is None
    found = need.need(half, book(), YEAR, Period(day("11-16"), day("11-23")))
    assert need.hours_of(found) == {"gate": 168}
    by_day = plan(shifts=[{"title": "a"}], least=least, round_the_clock=False)
    assert need.week(by_day, book()) == {"gate": None, "mobile": None}


def test_a_second_seat_counts_only_once_the_site_has_said_yes():
    least = [
        {"post": "gate", "people": 1, "source": {"site": "x"}},
        {"post": "gate", "people": 2, "when": "fire_room", "source": {"law": "y"}},
    ]
    one = plan(shifts=[{"title": "a"}], least=least)

    def asked(value):
        setting = {"title": "?", "type": "yes_no", "value": value, "source": {"site": "x"}}
        return need.week(one, book(settings={"fire_room": setting}))["gate"]

    assert (asked(None), asked(False), asked(True)) == (168, 168, 336)


# --- can ----------------------------------------------------------------------------------


def totals(supplies):
    found: dict[tuple[int, str], tuple[Fraction, Fraction]] = {}
    for one in supplies:
        hours, overtime = found.get((one.person, one.post), (Fraction(0), Fraction(0)))
        found[one.person, one.post] = (hours + one.hours, overtime + one.overtime)
    return found


def test_somebody_part_time_gives_what_the_contract_says_and_the_others_the_norm():
    week = Period(date(2026, 3, 2), date(2026, 3, 9))
    half = can.Tenure(1, "gate", FIRST, hours_a_week=Fraction(20))
    found = can.can([half, can.Tenure(2, "gate", FIRST)], YEAR, week, TERMS)
    assert [one.hours for one in found] == [20, 40]
    away = {1: [Period(date(2026, 3, 2), date(2026, 3, 3))]}
    assert [one.hours for one in can.can([half], YEAR, week, TERMS, away=away)] == [16]


@given(_tenures(), _cut())
def test_what_people_can_do_in_a_period_is_what_they_can_do_in_its_parts(tenures, cut):
    whole, first, second = cut
    parts = [can.can(tenures, YEAR, part, TERMS) for part in (first, second)]
    assert totals(can.can(tenures, YEAR, whole, TERMS)) == totals(parts[0] + parts[1])


@given(_tenures(), _cut())
def test_nobody_gives_more_hours_than_one_person_has(tenures, cut):
    whole, _first, _second = cut
    most = days.norm(YEAR, whole, 40)
    for person in {one.person for one in tenures}:
        supplies = [one for one in can.can(tenures, YEAR, whole, TERMS) if one.person == person]
        assert sum(one.hours for one in supplies) <= most


def test_who_came_in_the_middle_of_a_month_counts_from_that_day():
    month = Period(day("11-01"), day("12-01"))
    whole = can.can([can.Tenure(1, "gate", FIRST)], YEAR, month, TERMS)
    half = can.can([can.Tenure(1, "gate", day("11-16"))], YEAR, month, TERMS)
    assert [seen(one.hours, one.overtime) for one in whole] == [(168, 36)]
    assert [seen(one.hours, one.overtime) for one in half] == [(88, 18)]


def test_a_second_post_brings_no_more_hours():
    both = [can.Tenure(1, "mobile", FIRST, main=False), can.Tenure(1, "gate", day("02-01"))]
    found = can.can(both, YEAR, Period(day("11-01"), day("12-01")), TERMS)
    assert [seen(one.post, one.hours) for one in found] == [("gate", 168)]


def test_leave_takes_its_working_days_from_the_norm_and_its_days_from_the_overtime():
    month = Period(day("11-01"), day("12-01"))
    # From a Thursday to a Tuesday: four working days, six days.
    away = {1: (Period(day("11-05"), day("11-11")),)}
    held = [can.Tenure(1, "gate", FIRST), can.Tenure(2, "gate", FIRST)]
    one, other = can.can(held, YEAR, month, TERMS, away=away)
    assert seen(one.hours, one.leave, one.overtime) == (168 - 32, 32, 36 - Fraction(36 * 6, 30))
    assert seen(other.hours, other.leave, other.overtime) == (168, 0, 36)
    (gate,) = balance(["gate"], (), (one, other))
    assert gate.leave == 32


def test_an_appointment_that_was_withdrawn_gives_nothing():
    gone = can.Tenure(1, "gate", day("11-05"), day("11-05"))
    assert can.can([gone], YEAR, Period(day("11-01"), day("12-01")), TERMS) == ()


# --- both ---------------------------------------------------------------------------------


def test_open_hours_and_idle_people_fall_out_of_the_two_ledgers():
    month = Period(day("11-01"), day("12-01"))
    tenures = [can.Tenure(n, "gate", FIRST) for n in (1, 2, 3)] + [can.Tenure(4, "mobile", FIRST)]
    gate, mobile = balance(
        ONE_SEAT.posts,
        need.need(ONE_SEAT, book(), YEAR, month),
        can.can(tenures, YEAR, month, TERMS),
    )
    assert seen(gate.needed, gate.hours, gate.short) == (720, 504, 216)
    assert seen(gate.overtime, gate.beyond_overtime) == (108, 108)
    assert seen(mobile.needed, mobile.idle, mobile.people) == (0, 168, (4,))
    (open_post,) = balance(["gate"], (), (), undecided=["gate"])
    assert seen(open_post.needed, open_post.short, open_post.idle) == (None, 0, 0)


def test_a_period_without_an_end_has_no_days_to_count():
    with pytest.raises(ValueError, match="ends"):
        list(days.days(Period(FIRST)))


def test_a_year_nobody_published_is_counted_by_plain_weeks_and_says_so():
    plain = WorkCalendar(ZONE)
    november = days.month_of(day("11-20"))
    assert days.norm(plain, november, 40) == 168
    assert days.is_guess(plain, november)
    assert not days.is_guess(YEAR, november)


@pytest.mark.parametrize(("kind", "percent"), [
    (DayKind.WORKDAY, 150), (DayKind.MAKE_UP, 150), (DayKind.REST, 200), (DayKind.HOLIDAY, 300),
])  # fmt: skip
def test_a_demand_carries_the_pay_class_of_its_day(kind, percent):
    at = {
        DayKind.WORKDAY: "11-20", DayKind.MAKE_UP: "10-10", DayKind.REST: "11-21",
        DayKind.HOLIDAY: "10-01",
    }[kind]  # fmt: skip
    found = need.need(ONE_SEAT, book(), YEAR, Period(day(at), day(at) + timedelta(days=1)))
    assert {(one.kind, one.pay) for one in found} == {(kind, percent)}
    assert law.PAY[kind] == percent
