"""A rostering problem as values: who may do what, what is asked, and what it costs.

Days are counted from 0; the days before are -1, -2 and so on, as far as somebody's past is
known. A rule either holds (no price) or may be broken for a price, which counts for each
unit of breaking it: a day, a shift, a started step of minutes, a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from dayuan.kernel.text import Text


class Duty(NamedTuple):
    """A shift on a post: what one person does on one day."""

    post: str
    shift: str


#: What somebody does on a day: a duty, or nothing.
Cell = Duty | None
#: Who does what: for each person a cell for each day.
Roster = Mapping[str, tuple[Cell, ...]]
#: The name of the only post, where a problem knows no posts.
ONLY_POST = ""


class BadProblemError(ValueError):
    """A problem that contradicts itself as data; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The name of a rule, and its price; without a price it holds."""

    code: str
    price: int | None = None
    says: Text | None = None

    def __post_init__(self) -> None:
        if self.price is not None and self.price < 0:
            raise BadProblemError(f"{self.code}: a price is never below zero")

    @property
    def hard(self) -> bool:
        """Tell whether the rule holds whatever it costs."""
        return self.price is None


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift: how long, from which minute of its day, and what must not follow next day."""

    code: str
    minutes: int
    start: int = 0
    not_followed_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ordered:
    """On a day the person does one of some duties, or (``wanted`` false) none of them.

    Without ``duties`` any duty is meant. Leave, training, fixed cells, orders and wishes
    are all of this kind; what tells them apart is their rule.
    """

    rule: Rule
    day: int
    duties: frozenset[Duty] | None = None
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Succession:
    """Shifts are not followed on the next day by those that their shift names."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Rest:
    """Between the end of a duty and the start of the next lie so many minutes."""

    rule: Rule
    minutes: int


@dataclass(frozen=True, slots=True)
class MostShifts:
    """At most so many of some shifts (without ``shifts``: of all) in the horizon."""

    rule: Rule
    most: int
    shifts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class MostMinutes:
    """At most so many minutes in the horizon, or in every so many days that follow each other.

    ``already`` counts for the horizon alone: what the period brought before it. Priced for
    each started ``step``.
    """

    rule: Rule
    most: int
    every: int | None = None
    already: int = 0
    step: int = 60


@dataclass(frozen=True, slots=True)
class LeastMinutes:
    """At least so many minutes in the horizon, ``already`` counted in."""

    rule: Rule
    least: int
    already: int = 0
    step: int = 60


@dataclass(frozen=True, slots=True)
class LongestStretch:
    """At most so many days on end with one of some shifts (without ``shifts``: with any)."""

    rule: Rule
    most: int
    shifts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ShortestStretch:
    """Whoever begins to work works at least so many days; what an edge cuts is not counted."""

    rule: Rule
    least: int


@dataclass(frozen=True, slots=True)
class ShortestBreak:
    """Days off come at least so many on end; what an edge cuts is not counted."""

    rule: Rule
    least: int


@dataclass(frozen=True, slots=True)
class MostWeekends:
    """At most so many weekends with work on any of their days."""

    rule: Rule
    most: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Cells stay as an earlier roster has them: priced for each that does not."""

    rule: Rule
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Untouched:
    """A person's cells stay all as they were: priced once, however many do not."""

    rule: Rule
    cells: tuple[Cell, ...]


PersonRule = (
    Ordered
    | Succession
    | Rest
    | MostShifts
    | MostMinutes
    | LeastMinutes
    | LongestStretch
    | ShortestStretch
    | ShortestBreak
    | MostWeekends
    | Unchanged
    | Untouched
)
#: Nobody does what he may not do: of every person, always.
MAY = Rule("may")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: the duties that may be done, the rules, and the days before the first one.

    ``before`` ends with the day before the first; how far back it goes is how much is known.
    """

    code: str
    may: frozenset[Duty]
    rules: tuple[PersonRule, ...] = ()
    before: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """So many people do one of some duties on a day; ``who`` counts those people alone.

    Whoever stands in the roster counts, of the problem or not.

    Without a rule ``under`` fewer are fine, without a rule ``over`` more are. Exactly one
    squad leader in a shift is a demand for one among those who lead.
    """

    day: int
    duties: frozenset[Duty]
    required: int
    under: Rule | None = None
    over: Rule | None = None
    who: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Fairness:
    """The most burdened of some people bears at most ``most`` more than the least burdened.

    People who are not of the problem count as the roster has them, if it has them.

    A burden is one of some shifts (without ``shifts``: any) on one of some days (without
    ``days``: each); ``carry`` is what earlier months brought to each.
    """

    rule: Rule
    people: frozenset[str]
    shifts: frozenset[str] | None = None
    days: frozenset[int] | None = None
    most: int = 0
    carry: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Everything a roster is made from and judged by."""

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    demands: tuple[Demand, ...] = ()
    fairness: tuple[Fairness, ...] = ()
    #: The days of each weekend that lies in the horizon, and the statutory holidays.
    weekends: tuple[tuple[int, ...], ...] = ()
    holidays: frozenset[int] = frozenset()
    first: date | None = None

    def __post_init__(self) -> None:
        _check(self)

    @property
    def shift(self) -> Mapping[str, Shift]:
        """Return the shifts by code."""
        return {shift.code: shift for shift in self.shifts}

    @property
    def person(self) -> Mapping[str, Person]:
        """Return the people by code."""
        return {person.code: person for person in self.people}

    def nobody_works(self) -> dict[str, tuple[Cell, ...]]:
        """Return the empty roster."""
        return {person.code: (None,) * self.days for person in self.people}


