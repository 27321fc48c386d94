"""Which part is planned anew: never outside the problem, and as large as can be solved."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.neighbourhoods import Chooser, Kind, Neighbourhood
from dayuan.resources.rosters.planner.problem import Fairness, Rule, ShortestStretch
from tests.resources.rosters.planner.guards import guards
from tests.resources.rosters.planner.making import line, person, problem

MONTH = guards(14)


@given(st.sampled_from(Kind), st.integers(0, 99), st.floats(0.01, 0.9))
def test_a_neighbourhood_lies_inside_the_problem_and_frees_something(kind, seed, share):
    chooser = Chooser(MONTH, Random(seed))  # noqa: S311 - chance, no secret
    chooser.share[kind] = share
    part = chooser.of(kind, judge(MONTH, MONTH.nobody_works()))
    assert part.people <= set(MONTH.person)
    assert len(part.people) >= 2
    assert 0 <= part.days.start < part.days.stop <= MONTH.days


def test_only_what_can_change_is_cut_out():
    fair = Fairness(Rule("fair", 1), frozenset("BC"))
    asked = problem(person("A"), person("B"), person("C"), fairness=(fair,))
    roster = {code: line("DDD....") for code in "ABC"}
    of_a = Neighbourhood(frozenset("A"), range(2, 4))
    assert [one.code for one in of_a.cut(asked).people] == ["A"]
    assert of_a.cut(asked).fairness == ()
    assert Neighbourhood(frozenset("B"), range(7)).cut(asked).fairness == (fair,)
    assert sorted(of_a.kept(roster)["A"]) == [0, 1, 4, 5, 6]


def test_a_kind_that_is_not_solved_frees_less_and_one_solved_in_no_time_more():
    chooser = Chooser(MONTH, Random(1))  # noqa: S311 - above
    before = chooser.share[Kind.DAYS]
    chooser.learn(Kind.DAYS, finished=False, quick=False, gain=False)
    assert chooser.share[Kind.DAYS] < before
    chooser.learn(Kind.PEOPLE, finished=True, quick=True, gain=True)
    assert chooser.share[Kind.PEOPLE] > before
    assert chooser.gains[Kind.PEOPLE] > chooser.gains[Kind.DAYS]


def test_a_stretch_that_the_day_before_the_first_cut_short_misleads_nobody():
    short = person("A", ShortestStretch(Rule("short", 5), 3), before=line(".D"))
    asked = problem(short, person("B"))
    judged = judge(asked, asked.nobody_works())
    assert [breach.day for breach in judged.priced] == [-1]
    chooser = Chooser(asked, Random(1))  # noqa: S311 - above
    assert chooser.of(Kind.COSTLY_DAYS, judged).days.start >= 0
