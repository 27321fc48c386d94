"""A month of guards: feasible soon, every rule of every person kept, mended by few changes."""

import time

import pytest

from dayuan.resources.rosters.planner import greedy, planning, repair
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.problem import Rule
from tests.resources.rosters.planner.guards import LEADERS, guards

CALM = repair.Calm(Rule("changed", 10), Rule("touched", 25))


def effort(seconds: float) -> planning.Effort:
    return planning.Effort(seconds, time.monotonic, workers=2, hands=1)


def test_a_week_of_guards_is_planned_without_the_solver_and_keeps_every_rule():
    week = guards(7)
    judged = judge(week, greedy.plan(week))
    assert judged.violations == ()
    # Nobody plans more than there are people for: what is uncovered has its post and day.
    assert all(b.day is not None for b in judged.priced if b.rule.code.startswith("under"))


def test_a_week_of_guards_is_planned_in_seconds_with_an_honest_bound():
    week = guards(7)
    plan = planning.plan(week, effort(3), solver=True)
    assert plan.judged.violations == ()
    assert 0 <= plan.bound <= plan.objective
    assert plan.objective <= judge(week, greedy.plan(week)).objective


@pytest.mark.deep
@pytest.mark.timeout(400)
def test_a_month_of_guards_is_planned_in_a_minute_and_one_absence_mended_by_few():
    month = guards()
    plan = planning.plan(month, effort(60), solver=True)
    assert plan.judged.violations == ()
    leader = min(LEADERS)
    day = next(day for day, cell in enumerate(plan.roster[leader]) if cell and day > 9)
    away = {leader: frozenset({day})}
    mended = repair.repair(month, plan.roster, away, effort(10), since=day, calm=CALM)
    assert mended.judged.violations == ()
    touched = [code for code, cells in mended.roster.items() if cells != plan.roster[code]]
    assert len(touched) <= 4
    assert all(mended.roster[code][:day] == plan.roster[code][:day] for code in plan.roster)
