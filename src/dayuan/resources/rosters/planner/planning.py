"""One way in: plan a problem with whatever is installed, group by group, judged at the end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.planner.checking import Judgement, judge
from dayuan.resources.rosters.planner.problem import Cell, Problem, apart

#: Told of each step forward: what the roster costs now, and what none falls below.
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a plan may take, and by whose clock (in seconds, of any beginning)."""

    seconds: float
    clock: Callable[[], float]
    seed: int = 1
    workers: int = 8
    hands: int = 2
    stop: Callable[[], bool] = greedy.never
    told: Told = lambda _objective, _bound: None


@dataclass(frozen=True, slots=True)
class Plan:
    """A roster with its judgement, and a number that no roster of the problem falls below."""

    roster: dict[str, tuple[Cell, ...]]
    judged: Judgement
    bound: int
    seconds: float
    engine: str

    @property
    def objective(self) -> int:
        """Return what the roster costs, as the checker counts it."""
        return self.judged.objective

    @property
    def proven(self) -> bool:
        """Tell whether no roster is better."""
        return not self.judged.violations and self.objective == self.bound

    @property
    def gap(self) -> float:
        """Return how much of the objective is not proved to be needed: 0 to 1."""
        return (self.objective - self.bound) / self.objective if self.objective else 0.0


def solver_present() -> bool:
    """Tell whether the solver's package is installed."""
    return find_spec("ortools") is not None


def plan(problem: Problem, effort: Effort, *, solver: bool | None = None) -> Plan:
    """Return the best roster found in the time; always one, whatever is installed."""
    begun = effort.clock()
    parts = apart(problem)
    total = sum(_size(part) for part in parts) or 1
    roster: dict[str, tuple[Cell, ...]] = {}
    costs, bounds = 0, 0
    use_solver = solver_present() if solver is None else solver
    for part in parts:
        share = _size(part) / total

        def told(objective: int, bound: int, costs: int = costs, bounds: int = bounds) -> None:
            effort.told(costs + objective, bounds + bound)

        mine = replace(effort, seconds=effort.seconds * share, told=told)
        lines, bound = (_searched if use_solver else _greedy)(part, mine)
        roster |= lines
        costs, bounds = costs + judge(part, lines).objective, bounds + bound
    judged = judge(problem, roster)
    engine = "cp-sat" if use_solver else "greedy"
    bound = min(bounds, judged.objective) if not judged.violations else bounds
    return Plan(roster, judged, bound, effort.clock() - begun, engine)


def _size(problem: Problem) -> int:
    return problem.days * sum(1 + len(person.may) for person in problem.people)


def _greedy(problem: Problem, effort: Effort) -> tuple[dict[str, tuple[Cell, ...]], int]:
    deadline = effort.clock() + effort.seconds

    def stop() -> bool:
        return effort.stop() or effort.clock() > deadline

    return greedy.plan(problem, stop=stop), 0


def _searched(problem: Problem, effort: Effort) -> tuple[dict[str, tuple[Cell, ...]], int]:
    search: Any = import_module("dayuan.resources.rosters.planner.search")
    found = search.Search(
        problem,
        clock=effort.clock,
        deadline=effort.clock() + effort.seconds,
        stop=effort.stop,
        told=effort.told,
        seed=effort.seed,
        workers=effort.workers,
        hands=effort.hands,
    )
    found.run()
    return found.lines or greedy.plan(problem, stop=effort.stop), found.bound
