"""Judges a roster: every rule that is broken, and what the roster costs.

Written apart from the planners, on the problem alone: what a planner believes of its own
roster is never printed, this is. It follows the rules as sentences, day by day, where a
planner writes inequalities.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod

from dayuan.resources.rosters.planner.problem import (
    MAY,
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
    PersonRule,
    Problem,
    Rest,
    Roster,
    Rule,
    ShortestBreak,
    ShortestStretch,
    Succession,
    Unchanged,
    Untouched,
)

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that is not kept: by so many units, by whom and on which day where it says so."""

    rule: Rule
    units: int
    person: str | None = None
    day: int | None = None

    @property
    def cost(self) -> int:
        """Return what it costs; what must hold has no price."""
        return self.units * (self.rule.price or 0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a roster costs, what it breaks that holds, and what it breaks for a price."""

    violations: tuple[Breach, ...] = ()
    priced: tuple[Breach, ...] = ()

    @property
    def objective(self) -> int:
        """Return the sum of all prices."""
        return sum(breach.cost for breach in self.priced)

    def by_rule(self) -> dict[str, int]:
        """Return what each priced rule costs, the dearest first: where the money goes."""
        costs: dict[str, int] = {}
        for breach in self.priced:
            costs[breach.rule.code] = costs.get(breach.rule.code, 0) + breach.cost
        return dict(sorted(costs.items(), key=lambda one: (-one[1], one[0])))


def judge(problem: Problem, roster: Roster) -> Judgement:
    """Return the judgement on a roster; a person or day that it lacks raises ``ValueError``."""
    for person in problem.people:
        if len(roster.get(person.code, ())) != problem.days:
            raise ValueError(f"the roster of {person.code} has not {problem.days} days")
    found = [breach for breach in _breaches(problem, roster) if breach.units > 0]
    return Judgement(
        violations=tuple(breach for breach in found if breach.rule.hard),
        priced=tuple(breach for breach in found if not breach.rule.hard),
    )


def _breaches(problem: Problem, roster: Roster) -> Iterator[Breach]:
    for person in problem.people:
        line = _Line(problem, person, roster[person.code])
        yield from line.not_allowed()
        for rule in person.rules:
            yield from line.against(rule)
    for demand in problem.demands:
        yield from _uncovered(demand, roster)
    for fair in problem.fairness:
        yield from _unfair(fair, roster)


def _uncovered(demand: Demand, roster: Roster) -> Iterator[Breach]:
    counted = demand.who if demand.who is not None else roster.keys()
    there = sum(roster[code][demand.day] in demand.duties for code in counted if code in roster)
    if demand.under is not None:
        yield Breach(demand.under, demand.required - there, day=demand.day)
    if demand.over is not None:
        yield Breach(demand.over, there - demand.required, day=demand.day)


def _unfair(fair: Fairness, roster: Roster) -> Iterator[Breach]:
    burdens = {code: fair.carry.get(code, 0) for code in fair.people if code in roster}
    for code in burdens:
        for day, cell in enumerate(roster[code]):
            counts = fair.days is None or day in fair.days
            if counts and cell and (fair.shifts is None or cell.shift in fair.shifts):
                burdens[code] += 1
    if burdens:
        most = max(burdens, key=lambda code: (burdens[code], code))
        yield Breach(fair.rule, burdens[most] - min(burdens.values()) - fair.most, person=most)


@dataclass
class _Line:
    """One person's days, with the past that is known."""

    problem: Problem
    person: Person
    cells: tuple[Cell, ...]
    past: int = field(init=False)
    whole: tuple[Cell, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.past = len(self.person.before)
        self.whole = (*self.person.before, *self.cells)

    def breach(self, rule: Rule, units: int, day: int | None = None) -> Breach:
        """Return a breach by this person."""
        return Breach(rule, units, self.person.code, day)

    def not_allowed(self) -> Iterator[Breach]:
        """Yield the duties that the person may not do at all."""
        for day, cell in enumerate(self.cells):
            if cell is not None and cell not in self.person.may:
                yield self.breach(MAY, 1, day)

    def minutes(self, cell: Cell) -> int:
        """Return how long a cell lasts."""
        return self.problem.shift[cell.shift].minutes if cell else 0

    def runs(self, on: Callable[[Cell], bool]) -> Iterator[tuple[int, int]]:
        """Yield the stretches of days that fit, as places in ``whole``: ``[start, end)``."""
        start: int | None = None
        for place, cell in enumerate(self.whole):
            if on(cell) and start is None:
                start = place
            elif not on(cell) and start is not None:
                yield start, place
                start = None
        if start is not None:
            yield start, len(self.whole)

    @singledispatchmethod
    def against(self, rule: PersonRule) -> Iterator[Breach]:
        """Yield what this person breaks of a rule."""
        raise TypeError(f"nobody knows how to judge {rule}")

    @against.register
    def _(self, rule: Ordered) -> Iterator[Breach]:
        cell = self.cells[rule.day]
        does = cell is not None and (rule.duties is None or cell in rule.duties)
        if does != rule.wanted:
            yield self.breach(rule.rule, 1, rule.day)

    @against.register
    def _(self, rule: Succession) -> Iterator[Breach]:
        for place in range(1, len(self.whole)):
            earlier, later = self.whole[place - 1], self.whole[place]
            if earlier and later and place >= self.past:
                forbidden = later.shift in self.problem.shift[earlier.shift].not_followed_by
                yield self.breach(rule.rule, int(forbidden), place - self.past)

    @against.register
    def _(self, rule: Rest) -> Iterator[Breach]:
        worked = [(place - self.past, cell) for place, cell in enumerate(self.whole) if cell]
        for n, (day, duty) in enumerate(worked):
            if day >= 0:
                gaps = [self._gap(before, (day, duty)) for before in worked[:n]]
                yield self.breach(rule.rule, sum(gap < rule.minutes for gap in gaps), day)

    def _gap(self, one: tuple[int, Duty], other: tuple[int, Duty]) -> int:
        """Return the minutes from the end of a duty to the start of a later one."""
        ending = self.problem.shift[one[1].shift]
        ends = one[0] * DAY + ending.start + ending.minutes
        return other[0] * DAY + self.problem.shift[other[1].shift].start - ends

    @against.register
    def _(self, rule: MostShifts) -> Iterator[Breach]:
        done = [c for c in self.cells if c and (rule.shifts is None or c.shift in rule.shifts)]
        yield self.breach(rule.rule, len(done) - rule.most)

    @against.register
    def _(self, rule: MostMinutes) -> Iterator[Breach]:
        if rule.every is None:
            total = rule.already + sum(self.minutes(cell) for cell in self.cells)
            yield self.breach(rule.rule, _steps(total - rule.most, rule.step))
            return
        for day in range(len(self.cells)):
            end = self.past + day + 1
            window = self.whole[max(0, end - rule.every) : end]
            total = sum(self.minutes(cell) for cell in window)
            yield self.breach(rule.rule, _steps(total - rule.most, rule.step), day)

    @against.register
    def _(self, rule: LeastMinutes) -> Iterator[Breach]:
        total = rule.already + sum(self.minutes(cell) for cell in self.cells)
        yield self.breach(rule.rule, _steps(rule.least - total, rule.step))

    @against.register
    def _(self, rule: LongestStretch) -> Iterator[Breach]:
        def on(cell: Cell) -> bool:
            return cell is not None and (rule.shifts is None or cell.shift in rule.shifts)

        for start, end in self.runs(on):
            # Each day beyond the limit is one too many; those of the past are nobody's any more.
            for place in range(max(start + rule.most, self.past), end):
                yield self.breach(rule.rule, 1, place - self.past)

    @against.register
    def _(self, rule: ShortestStretch) -> Iterator[Breach]:
        yield from self._short(rule.rule, rule.least, lambda cell: cell is not None)

    @against.register
    def _(self, rule: ShortestBreak) -> Iterator[Breach]:
        yield from self._short(rule.rule, rule.least, lambda cell: cell is None)

    def _short(self, rule: Rule, least: int, on: Callable[[Cell], bool]) -> Iterator[Breach]:
        for start, end in self.runs(on):
            whole = start > 0 and end < len(self.whole)
            if whole and end >= self.past:
                yield self.breach(rule, least - (end - start), end - 1 - self.past)

    @against.register
    def _(self, rule: MostWeekends) -> Iterator[Breach]:
        weekends = self.problem.weekends
        worked = [1 for days in weekends if any(self.cells[day] for day in days)]
        yield self.breach(rule.rule, len(worked) - rule.most)

    @against.register
    def _(self, rule: Unchanged) -> Iterator[Breach]:
        for day in _differing(self.cells, rule.cells):
            yield self.breach(rule.rule, 1, day)

    @against.register
    def _(self, rule: Untouched) -> Iterator[Breach]:
        yield self.breach(rule.rule, int(bool(_differing(self.cells, rule.cells))))


def _differing(cells: Sequence[Cell], others: Sequence[Cell]) -> list[int]:
    return [day for day, cell in enumerate(cells) if cell != others[day]]


def _steps(excess: int, step: int) -> int:
    """Return how many steps have begun."""
    return -(-max(excess, 0) // step)
