"""Walks along one person's days: what a next cell would cost, rule by rule.

Every rule is a small machine with a state: it takes the next cell and says what that costs,
or that it cannot be. Equal states have equal futures, so that of two ways to the same
states only the cheaper is followed.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from dayuan.resources.rosters.planner.problem import (
    Cell,
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
    ShortestBreak,
    ShortestStretch,
    Succession,
    Unchanged,
    Untouched,
)

DAY = 24 * 60
#: What breaking a rule that holds costs here: never chosen, yet told from what cannot be.
FORBIDDEN = 10**9
State = Hashable
#: The state after a cell on a day, and the cost.
Step = Callable[[Any, int, Cell], tuple[State, int]]


@dataclass(frozen=True, slots=True)
class Machine:
    """One rule on its way along the days."""

    start: State
    step: Step
    #: What the state costs when all days are over.
    end: Callable[[Any], int] = lambda _state: 0
    #: What the state will cost at least, after a day: for what cannot be reached any more.
    ahead: Callable[[Any, int], int] | None = None


@dataclass
class Walk:
    """The machines of one person, and a table of what single cells cost."""

    problem: Problem
    person: Person
    table: dict[tuple[int, Cell], int] = field(default_factory=dict)
    machines: list[Machine] = field(default_factory=list)

    def __post_init__(self) -> None:
        for rule in self.person.rules:
            if made := machine(rule, self):
                self.machines.append(made)

    def minutes(self, cell: Cell) -> int:
        """Return how long a cell lasts."""
        return self.problem.shift[cell.shift].minutes if cell else 0

    def charge(self, day: int, cell: Cell, cost: int) -> None:
        """Let a cell cost more."""
        self.table[day, cell] = self.table.get((day, cell), 0) + cost

    def past(self, step: Step, start: State) -> State:
        """Return the state after the days that are known, whatever they cost."""
        state = start
        for place, cell in enumerate(self.person.before):
            state, _ = step(state, place - len(self.person.before), cell)
        return state

    def cells(self) -> list[Cell]:
        """Return everything that the person may do on a day, and nothing."""
        return [None, *sorted(self.person.may)]


def _price(rule: PersonRule | Fairness) -> int:
    return FORBIDDEN if rule.rule.price is None else rule.rule.price


def _over(excess: int, step: int = 1) -> int:
    return -(-excess // step) if excess > 0 else 0


@singledispatch
def machine(rule: PersonRule, walk: Walk) -> Machine | None:
    """Return a rule as a machine, or write it into the table of single cells."""
    raise TypeError(f"nobody knows how to walk by {rule}")


@machine.register
def _(rule: Ordered, walk: Walk) -> None:
    for cell in walk.cells():
        does = cell is not None and (rule.duties is None or cell in rule.duties)
        if does != rule.wanted:
            walk.charge(rule.day, cell, _price(rule))


@machine.register
def _(rule: Unchanged, walk: Walk) -> None:
    for day, stays in enumerate(rule.cells):
        for cell in walk.cells():
            if cell != stays:
                walk.charge(day, cell, _price(rule))


@machine.register
def _(rule: Untouched, walk: Walk) -> Machine:
    def step(touched: bool, day: int, cell: Cell) -> tuple[State, int]:
        changed = not touched and day >= 0 and cell != rule.cells[day]
        return touched or changed, _price(rule) if changed else 0

    return Machine(False, step)


@machine.register
def _(rule: Succession, walk: Walk) -> Machine:
    forbidden = {shift.code: shift.not_followed_by for shift in walk.problem.shifts}

    def step(earlier: str | None, day: int, cell: Cell) -> tuple[State, int]:
        if cell is None:
            return None, 0
        broken = earlier is not None and cell.shift in forbidden[earlier]
        return cell.shift, _price(rule) if broken else 0

    return Machine(walk.past(step, None), step)


@machine.register
def _(rule: Rest, walk: Walk) -> Machine:
    shifts = walk.problem.shift

    def step(free_for: int | None, day: int, cell: Cell) -> tuple[State, int]:
        # How long ago, counted from the start of the day, the last duty ended.
        if cell is None:
            longer = None if free_for is None else free_for + DAY
            return (None if longer is not None and longer >= rule.minutes else longer), 0
        shift = shifts[cell.shift]
        broken = free_for is not None and free_for + shift.start < rule.minutes
        return DAY - shift.start - shift.minutes, _price(rule) if broken else 0

    return Machine(walk.past(step, None), step)


@machine.register
def _(rule: MostShifts, walk: Walk) -> Machine:
    def step(count: int, day: int, cell: Cell) -> tuple[State, int]:
        if cell is None or (rule.shifts is not None and cell.shift not in rule.shifts):
            return count, 0
        return count + 1, _price(rule) if count >= rule.most else 0

    return Machine(0, step)


@machine.register
def _(rule: MostMinutes, walk: Walk) -> Machine:
    if rule.every is not None:
        return _sliding(rule, walk)

    def step(total: int, day: int, cell: Cell) -> tuple[State, int]:
        more = total + walk.minutes(cell)
        steps = _over(more - rule.most, rule.step) - _over(total - rule.most, rule.step)
        return more, steps * _price(rule)

    return Machine(rule.already, step)


def _sliding(rule: MostMinutes, walk: Walk) -> Machine:
    kept = (rule.every or 1) - 1

    def step(last: tuple[int, ...], day: int, cell: Cell) -> tuple[State, int]:
        window = (*last, walk.minutes(cell))
        steps = _over(sum(window) - rule.most, rule.step) if day >= 0 else 0
        return window[-kept:] if kept else (), steps * _price(rule)

    return Machine(walk.past(step, ()), step)


@machine.register
def _(rule: LeastMinutes, walk: Walk) -> Machine:
    longest = max((walk.minutes(cell) for cell in walk.cells()), default=0)
    days = walk.problem.days

    def step(total: int, day: int, cell: Cell) -> tuple[State, int]:
        # What is enough is enough: fewer states.
        return min(total + walk.minutes(cell), rule.least), 0

    def end(total: int) -> int:
        return _over(rule.least - total, rule.step) * _price(rule)

    def ahead(total: int, day: int) -> int:
        return end(total + (days - 1 - day) * longest)

    return Machine(rule.already, step, end, ahead)


@machine.register
def _(rule: LongestStretch, walk: Walk) -> Machine:
    def step(length: int, day: int, cell: Cell) -> tuple[State, int]:
        if cell is None or (rule.shifts is not None and cell.shift not in rule.shifts):
            return 0, 0
        return min(length + 1, rule.most), _price(rule) if length >= rule.most else 0

    return Machine(walk.past(step, 0), step)


@machine.register
def _(rule: ShortestStretch, walk: Walk) -> Machine:
    return _short(rule.least, _price(rule), walk, on=True)


@machine.register
def _(rule: ShortestBreak, walk: Walk) -> Machine:
    return _short(rule.least, _price(rule), walk, on=False)


def _short(least: int, price: int, walk: Walk, *, on: bool) -> Machine:
    # Long enough, or begun before anything is known: nothing can be missing.
    def step(length: int, day: int, cell: Cell) -> tuple[State, int]:
        if (cell is not None) is on:
            return min(length + 1, least), 0
        lacks = least - length if length > 0 else 0
        return 0, lacks * price

    start = walk.past(step, least)
    return Machine(start, step)


@machine.register
def _(rule: MostWeekends, walk: Walk) -> Machine:
    ends = {days[-1] for days in walk.problem.weekends}
    inside = {day for days in walk.problem.weekends for day in days}

    def step(state: tuple[int, bool], day: int, cell: Cell) -> tuple[State, int]:
        count, worked = state
        cost = 0
        if day in inside and cell is not None and not worked:
            count, worked = count + 1, True
            cost = _price(rule) if count > rule.most else 0
        return (count, worked and day not in ends), cost

    return Machine((0, False), step)


def burden(fair: Fairness, carried: int, others: tuple[int, int], price: int) -> Machine:
    """Return the fairness of a person's burden beside the least and most of the others."""
    low, high = others

    def step(count: int, day: int, cell: Cell) -> tuple[State, int]:
        counts = cell is not None and (fair.days is None or day in fair.days)
        fits = counts and cell is not None and (fair.shifts is None or cell.shift in fair.shifts)
        return count + fits, 0

    def end(count: int) -> int:
        gap = max(high, count) - min(low, count)
        already = _over(high - low - fair.most)
        return (_over(gap - fair.most) - already) * price

    return Machine(carried, step, end)
