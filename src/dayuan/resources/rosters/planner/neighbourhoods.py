"""Which part of a roster is planned anew while the rest stays: large-neighbourhood search.

Pure choice, without a solver: some people over all days, all people over some days, some
people over some days; at random, or where the roster is expensive.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random
from typing import Any

from dayuan.resources.rosters.planner.checking import Judgement
from dayuan.resources.rosters.planner.problem import Cell, Problem, Roster

#: How many cells a neighbourhood frees at first.
START = 100


class Kind(StrEnum):
    """How a neighbourhood is chosen."""

    PEOPLE = "people"
    COSTLY_PEOPLE = "costly people"
    DAYS = "days"
    COSTLY_DAYS = "costly days"
    CORNER = "corner"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The people and the days that are planned anew."""

    people: frozenset[str]
    days: range

    def cut(self, problem: Problem) -> Problem:
        """Return the part of a problem that can change here."""
        return replace(
            problem,
            people=tuple(person for person in problem.people if person.code in self.people),
            demands=tuple(demand for demand in problem.demands if demand.day in self.days),
            fairness=tuple(one for one in problem.fairness if one.people & self.people),
        )

    def kept(self, roster: Roster) -> dict[str, dict[int, Cell]]:
        """Return the cells of these people that stay."""
        return {
            code: {day: cell for day, cell in enumerate(roster[code]) if day not in self.days}
            for code in self.people
        }


@dataclass
class Chooser:
    """Chooses neighbourhoods, each kind as large as can be solved in the time given to it."""

    problem: Problem
    random: Random
    #: How large a part of all cells each kind frees.
    share: dict[Kind, float] = field(default_factory=dict)
    gains: dict[Kind, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cells = len(self.problem.people) * self.problem.days
        start = min(0.3, START / cells)
        self.share = dict.fromkeys(Kind, start)
        self.gains = dict.fromkeys(Kind, 1.0)

    def choose(self, judged: Judgement) -> tuple[Kind, Neighbourhood]:
        """Return the next neighbourhood; kinds that brought something come more often."""
        kinds = list(Kind)
        weights = [0.25 + self.gains[kind] for kind in kinds]
        kind = self.random.choices(kinds, weights)[0]
        return kind, self.of(kind, judged)

    def of(self, kind: Kind, judged: Judgement) -> Neighbourhood:
        """Return a neighbourhood of a kind."""
        share, every = self.share[kind], range(self.problem.days)
        if kind in (Kind.DAYS, Kind.COSTLY_DAYS):
            everybody = frozenset(person.code for person in self.problem.people)
            return Neighbourhood(everybody, self._window(share, judged, kind))
        if kind is Kind.CORNER:
            people = self._people(max(share**0.5, share), judged, kind)
            return Neighbourhood(people, self._window(share / max(share**0.5, 0.01), judged, kind))
        return Neighbourhood(self._people(share, judged, kind), every)

    def learn(self, kind: Kind, *, finished: bool, quick: bool, gain: bool) -> None:
        """Free more where a part was solved in no time, less where it was not solved."""
        if not finished:
            self.share[kind] *= 0.88
        elif quick:
            self.share[kind] *= 1.08
        self.share[kind] = min(max(self.share[kind], 0.01), 0.9)
        self.gains[kind] = 0.95 * self.gains[kind] + (0.5 if gain else 0.0)

    def _people(self, share: float, judged: Judgement, kind: Kind) -> frozenset[str]:
        codes = [person.code for person in self.problem.people]
        number = min(len(codes), max(2, round(share * len(codes))))
        if kind is Kind.PEOPLE:
            return frozenset(self.random.sample(codes, number))
        weight = dict.fromkeys(codes, 1.0)
        for breach in judged.priced:
            if breach.person in weight:
                weight[breach.person] += breach.cost**0.5
        return frozenset(_drawn(self.random, weight, number))

    def _window(self, share: float, judged: Judgement, kind: Kind) -> range:
        days = self.problem.days
        length = min(days, max(2, round(share * days)))
        middle = self.random.randrange(days)
        if kind is not Kind.DAYS:
            weight = dict.fromkeys(range(days), 0.1)
            for breach in judged.priced:
                # What ended on the day before the first is nobody's to change.
                if breach.day is not None and breach.day in weight:
                    weight[breach.day] += breach.cost**0.5
            middle = _drawn(self.random, weight, 1)[0]
        first = min(max(0, middle - self.random.randrange(length)), days - length)
        return range(first, first + length)


def _drawn(random: Random, weight: dict[str, float] | dict[int, float], number: int) -> list[Any]:
    """Draw without putting back, the heavier the likelier."""
    keys = {key: random.random() ** (1 / value) for key, value in weight.items()}
    return sorted(keys, key=lambda key: (keys[key], key), reverse=True)[:number]
