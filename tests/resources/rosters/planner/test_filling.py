"""What stays open is filled by somebody who gives another day to somebody else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.filling import fill
from dayuan.resources.rosters.planner.problem import Demand, MostShifts, Ordered, Rule
from tests.hypothesis_profiles import at_most
from tests.resources.rosters.planner.making import HARD, D, N, line, person, problem, problems
from tests.resources.rosters.planner.test_exchanging import allowed

#: Nothing of it asks a database.
pytestmark = pytest.mark.once
UNDER = Rule("under", 100)


def asks(day, duty, people=1):
    return Demand(day, frozenset({duty}), people, UNDER)


def test_whoever_is_free_takes_what_is_open():
    asked = problem(person("A"), person("B", may={N}), demands=(asks(2, D),))
    lines = {"A": line("......."), "B": line(".......")}
    found = fill(asked, lines, group=1, stop=greedy.never)
    assert found == {"A": line("..D...."), "B": line(".......")}


def test_whoever_has_enough_gives_another_day_away_for_it():
    """Only A may do nights and has days enough; B takes one of the days."""
    one = person("A", MostShifts(HARD, 2))
    asked = problem(one, person("B", may={D}), demands=(asks(0, D), asks(1, D), asks(3, N)))
    lines = {"A": line("DD....."), "B": line(".......")}
    found = fill(asked, lines, group=1, stop=greedy.never)
    assert judge(asked, found).objective == 0
    assert found["A"][3] == N


def test_where_nobody_may_it_stays_open_and_nobody_is_moved():
    away = person("A", Ordered(HARD, 2))
    asked = problem(away, demands=(asks(2, D),))
    lines = {"A": line("DD.DD..")}
    assert fill(asked, lines, group=1, stop=greedy.never) == lines


@at_most(500)
@given(st.data())
def test_nothing_is_opened_and_nobodys_rule_is_broken_for_it(data):
    asked = data.draw(problems(people=3, days=4))
    before = data.draw(allowed(asked))
    after = fill(asked, before, group=greedy.GROUP, stop=greedy.never)
    alone = replace(asked, demands=(), fairness=())
    assert len(judge(alone, after).violations) <= len(judge(alone, before).violations)
    for demand in asked.demands:
        there = [
            sum(cells[demand.day] in demand.duties for cells in one.values())
            for one in (before, after)
        ]
        if demand.who is None and len(demand.duties) == 1:
            assert there[1] >= min(there[0], demand.required)
