"""Fills what stays open: somebody takes it, and another takes what that somebody gives up.

One person's best line beside the others finds no such chain: each of the two lines alone
would be dearer.
"""

from collections.abc import Callable, Iterator

from dayuan.resources.rosters.planner.exchanging import Lines, Prices
from dayuan.resources.rosters.planner.problem import Cell, Duty, Problem
from dayuan.resources.rosters.planner.walking import FORBIDDEN

#: So many days before and after what is open somebody may give something up for it.
NEAR = 6


def fill(problem: Problem, lines: Lines, *, group: int, stop: Callable[[], bool]) -> Lines:
    """Return the lines after everything that can be filled is; nobody's own rules break."""
    prices = Prices(problem, dict(lines), group)
    for day, duty in _open(problem, lines):
        if stop():
            break
        if (found := _chain(prices, day, duty, stop)) is not None:
            prices.lines.update(found)
            prices.costs.update({code: prices.of_line(code, line) for code, line in found.items()})
    return prices.lines


def _open(problem: Problem, lines: Lines) -> Iterator[tuple[int, Duty]]:
    """Yield each duty that lacks somebody, as often as it does."""
    for demand in problem.demands:
        if demand.who is None and demand.under is not None and len(demand.duties) == 1:
            there = sum(line[demand.day] in demand.duties for line in lines.values())
            for _one in range(demand.required - there):
                yield demand.day, next(iter(demand.duties))


def _chain(prices: Prices, day: int, duty: Duty, stop: Callable[[], bool]) -> Lines | None:
    """Return the cheapest way to fill one duty that breaks nothing; ``None`` without any."""
    best: tuple[int, Lines] | None = None
    for code, line in prices.lines.items():
        if stop():
            break
        if line[day] is not None or duty not in prices.walks[code].person.may:
            continue
        for found in _with(prices, code, day, duty):
            cost = sum(prices.of_line(one, found[one]) - prices.costs[one] for one in found)
            if cost < FORBIDDEN and (best is None or cost < best[0]):
                best = cost, found
    return best[1] if best else None


def _with(prices: Prices, code: str, day: int, duty: Duty) -> Iterator[Lines]:
    """Yield how somebody could take a duty: just so, or giving another day to somebody."""
    taken = _put(prices.lines[code], day, duty)
    if prices.of_line(code, taken) < FORBIDDEN:
        yield {code: taken}
        return
    for other in range(max(0, day - NEAR), min(len(taken), day + NEAR + 1)):
        cell = taken[other]
        if other == day or cell is None:
            continue
        mine = _put(taken, other, None)
        if prices.of_line(code, mine) < FORBIDDEN:
            yield from _given(prices, code, mine, other, cell)


def _given(
    prices: Prices, code: str, mine: tuple[Cell, ...], day: int, cell: Duty
) -> Iterator[Lines]:
    """Yield who could take the day that is given up."""
    for other, line in prices.lines.items():
        if other != code and line[day] is None and cell in prices.walks[other].person.may:
            yield {code: mine, other: _put(line, day, cell)}


def _put(line: tuple[Cell, ...], day: int, cell: Cell) -> tuple[Cell, ...]:
    return (*line[:day], cell, *line[day + 1 :])
