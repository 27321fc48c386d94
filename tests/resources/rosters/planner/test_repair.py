"""Somebody is away: the roster is mended, and as few people as possible notice."""

from dataclasses import replace

import pytest

from dayuan.resources.rosters.planner import planning, repair
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.problem import (
    Demand,
    LeastMinutes,
    Ordered,
    Rule,
    ShortestStretch,
    Succession,
)
from tests.resources.rosters.planner.making import HARD, D, N, line, person, problem
from tests.resources.rosters.planner.test_planning import effort

CALM = repair.Calm(Rule("changed", 2), Rule("touched", 10))
UNDER = Rule("under", 100)
BOTH = pytest.mark.parametrize("solver", [True, False])


def three():
    """Two have the days and the nights of a week, the third is free and may do both."""
    demands = tuple(Demand(day, frozenset({d}), 1, UNDER) for day in range(5) for d in (D, N))
    rules = [Succession(HARD), LeastMinutes(HARD, 5 * 480), ShortestStretch(HARD, 2)]
    free = person("C", Succession(HARD))
    asked = problem(person("A", *rules), person("B", *rules), free, demands=demands)
    return asked, {"A": line("DDDDD.."), "B": line("NNNNN.."), "C": line(".......")}


@BOTH
def test_one_person_comes_instead_and_nobody_else_is_touched(solver):
    asked, roster = three()
    away = {"A": frozenset({2})}
    plan = repair.repair(asked, roster, away, effort(), calm=CALM, solver=solver)
    assert plan.judged.violations == ()
    assert plan.roster == {"A": line("DD.DD.."), "B": roster["B"], "C": line("..D....")}
    assert plan.objective == 12


@BOTH
def test_what_is_over_stays_as_it_was(solver):
    asked, roster = three()
    away = {"A": frozenset({2, 3})}
    plan = repair.repair(asked, roster, away, effort(), since=2, calm=CALM, solver=solver)
    assert [cells[:2] for cells in plan.roster.values()] == [c[:2] for c in roster.values()]
    assert plan.roster["C"] == line("..DD...")


@BOTH
def test_a_day_that_was_set_by_hand_is_mended_like_any_other(solver):
    """Whoever set it meant the day, not that somebody ill should come."""
    asked, roster = three()
    by_hand = Ordered(Rule("fixed"), 2, frozenset({D}), wanted=True)
    ill = replace(asked.people[0], rules=(*asked.people[0].rules, by_hand))
    asked = replace(asked, people=(ill, *asked.people[1:]))
    away = {"A": frozenset({2})}
    plan = repair.repair(asked, roster, away, effort(), calm=CALM, solver=solver)
    assert plan.judged.violations == ()
    assert (plan.roster["A"], plan.roster["C"]) == (line("DD.DD.."), line("..D...."))


@BOTH
def test_where_nobody_may_come_the_hole_is_named_and_nobody_is_moved(solver):
    asked, roster = three()
    alone = problem(*asked.people[:2], demands=asked.demands)
    roster = {code: roster[code] for code in "AB"}
    away = {"A": frozenset({2})}
    plan = repair.repair(alone, roster, away, effort(), calm=CALM, solver=solver)
    assert plan.roster["B"] == roster["B"]
    assert [(b.rule.code, b.day) for b in plan.judged.priced] == [("under", 2)]


def test_whoever_is_away_is_excused_and_everybody_else_is_not():
    asked, roster = three()
    away = {"A": frozenset({1, 3})}
    mended = repair.mended_problem(asked, roster, away, since=0, calm=CALM)
    a_day_here_and_there = {**roster, "A": line("D.D.D..")}
    assert judge(mended, a_day_here_and_there).violations == ()
    for_b = {**roster, "A": line("D.D.D.."), "B": line("NNN.N..")}
    assert {b.person for b in judge(mended, for_b).violations} == {"B"}
    assert planning.solver_present()
