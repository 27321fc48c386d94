"""One way in: groups apart, a time limit, a way to stop, and an honest bound."""

from itertools import count

import pytest
from hypothesis import given, settings

from dayuan.resources.rosters.planner import planning
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.problem import (
    BadProblemError,
    Demand,
    Duty,
    Fairness,
    Ordered,
    Problem,
    Rule,
    Unchanged,
    apart,
)
from tests.resources.rosters.planner.making import (
    HARD,
    SHIFTS,
    D,
    N,
    R,
    cheapest,
    person,
    problem,
    problems,
)

UNDER, OVER = Rule("under", 100), Rule("over", 10)


def effort(seconds: float = 30.0, **more) -> planning.Effort:
    """Return an effort by a clock that ticks a little with each look."""
    ticks = count()
    return planning.Effort(seconds, lambda: next(ticks) * 1e-6, workers=1, **more)


@pytest.mark.parametrize("solver", [True, False])
@given(asked=problems(held=True))
@settings(max_examples=15)
def test_whichever_planner_the_bound_is_never_false(solver, asked):
    best = cheapest(asked)
    plan = planning.plan(asked, effort(), solver=solver)
    assert plan.judged == judge(asked, plan.roster)
    if best is not None:
        assert plan.judged.violations == ()
        assert plan.bound <= best <= plan.objective
        assert plan.proven is (plan.bound == plan.objective)
        assert plan.proven or not solver


def test_groups_that_share_nobody_are_planned_apart_and_cost_their_sum():
    demands = (
        Demand(0, frozenset({D}), 2, UNDER, OVER),
        Demand(0, frozenset({R}), 2, UNDER, OVER),
    )
    people = [person("A", may={D}), person("B", may={D}), person("C", may={R})]
    asked = problem(*people, demands=demands)
    parts = apart(asked)
    assert sorted("".join(p.code for p in part.people) for part in parts) == ["AB", "C"]
    told: list[tuple[int, int]] = []
    plan = planning.plan(asked, effort(told=lambda *now: told.append(now)), solver=True)
    assert (plan.objective, plan.bound, plan.proven) == (100, 100, True)
    assert told[-1] == (100, 100)


def test_a_common_measure_of_fairness_ties_groups_together():
    fair = Fairness(HARD, frozenset("AC"))
    asked = problem(person("A", may={D}), person("C", may={R}), fairness=(fair,))
    assert len(apart(asked)) == 1


def test_what_nobody_may_do_stays_in_the_sum():
    demand = Demand(0, frozenset({N}), 1, UNDER)
    asked = problem(person("A", may={D}), person("C", may={R}), demands=(demand,))
    assert len(apart(asked)) == 2
    assert planning.plan(asked, effort(), solver=True).objective == 100


def test_whoever_stops_it_at_once_has_a_roster_all_the_same():
    asked = problem(person("A"), demands=(Demand(0, frozenset({D}), 1, UNDER),))
    for solver in (True, False):
        plan = planning.plan(asked, effort(stop=lambda: True), solver=solver)
        assert set(plan.roster) == {"A"}


def test_a_problem_without_people_costs_its_demands():
    asked = problem(demands=(Demand(0, frozenset({D}), 1, UNDER),))
    plan = planning.plan(asked, effort(), solver=True)
    assert (plan.objective, plan.roster) == (100, {})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: problem(days=0), "at least one day"),
        (lambda: problem(person("A"), person("A")), "person A is named twice"),
        (lambda: Problem(1, (*SHIFTS, SHIFTS[0]), ()), "shift D is named twice"),
        (lambda: problem(person("A", may={Duty("gate", "X")})), "person A: unknown shifts X"),
        (lambda: problem(person("A", Ordered(HARD, 7))), "day 7 is outside of 0 to 6"),
        (lambda: problem(person("A", Unchanged(HARD, (None,)))), "needs a cell for each day"),
        (lambda: problem(demands=(Demand(-1, frozenset(), 1),)), "day -1 is outside"),
        (lambda: Rule("wish", -1), "never below zero"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused_in_a_sentence(make, words):
    with pytest.raises(BadProblemError, match=words):
        make()
