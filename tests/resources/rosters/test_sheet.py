"""Posts and their people in a plain week, and over a year; no database."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.schema.shifts import Relief
from dayuan.resources.rosters.rules import need, year
from dayuan.resources.rosters.rules.sheet import Ask, Line, Terms, Verdict, sheet, standing
from dayuan.resources.rosters.rules.whatif import Tried, WhatIf
from tests.resources.rosters.books import book, calendar, plan, seen, shifts

FORTY = Terms(Fraction(40))
#: One person on duty round the clock.
SEAT = Fraction(168)


def relief(post="mobile", *relieves):
    return Relief(post=post, relieves=relieves or ("monitor",), source={"site": "x"})


def one(people, hours, terms=FORTY) -> Line:
    return sheet([Ask("monitor", people, hours)], terms, [])[0]


def test_one_seat_round_the_clock_takes_4_2_people_at_forty_hours():
    assert one(3, SEAT).people_needed == Fraction("4.2")
    assert FORTY.people_for(SEAT) == Fraction("4.2")


def test_a_fire_control_room_takes_8_4():
    assert one(3, 2 * SEAT).people_needed == Fraction("8.4")


def test_the_plans_three_people_lack_48_hours_a_week():
    line = one(3, SEAT)
    assert seen(line.has, line.gap, line.verdict) == (120, 48, Verdict.SHORT)
    assert SEAT / line.ask.people == 56


def test_what_nobody_has_decided_is_neither_covered_nor_short():
    line = one(3, None)
    assert seen(line.verdict, line.gap, line.spare, line.people_needed) == (
        Verdict.UNDECIDED, 0, 0, None,
    )  # fmt: skip


def test_a_post_that_exactly_suffices_is_full_and_not_covered():
    assert one(4, Fraction(160)).verdict is Verdict.TIGHT
    assert one(5, Fraction(160)).verdict is Verdict.COVERED
    # Who takes leave off first and still has the hours has somebody to stand in.
    assert one(5, Fraction(160), Terms(Fraction(40), Fraction(1, 5))).verdict is Verdict.COVERED
    assert one(5, Fraction(0)).verdict is Verdict.FREE


def test_relief_with_hours_to_spare_fills_the_gap_and_the_sheet_says_so():
    asks = [Ask("monitor", 3, SEAT), Ask("mobile", 6, SEAT)]
    monitor, mobile = sheet(asks, FORTY, [relief()])
    assert seen(monitor.verdict, monitor.relieved, monitor.missing) == (Verdict.RELIEVED, 48, 0)
    assert [seen(h.post, h.hours, h.proven) for h in monitor.helps] == [("mobile", 48, True)]
    assert mobile.verdict is Verdict.COVERED


def test_relief_whose_own_need_is_open_is_told_and_not_counted():
    asks = [Ask("monitor", 3, SEAT), Ask("mobile", 6, None)]
    monitor, _mobile = sheet(asks, FORTY, [relief()])
    assert seen(monitor.verdict, monitor.missing) == (Verdict.SHORT, 48)
    assert [seen(h.hours, h.proven) for h in monitor.helps] == [(48, False)]


def test_relief_is_not_given_twice():
    asks = [Ask("monitor", 3, SEAT), Ask("gate", 3, SEAT), Ask("mobile", 6, SEAT)]
    monitor, gate, _mobile = sheet(asks, FORTY, [relief("mobile", "monitor", "gate")])
    assert seen(monitor.missing, gate.relieved, gate.missing) == (0, 24, 24)
    assert gate.verdict is Verdict.SHORT


def test_relief_that_nobody_needs_now_is_there_to_stand_in():
    asks = [Ask("monitor", 4, Fraction(160)), Ask("mobile", 6, SEAT)]
    monitor, _mobile = sheet(asks, FORTY, [relief()])
    assert seen(monitor.verdict, monitor.helps[0].hours) == (Verdict.COVERED, 0)
    idle = sheet([asks[0], Ask("mobile", 4, Fraction(160))], FORTY, [relief()])[0]
    assert (idle.verdict, idle.helps) == (Verdict.TIGHT, ())


def test_a_plan_that_suffices_on_paper_is_not_covered_while_places_are_vacant():
    planned, actual = one(5, SEAT), one(2, SEAT)
    assert planned.verdict is Verdict.COVERED
    assert standing(planned, actual) is Verdict.VACANT
    assert standing(one(3, SEAT), actual) is Verdict.SHORT
    assert standing(one(3, None), one(0, None)) is Verdict.UNDECIDED


_HOURS = st.one_of(st.none(), st.integers(0, 2000).map(Fraction))


@given(
    st.lists(st.tuples(st.integers(0, 30), _HOURS), min_size=2, max_size=5),
    st.integers(0, 50),
    st.data(),
)
def test_whatever_is_asked_covered_means_that_the_hours_are_really_there(rows, away, data):
    asks = [Ask(f"p{n}", people, hours) for n, (people, hours) in enumerate(rows)]
    names = [ask.post for ask in asks]
    giver = data.draw(st.sampled_from(names))
    others = tuple(name for name in names if name != giver)
    terms = Terms(Fraction(40), Fraction(away, 100))
    lines = sheet(asks, terms, [relief(giver, *others)])
    works = {Verdict.COVERED, Verdict.RELIEVED, Verdict.TIGHT}
    for line in lines:
        if line.verdict in works:
            assert line.has + line.relieved >= (line.ask.hours or 0)
        if line.verdict is Verdict.COVERED:
            assert line.spare or terms.away or line.helps
    # Nobody gives more than is left over.
    given_away = sum((line.relieved for line in lines), Fraction(0))
    source = next(line for line in lines if line.ask.post == giver)
    assert given_away <= source.spare


def test_tried_numbers_take_the_place_of_the_plans_and_no_others_do():
    tried = WhatIf(posts={"monitor": Tried(people=5, seats=2)})
    assert tried.ask("monitor", 3, SEAT) == Ask("monitor", 5, 336)
    assert tried.ask("mobile", 6, None) == Ask("mobile", 6, None)
    day_only = WhatIf(posts={"lobby": Tried(hours_a_day=Fraction(10))})
    assert day_only.ask("lobby", 2, None) == Ask("lobby", 2, 70)


# --- a year -------------------------------------------------------------------------------


def months(people, hours_a_day=24, away=0):
    staffing = year.Staffing(people, Fraction(40), Fraction(away, 100), Fraction(36))
    return year.year(2026, calendar(2026), lambda _kind: Fraction(hours_a_day), staffing)


def test_three_people_on_one_seat_lack_hours_in_every_month_of_2026():
    found = months(3)
    october, november = found[9], found[10]
    assert seen(november.need, november.norm, november.overtime) == (720, 504, 216)
    assert seen(november.cap, november.uncovered) == (108, 108)
    assert all(month.uncovered for month in found)
    assert october.on_holidays == 24 * 7
    sums = year.Sums.of(found)
    assert seen(sums.need, sums.norm) == (8760, 3 * 248 * 8)
    assert sums.leave == 0


def test_five_people_need_overtime_in_short_months_and_have_leave_in_long_ones():
    sums = year.Sums.of(months(5))
    assert sums.uncovered == 0
    assert sums.leave > 0
    assert sums.leave - sums.overtime == 5 * 248 * 8 - 8760


def test_leave_that_is_taken_off_is_not_there_again():
    assert year.Sums.of(months(5, away=10)).norm == Fraction(9, 10) * 5 * 248 * 8


def test_money_is_counted_at_the_rates_of_article_44():
    november, october = months(3)[10], months(3)[9]
    assert november.on_holidays == 0
    assert november.costs(Fraction(20)) == 216 * 20 * Fraction(3, 2)
    beyond = october.overtime - october.on_holidays
    assert october.costs(Fraction(20)) == 20 * (beyond * Fraction(3, 2) + 7 * 24 * 3)


def test_labour_law_article_44_3_of_a_stretch_the_laws_own_days_alone_are_paid_threefold():
    staffing = year.Staffing(3, Fraction(40), Fraction(0), Fraction(36))
    here = replace(calendar(2026), by_law=True)
    october = year.year(2026, here, lambda _kind: Fraction(24), staffing)[9]
    assert october.on_holidays == 24 * 3
    assert october.need == months(3)[9].need


def test_a_months_need_is_the_same_by_the_sheet_and_by_the_ledger():
    decided = plan(shifts=shifts({"gate": {"people": 2, "rest_days": 1, "holidays": 1}}))
    on = need.on_day(decided, book(), "gate")
    staffing = year.Staffing(3, Fraction(40), Fraction(0), Fraction(36))
    found = year.year(2026, calendar(2026), on, staffing)
    for month, period in zip(found, year.days.months_of(2026), strict=True):
        demands = need.need(decided, book(), calendar(2026), period)
        assert need.hours_of(demands) == {"gate": month.need}


@pytest.mark.parametrize("post", ["mobile", "nobody"])
def test_a_post_no_shift_names_needs_nothing_or_is_unknown(post):
    decided = plan(shifts=shifts({"gate": {"people": 1}}))
    on = need.on_day(decided, book(), post)
    assert on is None if post == "nobody" else on(next(iter(need.DayKind))) == 0
