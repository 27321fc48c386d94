"""Small problems, made by hand or drawn at random, and every roster of a tiny one."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.problem import (
    Cell,
    Demand,
    Duty,
    Fairness,
    LeastMinutes,
    LongestStretch,
    MostMinutes,
    MostShifts,
    MostWeekends,
    Ordered,
    Person,
    Problem,
    Rest,
    Rule,
    Shift,
    ShortestBreak,
    ShortestStretch,
    Succession,
    Unchanged,
    Untouched,
)

GATE, ROOM = "gate", "room"
DAY, NIGHT = "D", "N"
D, N = Duty(GATE, DAY), Duty(GATE, NIGHT)
R = Duty(ROOM, DAY)
SHIFTS = (
    Shift(DAY, 480, start=480),
    Shift(NIGHT, 600, start=1320, not_followed_by=frozenset({DAY})),
)
HARD = Rule("rule")


def problem(*people: Person, days: int = 7, **more) -> Problem:
    """Return a problem of these people with the two shifts."""
    more.setdefault("weekends", ((5, 6),) if days == 7 else ())
    return Problem(days=days, shifts=SHIFTS, people=people, **more)


def person(code: str = "Li", *rules, may=frozenset({D, N, R}), before=()) -> Person:
    """Return a person with rules."""
    return Person(code, frozenset(may), rules, tuple(before))


def line(text: str) -> tuple[Cell, ...]:
    """Return cells written as letters: D, N, R (the room by day), and a point for nothing."""
    return tuple({"D": D, "N": N, "R": R, ".": None}[letter] for letter in text)


def rosters(asked: Problem) -> Iterator[dict[str, tuple[Cell, ...]]]:
    """Yield every roster that a problem has; only for tiny ones."""
    each = [
        list(product([None, *sorted(person.may)], repeat=asked.days)) for person in asked.people
    ]
    for lines in product(*each):
        yield {one.code: cells for one, cells in zip(asked.people, lines, strict=True)}


def cheapest(asked: Problem) -> int | None:
    """Return what the best roster costs, found by looking at all of them."""
    judged = (judge(asked, roster) for roster in rosters(asked))
    return min((one.objective for one in judged if not one.violations), default=None)


def rules() -> st.SearchStrategy[Rule]:
    """Draw a rule that holds, or one with a price."""
    prices = st.one_of(st.none(), st.integers(0, 9))
    return st.builds(Rule, st.just("rule"), prices)


def _person_rules(days: int, duties: list[Duty]) -> st.SearchStrategy:
    numbers, some = st.integers(0, 3), st.frozensets(st.sampled_from([DAY, NIGHT]), min_size=1)
    maybe = st.one_of(st.none(), some)
    cells = st.tuples(*[st.sampled_from([None, *duties])] * days)
    minutes = st.integers(0, 4).map(lambda n: n * 500)
    meant = st.one_of(st.none(), st.frozensets(st.sampled_from(duties), min_size=1))
    day = st.integers(0, days - 1)
    return st.one_of(
        st.builds(Ordered, rules(), day, meant, st.booleans()),
        st.builds(Succession, rules()),
        st.builds(Rest, rules(), st.sampled_from([480, 660, 1500])),
        st.builds(MostShifts, rules(), numbers, maybe),
        st.builds(MostMinutes, rules(), minutes, st.sampled_from([None, 2, 3])),
        st.builds(LeastMinutes, rules(), minutes),
        st.builds(LongestStretch, rules(), st.integers(1, 2), maybe),
        st.builds(ShortestStretch, rules(), numbers),
        st.builds(ShortestBreak, rules(), numbers),
        st.builds(MostWeekends, rules(), st.integers(0, 1)),
        st.builds(Unchanged, rules(), cells),
        st.builds(Untouched, rules(), cells),
    )


@st.composite
def problems(draw, *, people: int = 2, days: int = 3, held: bool = False) -> Problem:
    """Draw a small problem; with ``held`` no rule for a group must hold."""
    duties = [D, N]
    one = _person_rules(days, duties)
    cells = st.lists(st.sampled_from([None, D, N]), max_size=3)
    staff = [
        Person(
            f"p{n}",
            draw(st.frozensets(st.sampled_from(duties), min_size=1)),
            tuple(draw(st.lists(one, max_size=4))),
            tuple(draw(cells)),
        )
        for n in range(people)
    ]
    group = st.builds(Rule, st.just("group"), st.integers(0, 9)) if held else rules()
    codes = [member.code for member in staff]
    some = st.frozensets(st.sampled_from(codes), min_size=1)
    demand = st.builds(
        Demand,
        st.integers(0, days - 1),
        st.frozensets(st.sampled_from(duties), min_size=1),
        st.integers(0, 2),
        st.one_of(st.none(), group),
        st.one_of(st.none(), group),
        st.one_of(st.none(), some),
    )
    fair = st.builds(
        Fairness,
        group,
        some,
        st.one_of(st.none(), st.just(frozenset({NIGHT}))),
        st.one_of(st.none(), st.just(frozenset({0, 1}))),
        st.integers(0, 1),
        st.dictionaries(st.sampled_from(codes), st.integers(0, 2)),
    )
    return Problem(
        days=days,
        shifts=SHIFTS,
        people=tuple(staff),
        demands=tuple(draw(st.lists(demand, max_size=5))),
        fairness=tuple(draw(st.lists(fair, max_size=1))),
        weekends=((1, 2),) if days > 2 else (),
    )
