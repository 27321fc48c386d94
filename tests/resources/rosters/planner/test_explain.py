"""Where nothing can work, the fewest rules that cannot hold together are named."""

from itertools import count

import pytest
from hypothesis import given

from dayuan.resources.rosters.planner.explain import explain
from dayuan.resources.rosters.planner.problem import (
    Demand,
    LongestStretch,
    Ordered,
    Rule,
    Succession,
)
from dayuan.resources.rosters.planner.reasons import only, reasons
from tests.hypothesis_profiles import at_most
from tests.resources.rosters.planner.making import (
    HARD,
    D,
    N,
    cheapest,
    person,
    problem,
    problems,
)

LEAVE, STRETCH, COVER = Rule("leave"), Rule("stretch"), Rule("cover")


def why(asked):
    ticks = count()
    return explain(asked, seconds=50, clock=lambda: next(ticks) * 1e-6)


def test_the_rules_that_cannot_hold_together_are_named_and_no_others():
    rules = [Succession(HARD), LongestStretch(STRETCH, 2)]
    people = [person("A", *rules, Ordered(LEAVE, 3)), person("B", *rules, Ordered(LEAVE, 5))]
    demands = [Demand(day, frozenset({D}), 2, COVER) for day in range(4)]
    found = why(problem(*people, demands=tuple(demands)))
    named = {(r.rule.code, r.person, r.day) for r in found.reasons}
    assert found.smallest
    # Either the leave and that day's cover, or three days of cover and a stretch of two.
    assert named in (
        {("leave", "A", None), ("cover", None, 3)},
        {("stretch", "A", None), *(("cover", None, day) for day in range(3))},
        {("stretch", "B", None), *(("cover", None, day) for day in range(3))},
        {("stretch", "B", None), *(("cover", None, day) for day in range(1, 4))},
        {("stretch", "A", None), *(("cover", None, day) for day in range(1, 4))},
    )


def test_too_few_people_are_named_by_the_demand_alone():
    demands = (Demand(0, frozenset({N}), 3, COVER), Demand(1, frozenset({N}), 1, COVER))
    found = why(problem(person("A", Succession(HARD)), person("B"), demands=demands))
    assert [(r.rule.code, r.day) for r in found.reasons] == [("cover", 0)]


def test_where_all_can_hold_there_is_nothing_to_explain():
    assert why(problem(person("A", Ordered(LEAVE, 1)))) is None


@at_most(500)
@given(problems())
def test_what_is_named_cannot_hold_and_without_any_of_it_can(asked):
    found = why(asked)
    assert (found is None) is (cheapest(asked) is not None)
    if found:
        assert cheapest(only(asked, found.reasons)) is None
        for left_out in found.reasons:
            rest = [one for one in found.reasons if one is not left_out]
            assert cheapest(only(asked, rest)) is not None


def test_without_time_it_says_that_it_does_not_know():
    with pytest.raises(TimeoutError):
        explain(problem(person("A", Ordered(LEAVE, 1))), seconds=0, clock=lambda: 0.0)
    assert len(reasons(problem(person("A", Ordered(LEAVE, 1))))) == 1
