"""What stands against a swap: each rule alone, by hand, and against the sum of all days."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import SourceKind, blockers
from dayuan.kernel.workcal import WorkCalendar
from dayuan.resources.rosters.rules import law, swaps
from dayuan.resources.rosters.rules.hours import Night
from dayuan.resources.rosters.rules.swaps import Exchange, Party, Stint
from tests.resources.rosters.books import calendar as published
from tests.resources.rosters.tables import swap_rule

#: A Wednesday.
DAY = date(2026, 12, 2)
NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
A, B, LEADER = 1, 2, 3
_FOUND = published(2026)
CALENDAR = WorkCalendar(UTC, _FOUND.named, _FOUND.published_years, by_law=True)


def shift(day=0, hour=8, length=8, post="gate"):
    at = DAY + timedelta(days=day)
    start = datetime(at.year, at.month, at.day, tzinfo=UTC) + timedelta(hours=hour)
    return Stint(post, at, start, start + timedelta(hours=length))


def group(*lines, **more) -> ShiftPlan:
    return ShiftPlan.model_validate(
        {
            "title": "门岗",
            "posts": ["gate", "mobile"],
            "swaps": lines,
            "source": {"site": "班"},
            **more,
        }
    )


def limits(**values):
    rows = [
        {"rule": rule, "value": value, "source": {"site": rule}} for rule, value in values.items()
    ]
    return {"rules": rows}


def swap(*, taker=None, giver=None, at=NOON, plan=None, gives=None, **more):
    """Return a swap of one shift: A hands it to B, who is free and holds the post."""
    duty = gives or shift()
    first = {"person": A, "name": "甲", "gives": duty, "gains": None, **(giver or {})}
    second = {
        "person": B, "name": "乙", "gives": None, "gains": duty, "posts": frozenset({"gate"}),
        **(taker or {}),
    }  # fmt: skip
    return Exchange(
        giver=Party(**first), taker=Party(**second), at=at,
        groups={"gate": plan, "mobile": plan} if plan else {},
        alternates={"gate": ("mobile",)}, calendar=CALENDAR, **more,
    )  # fmt: skip


def codes(exchange) -> list[str]:
    found = (one.code.removeprefix("rosters.") for one in swaps.obstacles(exchange))
    return [code.removeprefix("swap_") for code in found]


def test_a_swap_with_nothing_against_it_has_nothing_against_it():
    assert codes(swap()) == []
    assert codes(swap(plan=group())) == []


# --- the table --------------------------------------------------------------------------------


def test_an_empty_table_leaves_it_to_whoever_arranges_duties():
    assert swaps.rule_of(swap(plan=group())) is None
    assert codes(swap(plan=group(), taker={"posts": frozenset({"mobile"})})) == []


def test_a_table_that_does_not_name_it_refuses_it_with_its_source():
    plan = group(swap_rule())
    stranger = swap(plan=plan, taker={"posts": frozenset({"mobile"})})
    (problem,) = swaps.obstacles(stranger)
    assert problem.code == "rosters.swap_not_by_the_table"
    assert problem.source.ref == "班"
    assert "乙" in problem.says.zh


def test_relief_swaps_both_ways_where_the_table_says_so():
    relief = [{"post": "mobile", "relieves": ["gate"], "source": {"site": "班"}}]
    plan = group(swap_rule(between="relief"), relief=relief)
    assert codes(swap(plan=plan, taker={"posts": frozenset({"mobile"})})) == []
    back = swap(plan=plan, gives=shift(post="mobile"))
    assert "not_by_the_table" not in codes(back)


def test_the_first_line_that_fits_counts():
    plan = group(swap_rule(posts=["mobile"], hours_before=1), swap_rule(hours_before=2))
    assert swaps.rule_of(swap(plan=plan)).hours_before == 2


@pytest.mark.parametrize(("hours", "late"), [(19, True), (20, False), (21, False)])
def test_it_is_settled_so_many_hours_before_the_earlier_duty(hours, late):
    plan = group(swap_rule(hours_before=20))
    found = swap(plan=plan, at=shift().start - timedelta(hours=hours))
    assert codes(found) == (["too_late"] if late else [])
    if late:
        assert swaps.obstacles(found)[0].source.ref == "演示"


def test_the_earlier_of_two_duties_counts():
    plan = group(swap_rule(hours_before=20))
    other = shift(day=-1, hour=2)
    found = swap(
        plan=plan, at=shift().start - timedelta(hours=40),
        giver={"gains": other, "posts": frozenset({"gate"})}, taker={"gives": other},
    )  # fmt: skip
    assert codes(found) == ["too_late"]


def test_a_duty_that_has_begun_is_not_swapped():
    assert codes(swap(at=shift().start)) == ["begun"]
    assert codes(swap(at=shift().start - timedelta(seconds=1))) == []


# --- each of the two --------------------------------------------------------------------------


def test_who_holds_neither_the_post_nor_an_alternate_cannot_take_it():
    assert codes(swap(taker={"posts": frozenset({"lobby"})})) == ["not_the_post"]
    assert codes(swap(taker={"posts": frozenset({"mobile"})})) == []


def test_who_is_on_duty_already_cannot_take_it():
    assert "twice" in codes(swap(taker={"others": (shift(hour=15),)}))
    assert codes(swap(taker={"others": (shift(hour=16),)})) == ["long_day", "costs_overtime"]


def test_what_is_given_away_is_in_nobodys_way():
    mine, theirs = shift(), shift(hour=12)
    found = swap(
        gives=mine, giver={"gains": theirs, "posts": frozenset({"gate"})},
        taker={"gives": theirs},
    )  # fmt: skip
    assert codes(found) == []


def test_who_is_away_cannot_take_it_and_nobody_reads_why():
    (problem,) = swaps.obstacles(swap(taker={"away": (Period(DAY, DAY + timedelta(days=1)),)}))
    assert (problem.code, problem.says.zh) == ("rosters.swap_away", "乙那天不在岗。")
    assert codes(swap(taker={"away": (Period(DAY + timedelta(days=1), None),)})) == []


def test_rest_between_two_shifts_is_the_plans_and_a_price_makes_it_a_warning():
    before = shift(day=-1, hour=16)  # it ends eight hours before
    assert codes(swap(taker={"others": (before,)})) == []
    plan = group(**limits(rest_between_shifts_least=11))
    (problem,) = swaps.obstacles(swap(plan=plan, taker={"others": (before,)}))
    assert problem.code == "rosters.little_rest"
    assert problem.says.zh == "乙：上一班之后只歇 8 小时，至少要 11 小时。"
    assert blockers([problem])
    priced = plan.model_copy(update={"rules": (plan.rules[0].model_copy(update={"price": 5}),)})
    (problem,) = swaps.obstacles(swap(plan=priced, taker={"others": (before,)}))
    assert not blockers([problem])


def test_a_second_duty_on_a_day_ends_at_the_laws_overtime():
    three = {"others": (shift(hour=0, length=3),)}
    assert codes(swap(taker=three)) == ["costs_overtime"]
    problem, _cost = swaps.obstacles(swap(taker={"others": (shift(hour=0, length=4),)}))
    assert (problem.code, problem.source) == ("rosters.long_day", law.OVERTIME)
    assert problem.source.kind is SourceKind.LAW


def test_where_hours_are_balanced_over_a_month_a_long_day_is_only_to_be_seen():
    balanced = {
        "regime": "comprehensive",
        "period": "month",
        "approval": "14",
        "source": {"site": "批"},
    }
    plan = group(working_time=balanced)
    (problem,) = swaps.obstacles(swap(plan=plan, taker={"others": (shift(hour=0, length=4),)}))
    assert problem.code == "rosters.long_day"
    assert not blockers([problem])


def test_a_week_without_a_day_off_is_refused_by_the_law():
    # Monday to Sunday but for the Wednesday that is taken over; then Saturday to Friday.
    for days in ((-2, -1, 1, 2, 3, 4), (-4, -3, -2, -1, 1, 2)):
        rest = tuple(shift(day=n, length=4) for n in days)
        found = {one.code: one.source for one in blockers(swaps.obstacles(swap(taker=_o(rest))))}
        assert found == {"rosters.no_day_off": law.DAY_OFF}
        assert not blockers(swaps.obstacles(swap(taker=_o(rest[1:]))))


def _o(others):
    return {"others": others}


def test_nights_in_a_row_are_refused_by_the_plan_whoever_gives_them():
    plan = group(**limits(nights_in_a_row_most=2))
    night = Night(time(0), time(6), Fraction(4))
    nights = tuple(shift(day=n, hour=0) for n in (-2, -1))
    given = shift(hour=0)
    taken = swap(plan=plan, gives=given, night=night, taker=_o(nights))
    assert codes(taken) == ["nights_in_a_row"]
    assert codes(swap(plan=plan, gives=given, night=night, taker=_o(nights[1:]))) == []
    # Who gives a night of the same day away for it has no more of them than before.
    other = shift(hour=1, length=7)
    change = swap(
        plan=plan, gives=given, night=night, taker={"gives": other, **_o(nights)},
        giver={"gains": other, "posts": frozenset({"gate"})},
    )  # fmt: skip
    assert codes(change) == []


def test_labour_law_article_41_thirty_six_hours_of_overtime_are_the_most_by_a_swap_too():
    # Every working day of the month but this one, ten hours each, and one of them twelve.
    worked = [n for n in range(-1, 29) if n and CALENDAR.worked(DAY + timedelta(days=n))]
    full = tuple(shift(day=n, length=10) for n in worked[:18])
    found = blockers(swaps.obstacles(swap(gives=shift(length=9), taker=_o(full))))
    assert [(one.code, one.source) for one in found] == [("rosters.overtime_most", law.OVERTIME)]
    assert "乙：本月加班会到 37 小时，上限 36 小时" in found[0].says.zh
    assert not blockers(swaps.obstacles(swap(taker=_o(full))))


def test_what_is_given_for_it_leaves_the_hours_as_they_were():
    worked = [n for n in range(-1, 29) if n and CALENDAR.worked(DAY + timedelta(days=n))]
    full = tuple(shift(day=n, length=10) for n in worked[:19])
    theirs = full[-1]
    found = swap(
        gives=shift(length=10), giver={"gains": theirs, "posts": frozenset({"gate"})},
        taker={"gives": theirs, **_o(full[:-1])},
    )  # fmt: skip
    assert "overtime_most" not in codes(found)
    assert "costs_overtime" not in codes(found)


def test_too_many_days_in_a_row_are_refused_by_the_plan():
    plan = group(**limits(days_in_a_row_most=3))
    three = tuple(shift(day=n) for n in (-2, -1, 1))
    assert "days_in_a_row" in codes(swap(plan=plan, taker={"others": three}))
    assert codes(swap(plan=plan, taker={"others": three[1:]})) == []


# --- the leader of the shift ------------------------------------------------------------------


def led(**more):
    plan = group(leader="captain", leader_in_every_shift=True)
    return swap(plan=plan, leaders=frozenset({A, LEADER}), **more)


def test_a_shift_that_would_lose_its_leader_keeps_him():
    (problem,) = swaps.obstacles(led())
    assert (problem.code, problem.source.ref) == ("rosters.swap_no_leader", "班")


def test_another_leader_beside_is_enough():
    assert codes(led(beside=((LEADER, shift(hour=10)),))) == []
    assert codes(led(beside=((LEADER, shift(hour=16)),))) == ["no_leader"]


def test_a_shift_without_a_leader_loses_none():
    assert codes(led(giver={"person": 9})) == []


def test_two_leaders_of_one_shift_who_change_posts_leave_it_led():
    other = shift(post="mobile")
    found = led(
        giver={"gains": other, "posts": frozenset({"mobile"})}, taker={"gives": other},
    )  # fmt: skip
    assert codes(found) == []


# --- everything at once -----------------------------------------------------------------------

starts = st.integers(-72, 72)
stints = st.builds(lambda hour, length: shift(hour=hour, length=length), starts, st.integers(1, 16))


@given(st.lists(stints, max_size=6), st.integers(0, 14))
def test_rest_is_refused_exactly_where_some_other_duty_lies_too_near(others, least):
    plan = group(**limits(rest_between_shifts_least=float(least))) if least else group()
    duty = shift()
    meets = any(duty.meets(one) for one in others)
    near = not meets and any(
        max(one.start - duty.end, duty.start - one.end) < timedelta(hours=least) for one in others
    )
    found = codes(swap(plan=plan, taker={"others": tuple(others)}))
    assert ("little_rest" in found) == near
    assert ("twice" in found) == meets


@given(st.sets(st.integers(-12, 12), max_size=20), st.integers(1, 9))
def test_days_in_a_row_are_counted_around_the_day_that_is_gained(days, most):
    worked = days - {0}
    plan = group(**limits(days_in_a_row_most=float(most)))
    length, near = 1, 1
    while near in worked:
        length, near = length + 1, near + 1
    near = -1
    while near in worked:
        length, near = length + 1, near - 1
    others = tuple(shift(day=n) for n in worked)
    assert ("days_in_a_row" in codes(swap(plan=plan, taker={"others": others}))) == (length > most)
