"""The model says what the checker says: the same cost, the same rules, the true optimum."""

from hypothesis import given

from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.cpsat import Effort, Found, Model, sound
from dayuan.resources.rosters.planner.problem import (
    Demand,
    Fairness,
    LongestStretch,
    Ordered,
    Rule,
    ShortestStretch,
    Succession,
)
from tests.hypothesis_profiles import at_most
from tests.resources.rosters.planner.making import (
    HARD,
    D,
    N,
    R,
    cheapest,
    line,
    person,
    problem,
    problems,
    rosters,
)

UNDER, OVER = Rule("under", 100), Rule("over", 10)
QUICK = Effort(20.0)


@at_most(500)
@given(problems())
def test_the_proven_optimum_is_the_cheapest_of_all_rosters(asked):
    best = cheapest(asked)
    answer = Model(asked).solve(QUICK)
    if best is None:
        assert answer.found is Found.IMPOSSIBLE
    else:
        assert (answer.found, answer.objective, answer.bound) == (Found.OPTIMAL, best, best)


@at_most(500)
@given(problems(people=3, days=5))
def test_the_checker_finds_the_cost_of_the_model_and_nothing_broken(asked):
    answer = Model(asked).solve(QUICK)
    if answer.roster is not None:
        judged = judge(asked, answer.roster)
        assert judged.violations == ()
        assert judged.objective == answer.objective
        assert answer.bound is not None
        assert answer.bound <= judged.objective


@at_most(500)
@given(problems(people=2, days=2))
def test_every_roster_that_the_checker_passes_is_one_of_the_model(asked):
    for number, roster in enumerate(rosters(asked)):
        if number % 7 == 0 and not judge(asked, roster).violations:
            kept = {code: dict(enumerate(cells)) for code, cells in roster.items()}
            answer = Model(asked, kept=kept).solve(QUICK)
            assert answer.objective == judge(asked, roster).objective


@at_most(500)
@given(problems(people=3, days=4, held=True))
def test_a_part_planned_anew_beside_what_stays_costs_what_the_checker_says(asked):
    first = Model(asked).solve(QUICK).roster
    if first is None:
        return
    kept = {"p0": dict(enumerate(first["p0"])), "p1": {0: first["p1"][0]}}
    again = Model(asked, kept=kept).solve(QUICK)
    assert again.roster is not None
    assert again.roster["p0"] == first["p0"]
    assert again.roster["p1"][0] == first["p1"][0]
    assert judge(asked, again.roster).objective == again.objective


@at_most(500)
@given(problems(days=4))
def test_what_follows_from_a_persons_rules_cuts_off_no_roster(asked):
    model = Model(asked)
    before = Model(asked).solve(QUICK)
    model.tighten()
    after = model.solve(QUICK)
    assert (after.found, after.objective) == (before.found, before.objective)


def test_a_week_by_hand_has_its_known_best():
    # Two people, one by day and one by night, a night is never followed by a day.
    demands = tuple(
        Demand(day, frozenset({duty}), 1, UNDER, OVER) for day in range(7) for duty in (D, N)
    )
    rules = [Succession(HARD), LongestStretch(HARD, 5), ShortestStretch(HARD, 2)]
    people = [person(code, *rules, may={D, N}) for code in "AB"]
    answer = Model(problem(*people, demands=demands)).solve(QUICK)
    # Each is free two days of seven, and then one of two duties stays uncovered.
    assert (answer.found, answer.objective) == (Found.OPTIMAL, 200)


def test_nights_are_shared_as_earlier_months_ask():
    demands = tuple(Demand(day, frozenset({N}), 1, UNDER, OVER) for day in range(4))
    fair = Fairness(Rule("fair", 1), frozenset("AB"), frozenset({"N"}), carry={"A": 2})
    asked = problem(person("A"), person("B"), demands=demands, fairness=(fair,), days=4)
    answer = Model(asked).solve(QUICK)
    assert answer.objective == 0
    assert answer.roster is not None
    assert sum(cell == N for cell in answer.roster["B"]) == 3


def test_people_outside_of_a_part_count_for_its_demands():
    demand = Demand(0, frozenset({D, R}), 1, UNDER, OVER)
    asked = problem(person("A"), demands=(demand,))
    answer = Model(asked, around={"B": line("R......")}).solve(QUICK)
    assert answer.roster is not None
    assert answer.roster["A"][0] in (None, N)


def test_a_group_that_must_hold_is_priced_while_people_are_missing():
    demand = Demand(0, frozenset({D}), 2, HARD)
    asked = problem(person("A"), demands=(demand,))
    assert Model(asked).solve(QUICK).found is Found.IMPOSSIBLE
    assert Model(asked, elastic=1000).solve(QUICK).objective == 1000


def test_a_search_that_is_told_to_stop_ends():
    people = [person(f"p{n}", LongestStretch(HARD, 5)) for n in range(12)]
    fair = Fairness(Rule("fair", 3), frozenset(p.code for p in people), frozenset({"N"}))
    wishes = [Ordered(Rule("wish", 1), day) for day in range(28)]
    demands = tuple(
        Demand(day, frozenset({duty}), 4, UNDER, OVER) for day in range(28) for duty in (D, N)
    )
    people = [person(p.code, *p.rules, *wishes) for p in people]
    asked = problem(*people, demands=demands, fairness=(fair,), days=28)
    answer = Model(asked).solve(Effort(50.0), stop=lambda: True)
    assert answer.found in (Found.OPTIMAL, Found.FEASIBLE, Found.UNKNOWN)


def test_a_bound_is_rounded_up_only_where_it_stands_for_a_whole_number():
    assert sound(1273.2) == 1274
    assert sound(1273.0000000001) == 1273
    assert sound(1272.9999999999) == 1273
    assert sound(0.0) == 0
    assert sound(float("-inf")) is None
    assert sound(-1e300) is None
