"""Lets two people exchange some days on end, as long as that makes a roster better.

A whole line is dear to find and rarely gives anything away; an exchange of days leaves
posts as they are manned and is priced in a moment, so that thousands are tried.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dayuan.resources.rosters.planner.problem import (
    Cell,
    Demand,
    Fairness,
    Problem,
    Roster,
    Rule,
)
from dayuan.resources.rosters.planner.walking import FORBIDDEN, Walk

#: So many days on end change hands at most: a week.
LONGEST = 7
Lines = dict[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two people exchange what they do from one day to before another."""

    one: str
    other: str
    first: int
    end: int

    def applied(self, lines: Roster) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
        """Return both lines afterwards."""
        mine, yours = lines[self.one], lines[self.other]
        within = slice(self.first, self.end)
        return (
            (*mine[: self.first], *yours[within], *mine[self.end :]),
            (*yours[: self.first], *mine[within], *yours[self.end :]),
        )


def exchange(problem: Problem, lines: Lines, *, group: int, stop: Callable[[], bool]) -> Lines:
    """Return the lines after every exchange that helps; ``group`` weighs what holds for all."""
    prices = Prices(problem, dict(lines), group)
    settled: set[tuple[tuple[Cell, ...], tuple[Cell, ...], str, str]] = set()
    helped = True
    while helped and not stop():
        helped = False
        for one, other in prices.pairs():
            key = (prices.lines[one], prices.lines[other], one, other)
            if key in settled:
                continue
            if stop():
                break
            if prices.improve(one, other):
                helped = True
            else:
                settled.add(key)
    return prices.lines


@dataclass
class Prices:
    """What a roster costs, part by part, so that a change is priced by what it touches."""

    problem: Problem
    lines: Lines
    group: int
    walks: dict[str, Walk] = field(init=False)
    costs: dict[str, int] = field(init=False)
    days: list[list[Demand]] = field(init=False)

    def __post_init__(self) -> None:
        self.walks = {one.code: Walk(self.problem, one) for one in self.problem.people}
        self.costs = {code: self.of_line(code, line) for code, line in self.lines.items()}
        self.days = [[] for _ in range(self.problem.days)]
        for demand in self.problem.demands:
            if demand.who is not None:  # who stands there is all one to the others
                self.days[demand.day].append(demand)

    def of_line(self, code: str, line: tuple[Cell, ...]) -> int:
        """Return what a person's own rules cost."""
        walk = self.walks[code]
        cost = sum(walk.table.get(one, 0) for one in enumerate(line))
        for machine in walk.machines:
            state, step = machine.start, machine.step
            for day, cell in enumerate(line):
                state, more = step(state, day, cell)
                cost += more
            cost += machine.end(state)
        return cost

    def pairs(self) -> list[tuple[str, str]]:
        """Return who works more and who works less, the most uneven first."""
        worked = {c: sum(cell is not None for cell in line) for c, line in self.lines.items()}
        by_work = sorted(worked, key=lambda code: (worked[code], code))
        found = [(more, less) for n, less in enumerate(by_work) for more in by_work[n + 1 :]]
        return sorted(found, key=lambda pair: worked[pair[1]] - worked[pair[0]])

    def improve(self, one: str, other: str) -> bool:
        """Make the best exchange of these two; tell whether one of them helps."""
        best: tuple[int, Exchange] | None = None
        for change in self._possible(one, other):
            saved = self._saved(change, 0 if best is None else best[0])
            if saved > 0 and (best is None or saved > best[0]):
                best = saved, change
        if best is not None:
            self._make(best[1])
        return best is not None

    def _possible(self, one: str, other: str) -> Iterator[Exchange]:
        """Yield the exchanges that begin and end on days on which the two differ."""
        mine, yours = self.lines[one], self.lines[other]
        may_mine, may_yours = self._may(one), self._may(other)
        for first in range(self.problem.days):
            if mine[first] == yours[first]:
                continue
            for last in range(first, min(first + LONGEST, self.problem.days)):
                if yours[last] not in may_mine or mine[last] not in may_yours:
                    break
                if mine[last] != yours[last]:
                    yield Exchange(one, other, first, last + 1)

    def _may(self, code: str) -> frozenset[Cell]:
        return frozenset((None, *self.walks[code].person.may))

    def _saved(self, change: Exchange, least: int) -> int:
        """Return what an exchange saves, or something not above ``least``."""
        one, other = change.one, change.other
        mine, yours = change.applied(self.lines)
        before = self.costs[one] + self.costs[other]
        after = self.of_line(one, mine)
        if after >= FORBIDDEN > before:
            return least
        after += self.of_line(other, yours)
        for day in range(change.first, change.end):
            for demand in self.days[day]:
                before += self._of_demand(demand, self.lines)
                after += self._of_demand(demand, {**self.lines, one: mine, other: yours})
        for fair in self.problem.fairness:
            if one in fair.people or other in fair.people:
                before += self._of_fairness(fair, self.lines)
                after += self._of_fairness(fair, {**self.lines, one: mine, other: yours})
        return before - after

    def _of_demand(self, demand: Demand, lines: Roster) -> int:
        who = demand.who if demand.who is not None else lines.keys()
        there = sum(lines[code][demand.day] in demand.duties for code in who if code in lines)
        rule = demand.under if there < demand.required else demand.over
        return self._price(rule) * abs(demand.required - there)

    def _of_fairness(self, fair: Fairness, lines: Roster) -> int:
        burdens = [
            fair.carry.get(code, 0) + sum(_counts(fair, *one) for one in enumerate(lines[code]))
            for code in fair.people & lines.keys()
        ]
        beyond = max(burdens, default=0) - min(burdens, default=0) - fair.most
        return max(0, beyond) * self._price(fair.rule)

    def _price(self, rule: Rule | None) -> int:
        if rule is None:
            return 0
        return self.group if rule.price is None else rule.price

    def _make(self, change: Exchange) -> None:
        mine, yours = change.applied(self.lines)
        for code, line in ((change.one, mine), (change.other, yours)):
            self.lines[code] = line
            self.costs[code] = self.of_line(code, line)


def _counts(fair: Fairness, day: int, cell: Cell) -> bool:
    if cell is None or (fair.days is not None and day not in fair.days):
        return False
    return fair.shifts is None or cell.shift in fair.shifts
