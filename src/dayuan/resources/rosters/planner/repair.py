"""Mends a roster when somebody cannot come, and touches as few people as possible.

Days before ``since`` are over and stay. Whoever is away is excused from the rules that
only working could keep. Everybody else's cells have a price for changing, and a higher one
for the first change of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any

from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.neighbourhoods import Neighbourhood
from dayuan.resources.rosters.planner.planning import Effort, Plan, solver_present
from dayuan.resources.rosters.planner.problem import (
    Cell,
    LeastMinutes,
    Ordered,
    Person,
    PersonRule,
    Problem,
    Roster,
    Rule,
    ShortestBreak,
    ShortestStretch,
    Unchanged,
    Untouched,
)

#: How many days around an absence are planned anew at first: most replacements come from there.
AROUND = 3
AWAY = Rule("away")


@dataclass(frozen=True, slots=True)
class Calm:
    """What changing costs: each cell, and each person who is touched at all."""

    cell: Rule
    person: Rule


def mended_problem(
    problem: Problem, roster: Roster, away: Mapping[str, frozenset[int]], *, since: int, calm: Calm
) -> Problem:
    """Return the problem of mending: who is away is, and everybody else would rather stay."""
    people = []
    for person in problem.people:
        cells, days = roster[person.code], away.get(person.code, frozenset())
        past = tuple(_settled(day, cells[day]) for day in range(since) if day not in days)
        if days:
            excused = tuple(_excused(problem, person, cells, days))
            gone = tuple(Ordered(AWAY, day) for day in sorted(days))
            left = tuple(None if day in days else cell for day, cell in enumerate(cells))
            stays = (Unchanged(calm.cell, left),)
            people.append(replace(person, rules=(*excused, *gone, *stays, *past)))
        else:
            calmly = Unchanged(calm.cell, cells), Untouched(calm.person, cells)
            people.append(replace(person, rules=(*person.rules, *calmly, *past)))
    return replace(problem, people=tuple(people))


def _settled(day: int, cell: Cell) -> Ordered:
    over = Rule("over_already")
    return Ordered(over, day, frozenset({cell}), wanted=True) if cell else Ordered(over, day)


def _excused(
    problem: Problem, person: Person, cells: tuple[Cell, ...], days: frozenset[int]
) -> list[PersonRule]:
    """Return the rules of a person who is away: lost hours count, short stretches are excused.

    What was set by hand, or wished for, on a day away is not asked of him any more.
    """
    lost = sum(problem.shift[cell.shift].minutes for day in days if (cell := cells[day]))
    rules: list[PersonRule] = []
    for rule in person.rules:
        if isinstance(rule, LeastMinutes):
            rules.append(replace(rule, already=rule.already + lost))
        elif not isinstance(rule, ShortestStretch | ShortestBreak) and not _asks(rule, days):
            rules.append(rule)
    return rules


def _asks(rule: PersonRule, days: frozenset[int]) -> bool:
    return isinstance(rule, Ordered) and rule.wanted and rule.day in days


def repair(
    problem: Problem,
    roster: Roster,
    away: Mapping[str, frozenset[int]],
    effort: Effort,
    *,
    since: int = 0,
    calm: Calm,
    solver: bool | None = None,
    whole: bool = False,
) -> Plan:
    """Return the roster mended; judged by the problem of mending, changes priced and named.

    ``whole`` plans all that is left at once: it takes longer, and may prove what is best.
    """
    begun = effort.clock()
    asked = mended_problem(problem, roster, away, since=since, calm=calm)
    use_solver = solver_present() if solver is None else solver
    start = {
        code: tuple(None if day in away.get(code, ()) else cell for day, cell in enumerate(cells))
        for code, cells in roster.items()
    }
    mend = partial(_by_solver, whole=whole) if use_solver else _by_hand
    lines, bound = mend(asked, start, frozenset[int]().union(*away.values()), effort)
    judged = judge(asked, lines)
    engine = "cp-sat" if use_solver else "greedy"
    bound = min(bound, judged.objective) if not judged.violations else 0
    return Plan(dict(lines), judged, bound, effort.clock() - begun, engine)


def _by_hand(
    asked: Problem, start: Roster, _days: frozenset[int], effort: Effort
) -> tuple[Roster, int]:
    deadline = effort.clock() + effort.seconds

    def stop() -> bool:
        return effort.stop() or effort.clock() > deadline

    return greedy.improve(asked, start, stop=stop), 0


def _by_solver(
    asked: Problem, start: Roster, days: frozenset[int], effort: Effort, *, whole: bool
) -> tuple[Roster, int]:
    """Plan the days around anew, and all that is left where those do not suffice."""
    model: Any = import_module("dayuan.resources.rosters.planner.cpsat")
    everybody = frozenset(person.code for person in asked.people)
    near = range(max(0, min(days) - AROUND), min(asked.days, max(days) + AROUND + 1))
    deadline, best, bound = effort.clock() + effort.seconds, start, 0
    parts = Neighbourhood(everybody, near), Neighbourhood(everybody, range(asked.days))
    for part in parts[1:] if whole else parts:
        left = deadline - effort.clock()
        if left <= 0 or effort.stop():
            break
        made = model.Model(part.cut(asked), kept=part.kept(best), around=best)
        made.begin_at(best)
        run = model.Effort(left, effort.workers, effort.seed)
        answer = made.solve(run, stop=effort.stop)
        if answer.roster is not None and _no_worse(asked, {**best, **answer.roster}, best):
            best = {**best, **answer.roster}
        if len(part.days) == asked.days:
            bound = answer.bound or 0
        elif answer.roster is not None and not judge(asked, best).violations:
            break
    return best, bound


def _no_worse(asked: Problem, one: Roster, other: Roster) -> bool:
    ranks = [(len(j.violations), j.objective) for j in (judge(asked, one), judge(asked, other))]
    return ranks[0] <= ranks[1]
