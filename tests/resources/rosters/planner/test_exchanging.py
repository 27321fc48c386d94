"""Two people exchange days: never dearer, posts stay manned, and what it saves is true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.exchanging import Exchange, Prices, exchange
from dayuan.resources.rosters.planner.problem import Demand, Fairness, MostShifts, Ordered, Rule
from dayuan.resources.rosters.planner.walking import FORBIDDEN
from tests.hypothesis_profiles import at_most
from tests.resources.rosters.planner.making import D, N, line, person, problem, problems

#: Nothing of it asks a database.
pytestmark = pytest.mark.once
UNDER, OVERTIME = Rule("under", 100), Rule("overtime", 10)


def allowed(asked):
    """Rosters in which everybody does what he may."""
    return st.fixed_dictionaries(
        {
            one.code: st.tuples(
                *[st.sampled_from([None, *sorted(one.may)]) for _ in range(asked.days)]
            )
            for one in asked.people
        }
    )


def manned(roster):
    """What is done on each day, whoever does it."""
    return [sorted(filter(None, cells)) for cells in zip(*roster.values(), strict=True)]


def weight(asked, roster):
    """What a roster costs where each unit of what must hold weighs, a person's most."""
    judged = judge(asked, roster)
    held = sum(
        one.units * (greedy.GROUP if one.person is None else FORBIDDEN) for one in judged.violations
    )
    return judged.objective + held


@at_most(500)
@given(st.data())
def test_exchanges_make_nothing_dearer_and_leave_posts_as_they_are_manned(data):
    asked = data.draw(problems(people=3, days=5))
    before = data.draw(allowed(asked))
    after = exchange(asked, before, group=greedy.GROUP, stop=greedy.never)
    assert weight(asked, after) <= weight(asked, before)
    assert manned(after) == manned(before)
    assert all(cell is None or cell in one.may for one in asked.people for cell in after[one.code])


@at_most(500)
@given(st.data())
def test_what_an_exchange_saves_is_what_the_judge_says(data):
    """The price of parts is the price of the whole, wherever nothing that holds is broken."""
    asked = data.draw(problems(people=3, days=4))
    before = data.draw(allowed(asked))
    prices = Prices(asked, before, greedy.GROUP)
    first, end = sorted(data.draw(st.tuples(st.integers(0, 3), st.integers(1, 4))))
    change = Exchange(asked.people[0].code, asked.people[1].code, first, max(end, first + 1))
    mine, yours = change.applied(before)
    after = {**before, change.one: mine, change.other: yours}
    judged = judge(asked, before), judge(asked, after)
    if not any(one.violations for one in judged):
        assert prices._saved(change, -1) == judged[0].objective - judged[1].objective


def test_whoever_has_too_much_hands_some_days_on_and_what_is_ordered_stays():
    more = person("A", MostShifts(OVERTIME, 4), Ordered(Rule("fixed"), 0, wanted=True))
    less = person("B", MostShifts(OVERTIME, 4), Ordered(Rule("leave"), 6))
    asked = problem(more, less)
    found = exchange(
        asked, {"A": line("DDDDDDD"), "B": line(".......")}, group=1, stop=greedy.never
    )
    assert judge(asked, found).objective == 0
    assert (found["A"][0], found["B"][6]) == (D, None)


def test_a_shift_keeps_its_leader():
    led = Demand(0, frozenset({D}), 1, UNDER, None, frozenset({"A"}))
    asked = problem(person("A", MostShifts(OVERTIME, 0)), person("B"), demands=(led,))
    lines = {"A": line("DD....."), "B": line(".......")}
    found = exchange(asked, lines, group=1, stop=greedy.never)
    assert found == {"A": line("D......"), "B": line(".D.....")}


def test_nobody_is_given_what_he_may_not_do():
    asked = problem(person("A", MostShifts(OVERTIME, 1)), person("B", may={N}))
    lines = {"A": line("DDD...."), "B": line(".......")}
    assert exchange(asked, lines, group=1, stop=greedy.never) == lines


def test_burdens_are_shared_with_what_past_months_brought():
    fair = Fairness(Rule("fair", 3), frozenset("AB"), most=1, carry={"A": 4})
    asked = problem(person("A"), person("B"), fairness=(fair,))
    lines = {"A": line("DD....."), "B": line("...DD..")}
    found = exchange(asked, lines, group=1, stop=greedy.never)
    assert found == {"A": line("......."), "B": line("DD.DD..")}


def test_it_stops_when_told():
    asked = problem(person("A", MostShifts(OVERTIME, 0)), person("B"))
    lines = {"A": line("DDDDDDD"), "B": line(".......")}
    assert exchange(asked, lines, group=1, stop=lambda: True) == lines
