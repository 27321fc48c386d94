"""Why posts stay open: the fewest sentences that cannot hold together, and the hours missing."""

from itertools import count

import pytest
from hypothesis import assume, given, settings

from dayuan.resources.rosters.planner.clashes import clashes
from dayuan.resources.rosters.planner.problem import (
    Demand,
    LongestStretch,
    MostMinutes,
    Ordered,
    Rule,
    Succession,
)
from dayuan.resources.rosters.planner.reasons import Bundle, only, reasons
from tests.resources.rosters.planner.making import HARD, D, N, cheapest, person, problem, problems

pytestmark = pytest.mark.once

LEAVE, STRETCH, COVER, HOURS = Rule("leave"), Rule("stretch"), Rule("cover"), Rule("hours")


def bundled(asked) -> list[Bundle]:
    """Bundle a rule of everybody, and a shift of all days, each under its name."""
    found: dict[tuple[str, ...], list] = {}
    for one in reasons(asked):
        duties = min(one.of.duties).shift if isinstance(one.of, Demand) else ""
        found.setdefault((one.rule.code, duties), []).append(one)
    return [Bundle(name, tuple(held)) for name, held in found.items()]


def why(asked, **more):
    ticks = count()
    return list(
        clashes(asked, bundled(asked), seconds=50, clock=lambda: next(ticks) * 1e-6, **more)
    )


def test_two_shifts_a_day_and_one_person_are_said_for_the_first_day_and_counted_for_all():
    demands = [Demand(day, frozenset({d}), 1, COVER) for day in range(4) for d in (D, N)]
    found = why(problem(person("A", LongestStretch(STRETCH, 6)), demands=tuple(demands)))
    assert len(found) == 1
    assert {one.name for one in found[0].bundles} == {("cover", "D"), ("cover", "N")}
    assert (found[0].smallest, found[0].days) == (True, range(1))
    # One of the two shifts of each of four days has nobody, whichever it is.
    assert found[0].missing == 4 * 480


def test_hours_of_a_month_that_do_not_suffice_are_said_for_the_whole_of_it():
    demands = tuple(Demand(day, frozenset({D}), 1, COVER) for day in range(7))
    rules = [MostMinutes(HOURS, 2 * 480)]
    found = why(problem(person("A", *rules), person("B", *rules), demands=demands))
    assert {one.name for one in found[0].bundles} == {("cover", "D"), ("hours", "")}
    assert (found[0].days, found[0].missing) == (range(7), 3 * 480)


def test_people_who_can_do_nothing_of_it_are_not_named():
    rules = [MostMinutes(HOURS, 480)]
    demands = [Demand(day, frozenset({D}), 1, COVER) for day in range(3)]
    at_night = person("B", *rules, may={N})
    found = why(problem(person("A", *rules), at_night, demands=tuple(demands)))
    held = next(one for one in found[0].bundles if one.name[0] == "hours")
    assert {one.person for one in held.reasons} == {"A"}


def test_each_thing_is_said_once_and_the_next_thing_after_it():
    demands = (Demand(0, frozenset({D}), 2, COVER), Demand(1, frozenset({N}), 2, COVER))
    found = why(problem(person("A", Succession(HARD)), demands=demands))
    assert [[one.name[1] for one in clash.bundles] for clash in found] == [["N"], ["D"]]
    assert len(why(problem(person("A"), demands=demands), most=1)) == 1


def test_where_all_can_hold_there_is_nothing_to_say():
    assert why(problem(person("A", Ordered(LEAVE, 1)))) == []


# Each example is solved again without each thing that is named, and by trying every roster.
@pytest.mark.whole
@pytest.mark.timeout(3600)
@settings(max_examples=25)
@given(problems())
def test_what_is_named_cannot_hold_and_without_any_of_it_can(asked):
    for clash in why(asked, most=1):
        held = [one for bundle in clash.bundles for one in bundle.reasons]
        assert cheapest(only(asked, held)) is None
        # Rarely the solver needs longer than its time, and says so: nothing is claimed then.
        assume(clash.smallest)
        for left_out in clash.bundles:
            rest = [o for b in clash.bundles if b is not left_out for o in b.reasons]
            assert cheapest(only(asked, rest)) is not None


def test_without_time_it_says_that_it_does_not_know():
    asked = problem(person("A", Ordered(LEAVE, 1)))
    with pytest.raises(TimeoutError):
        list(clashes(asked, bundled(asked), seconds=0, clock=lambda: 0.0))
