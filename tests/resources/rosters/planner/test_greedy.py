"""The greedy planner always has a roster, and keeps what must hold for people."""

from dataclasses import replace

from hypothesis import given

from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.problem import (
    Demand,
    Fairness,
    LeastMinutes,
    MostMinutes,
    MostShifts,
    MostWeekends,
    Ordered,
    Rule,
    ShortestBreak,
    ShortestStretch,
)
from tests.hypothesis_profiles import at_most
from tests.resources.rosters.planner.making import (
    HARD,
    D,
    N,
    cheapest,
    line,
    person,
    problem,
    problems,
)

UNDER, OVER = Rule("under", 100), Rule("over", 1)


@at_most(500)
@given(problems())
def test_no_rule_that_holds_for_a_person_is_broken_where_it_can_be_kept(asked):
    # What holds for a group, even shares too, may be broken: whoever has most is named then.
    of_people = replace(asked, demands=(), fairness=())
    possible = cheapest(of_people) is not None
    judged = judge(of_people, greedy.plan(asked))
    assert not possible or judged.violations == ()


@at_most(500)
@given(problems(held=True))
def test_it_costs_no_less_than_the_best_and_no_rule_is_broken_to_be_cheaper(asked):
    best = cheapest(asked)
    judged = judge(asked, greedy.plan(asked))
    assert best is None or (judged.objective >= best and not judged.violations)


@at_most(500)
@given(problems(people=1, days=4, held=True))
def test_one_person_alone_gets_the_best_line_there_is(asked):
    best = cheapest(asked)
    assert best is None or judge(asked, greedy.plan(asked)).objective == best


def test_even_shares_and_a_post_that_cannot_both_hold_break_nobodys_own_rule():
    never = MostShifts(HARD, 0)
    asked = problem(
        person("p0", may={D}), person("p1", never, may={D}),
        days=3,
        demands=(Demand(0, frozenset({D}), 1, HARD, None),),
        fairness=(Fairness(HARD, frozenset({"p0", "p1"}), most=0, carry={"p0": 1}),),
    )  # fmt: skip
    found = greedy.plan(asked)
    assert found["p1"] == (None, None, None)


def test_what_nobody_can_cover_stays_uncovered_and_is_named():
    demand = Demand(2, frozenset({N}), 2, UNDER, OVER)
    asked = problem(person("A", may={D}), person("B"), demands=(demand,))
    judged = judge(asked, greedy.plan(asked))
    assert judged.violations == ()
    assert [(b.rule.code, b.units, b.day) for b in judged.priced] == [("under", 1, 2)]


def test_what_must_hold_is_not_given_up_for_all_the_cover_in_the_world():
    demands = tuple(Demand(day, frozenset({D}), 1, Rule("under", 9_000)) for day in range(7))
    asked = problem(person("A", MostWeekends(HARD, 0), Ordered(HARD, 1)), demands=demands)
    assert greedy.plan(asked) == {"A": line("D.DDD..")}


def test_rules_that_cannot_hold_together_give_a_roster_that_the_checker_names():
    asked = problem(person("A", Ordered(HARD, 0, wanted=True), Ordered(HARD, 0)))
    assert len(judge(asked, greedy.plan(asked)).violations) == 1


def test_a_line_is_found_that_only_one_way_through_keeps():
    rules = [
        LeastMinutes(HARD, 4 * 480),
        MostMinutes(HARD, 4 * 480),
        ShortestStretch(HARD, 2),
        ShortestBreak(HARD, 2),
        *(Ordered(HARD, day) for day in (2, 3, 4)),
    ]
    lines = greedy.plan(problem(person("A", *rules, may={D})))
    assert lines == {"A": line("DD...DD")}


def test_it_stops_when_told_and_still_has_a_whole_roster():
    demands = tuple(Demand(day, frozenset({D}), 1, UNDER, OVER) for day in range(7))
    asked = problem(person("A"), person("B"), demands=demands)
    judged = judge(asked, greedy.plan(asked, stop=lambda: True))
    assert judged.violations == ()
    assert judged.objective == 0


def test_two_who_may_do_the_same_share_what_one_of_them_did_too_much_of():
    """Alone neither gives a shift away: it would stay undone, which costs more than overtime."""
    most = MostMinutes(Rule("overtime", 2), 4 * 480)
    demands = tuple(Demand(day, frozenset({D}), 1, UNDER, OVER) for day in range(7))
    asked = problem(person("A", most), person("B", most), demands=demands)
    worked = sorted(sum(cell is not None for cell in one) for one in greedy.plan(asked).values())
    assert worked == [3, 4]
    assert judge(asked, greedy.plan(asked)).objective == 0
