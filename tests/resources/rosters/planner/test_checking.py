"""The checker names every rule that a roster breaks, by whom and when, and counts its price."""

from dataclasses import replace

import pytest

from dayuan.resources.rosters.planner.checking import Breach, judge
from dayuan.resources.rosters.planner.problem import (
    MAY,
    Demand,
    Fairness,
    LeastMinutes,
    LongestStretch,
    MostMinutes,
    MostShifts,
    MostWeekends,
    Ordered,
    Rest,
    Rule,
    ShortestBreak,
    ShortestStretch,
    Succession,
    Unchanged,
    Untouched,
)
from tests.resources.rosters.planner.making import (
    DAY,
    HARD,
    NIGHT,
    D,
    N,
    R,
    line,
    person,
    problem,
)

NIGHTS = frozenset({NIGHT})
#: A rule, a week that breaks it alone, how far, on which day, and a week that keeps it.
BROKEN = [
    (Ordered(HARD, 2), "..D....", 1, 2, "DD.DD.."),
    (Ordered(HARD, 2, frozenset({N})), "..N....", 1, 2, "..D...."),
    (Ordered(HARD, 2, frozenset({N}), wanted=True), "..D....", 1, 2, "..N...."),
    (Ordered(HARD, 2, wanted=True), "DD.....", 1, 2, "..R...."),
    (Succession(HARD), "..ND...", 1, 3, "..N.D.."),
    (Rest(HARD, 480), "N.ND...", 1, 3, "DDDNN.."),
    (Rest(HARD, 60 * 31), "DN.....", 1, 1, "D.D.N.."),
    (MostShifts(HARD, 1, NIGHTS), "N.N.N..", 2, None, "DDDDN.."),
    (MostShifts(HARD, 2), "DDRN...", 2, None, "....DN."),
    (MostMinutes(HARD, 1000), "DDN....", 10, None, "DD....."),
    (MostMinutes(HARD, 480, already=60), "D......", 1, None, "......."),
    (MostMinutes(HARD, 960, every=3), "DD.DDD.", 8, 5, "DD.DD.D"),
    (LeastMinutes(HARD, 1000), "DD.....", 1, None, "DN....."),
    (LongestStretch(HARD, 2), "DDD....", 1, 2, "DD.DD.D"),
    (LongestStretch(HARD, 1, NIGHTS), "DNN....", 1, 2, "NDNDN.."),
    (ShortestStretch(HARD, 2), ".D.....", 1, 1, "D.DD..D"),
    (ShortestBreak(HARD, 2), "D.DD...", 1, 1, ".D..D.."),
    (MostWeekends(HARD, 0), "......D", 1, None, "DDDDD.."),
    (Unchanged(HARD, line("DDDDD..")), "DDDDR..", 1, 4, "DDDDD.."),
    (Untouched(HARD, line("DDDDD..")), "NN.....", 1, None, "DDDDD.."),
]


@pytest.mark.parametrize(("rule", "broken", "units", "day", "kept"), BROKEN)
def test_a_roster_that_breaks_one_rule_alone_is_told_so(rule, broken, units, day, kept):
    asked = problem(person("Li", rule))
    assert judge(asked, {"Li": line(broken)}).violations == (Breach(HARD, units, "Li", day),)
    assert judge(asked, {"Li": line(kept)}).violations == ()


@pytest.mark.parametrize(("rule", "broken", "units", "day", "kept"), BROKEN)
def test_the_same_rule_with_a_price_costs_it_for_each_unit(rule, broken, units, day, kept):
    priced = Rule("rule", 7)
    judged = judge(problem(person("Li", replace(rule, rule=priced))), {"Li": line(broken)})
    assert judged.violations == ()
    assert judged.priced == (Breach(priced, units, "Li", day),)
    assert judged.objective == 7 * units


def test_a_duty_that_somebody_may_not_do_is_named():
    judged = judge(problem(person("Li", may={D})), {"Li": line("D.N....")})
    assert judged.violations == (Breach(MAY, 1, "Li", 2),)


def test_too_few_and_too_many_are_named_with_their_day():
    under, over = Rule("under", 100), Rule("over", 1)
    demand = Demand(0, frozenset({D, R}), 2, under, over)
    asked = problem(*(person(code) for code in "ABC"), demands=(demand,))
    nothing, day, room = line("......."), line("D......"), line("R......")
    few = judge(asked, {"A": day, "B": nothing, "C": nothing})
    many = judge(asked, {"A": day, "B": room, "C": day})
    right = judge(asked, {"A": day, "B": room, "C": line("N......")})
    assert few.priced == (Breach(under, 1, day=0),)
    assert many.priced == (Breach(over, 1, day=0),)
    assert right.priced == ()