def _check(problem: Problem) -> None:
    if problem.days < 1:
        raise BadProblemError("a roster has at least one day")
    codes = [shift.code for shift in problem.shifts]
    known = frozenset(codes)
    _once("shift", codes)
    _once("person", [person.code for person in problem.people])
    for shift in problem.shifts:
        _known(f"shift {shift.code}", "shifts", shift.not_followed_by, known)
    for person in problem.people:
        _check_person(problem, person, known)
    for demand in problem.demands:
        _inside(problem, "a demand", [demand.day])
        _known("a demand", "shifts", (duty.shift for duty in demand.duties), known)
    for weekend in problem.weekends:
        _inside(problem, "a weekend", weekend)


def _check_person(problem: Problem, person: Person, known: frozenset[str]) -> None:
    whose = f"person {person.code}"
    done = [duty for duty in (*person.may, *person.before) if duty is not None]
    _known(whose, "shifts", (duty.shift for duty in done), known)
    for rule in person.rules:
        if isinstance(rule, Ordered):
            _inside(problem, whose, [rule.day])
        if isinstance(rule, Unchanged | Untouched) and len(rule.cells) != problem.days:
            raise BadProblemError(f"{whose}: {rule.rule.code} needs a cell for each day")


def _once(what: str, codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise BadProblemError(f"{what} {code} is named twice")


def _known(whose: str, what: str, named: Iterable[str], known: frozenset[str]) -> None:
    if unknown := sorted(set(named) - known):
        raise BadProblemError(f"{whose}: unknown {what} {', '.join(unknown)}")


def _inside(problem: Problem, whose: str, days: Iterable[int]) -> None:
    for day in days:
        if not 0 <= day < problem.days:
            raise BadProblemError(f"{whose}: day {day} is outside of 0 to {problem.days - 1}")


def able(person: Person, demand: Demand) -> bool:
    """Tell whether a person counts for a demand at all."""
    chosen = demand.who is None or person.code in demand.who
    return chosen and not person.may.isdisjoint(demand.duties)


def apart(problem: Problem) -> list[Problem]:
    """Return the problems that share nobody: each can be solved without the others.

    What asks for nobody that exists stays with the first.
    """
    groups = {person.code: {person.code} for person in problem.people}
    ties = [[p.code for p in problem.people if able(p, d)] for d in problem.demands]
    for tie in (*ties, *(fair.people for fair in problem.fairness)):
        _join(groups, tie)
    distinct = {id(group): group for group in groups.values()}
    return [_part(problem, group, first=n == 0) for n, group in enumerate(distinct.values())]


def _join(groups: dict[str, set[str]], tied: Iterable[str]) -> None:
    codes = list(tied)
    for code in codes[1:]:
        one, other = groups[codes[0]], groups[code]
        if one is not other:
            one |= other
            groups.update(dict.fromkeys(other, one))


def _part(problem: Problem, group: set[str], *, first: bool) -> Problem:
    """Return the part of a problem that some people are about."""
    people = tuple(person for person in problem.people if person.code in group)
    everybody = problem.people
    demands = [
        demand
        for demand in problem.demands
        if any(able(person, demand) for person in people)
        or (first and not any(able(person, demand) for person in everybody))
    ]
    fair = [one for one in problem.fairness if one.people & group or (first and not one.people)]
    return replace(problem, people=people, demands=tuple(demands), fairness=tuple(fair))