def test_exactly_one_squad_leader_is_a_demand_among_those_who_lead():
    leader = Rule("leader")
    demand = Demand(0, frozenset({D, R}), 1, leader, leader, frozenset({"A", "B"}))
    asked = problem(*(person(code) for code in "ABC"), demands=(demand,))
    day, free = line("D......"), line(".......")
    assert judge(asked, {"A": free, "B": free, "C": day}).violations == (Breach(leader, 1, day=0),)
    assert judge(asked, {"A": day, "B": day, "C": free}).violations == (Breach(leader, 1, day=0),)
    assert judge(asked, {"A": day, "B": free, "C": day}).violations == ()


def test_fairness_counts_what_earlier_months_brought():
    fair = Fairness(HARD, frozenset("AB"), NIGHTS, most=1, carry={"A": 2})
    asked = problem(person("A"), person("B"), fairness=(fair,))
    assert judge(asked, {"A": line("N......"), "B": line("N......")}).violations == (
        Breach(HARD, 1, "A"),
    )
    assert judge(asked, {"A": line("......."), "B": line("NN.....")}).violations == ()


def test_fairness_looks_at_some_days_alone():
    fair = Fairness(HARD, frozenset("AB"), days=frozenset({5, 6}))
    asked = problem(person("A"), person("B"), fairness=(fair,))
    assert judge(asked, {"A": line("DDDDD.."), "B": line(".......")}).violations == ()
    assert judge(asked, {"A": line(".....DD"), "B": line(".......")}).violations != ()


#: A rule, the days before, a week that breaks it because of them, how far, and where.
PAST = [
    (Succession(HARD), "N", "D......", 1, 0),
    (Rest(HARD, 480), "N", "D......", 1, 0),
    (MostMinutes(HARD, 960, every=3), "DD", "D......", 8, 0),
    (LongestStretch(HARD, 3), "DD", "DD.....", 1, 1),
    (LongestStretch(HARD, 1, NIGHTS), ".N", "N......", 1, 0),
    (ShortestStretch(HARD, 3), ".D", "D......", 1, 0),
    (ShortestStretch(HARD, 3), ".DD", ".......", 1, -1),
    (ShortestBreak(HARD, 2), "D.", "D......", 1, -1),
]


@pytest.mark.parametrize(("rule", "before", "week", "units", "day"), PAST)
def test_the_days_before_count_as_far_as_they_are_known(rule, before, week, units, day):
    known = problem(person("Li", rule, before=line(before)))
    unknown = problem(person("Li", rule))
    assert judge(known, {"Li": line(week)}).violations == (Breach(HARD, units, "Li", day),)
    assert judge(unknown, {"Li": line(week)}).violations == ()


@pytest.mark.parametrize(
    ("rule", "before"),
    [
        (LongestStretch(HARD, 2), "DDDD."),
        (ShortestStretch(HARD, 3), ".D.."),
        (Succession(HARD), "ND."),
    ],
)
def test_what_was_broken_before_the_first_day_is_nobodys_any_more(rule, before):
    asked = problem(person("Li", rule, before=line(before)))
    assert judge(asked, {"Li": line("...DDD."[:7].replace("D", "."))}).violations == ()


def test_what_each_rule_costs_is_summed_the_dearest_first():
    wish, under = Rule("wish", 1), Rule("under", 100)
    rules = [Ordered(wish, day) for day in (1, 2, 3)]
    asked = problem(person("Li", *rules), demands=(Demand(6, frozenset({N}), 1, under),))
    judged = judge(asked, {"Li": line(".DD....")})
    assert list(judged.by_rule().items()) == [("under", 100), ("wish", 2)]


def test_a_roster_without_a_person_or_a_day_is_refused():
    with pytest.raises(ValueError, match="Li has not 7 days"):
        judge(problem(person("Li")), {})
    with pytest.raises(ValueError, match="Li has not 7 days"):
        judge(problem(person("Li")), {"Li": line("D")})


def test_days_without_a_post_are_told_from_those_on_another():
    demand = Demand(0, frozenset({D}), 1, Rule("under", 5))
    asked = problem(person("Li"), demands=(demand,))
    assert judge(asked, {"Li": line("R......")}).objective == 5
    assert judge(asked, {"Li": line("D......")}).objective == 0
    assert DAY == D.shift == R.shift
