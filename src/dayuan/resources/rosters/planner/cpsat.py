"""The model of a problem for OR-Tools CP-SAT, and one run of that solver over it.

Needs the package ``ortools``; whoever may lack it loads this module late.
"""

import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ortools.sat.python import cp_model

from dayuan.resources.rosters.planner.lines import Line
from dayuan.resources.rosters.planner.problem import Cell, Demand, Fairness, Problem, Roster
from dayuan.resources.rosters.planner.sheet import Literal, Sheet, Term

#: How often a running solver is asked whether it should end, in seconds.
GLANCE = 0.1
#: The solver's bound is a floating number of a whole one: what lies so little above is that one.
ROUNDING = 1e-6


class Found(StrEnum):
    """What a run of the solver ended with."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a run ended: the best roster it found, and what no roster falls below."""

    found: Found
    roster: dict[str, tuple[Cell, ...]] | None = None
    objective: int | None = None
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a run may take. ``seed`` makes one run with one worker the same again."""

    seconds: float
    workers: int = 1
    seed: int = 1
    #: Named strategies of the solver instead of its own choice.
    strategies: tuple[str, ...] = ()
    level: int = 1
    #: Less thought before the search begins: for small models, of which many are solved.
    brief: bool = False


#: What finding out about one person alone may take.
ALONE = Effort(0.5, level=2, brief=True)


#: Told of each better roster: it, what it costs, and the bound.
OnRoster = Callable[[dict[str, tuple[Cell, ...]], int, int], None]


class Model:
    """The model of a problem.

    ``kept`` says for some people which days are settled and how; ``around`` is what people
    outside of this problem do, who still count for its demands.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        kept: Mapping[str, dict[int, Cell]] | None = None,
        around: Roster | None = None,
        elastic: int | None = None,
    ) -> None:
        self.problem = problem
        self.sheet = Sheet(elastic=elastic)
        settled = kept or {}
        self.lines = {
            person.code: Line(self.sheet, problem, person, settled.get(person.code, {}))
            for person in problem.people
        }
        self.around = {
            code: cells for code, cells in (around or {}).items() if code not in self.lines
        }
        for line in self.lines.values():
            line.keep()
        self.sheet.strict = not (settled or self.around)
        for demand in problem.demands:
            self._cover(demand)
        for fair in problem.fairness:
            self._share(fair)
        self.sheet.model.minimize(self.sheet.cost())

    def _cover(self, demand: Demand) -> None:
        duties = sorted(demand.duties)
        terms: list[Term] = [
            (1, literal)
            for code, line in self.lines.items()
            if demand.who is None or code in demand.who
            for literal in line.does(demand.day, duties)
        ]
        terms += [
            (1, 1)
            for code, cells in self.around.items()
            if (demand.who is None or code in demand.who) and cells[demand.day] in demand.duties
        ]
        if demand.under is not None:
            price = self.sheet.group_price(demand.under)
            self.sheet.at_least(terms, demand.required, price)
        if demand.over is not None:
            price = self.sheet.group_price(demand.over)
            self.sheet.at_most(terms, demand.required, price)

    def _share(self, fair: Fairness) -> None:
        """Bound everybody's burden from above and below by two numbers, and price their gap."""
        days = range(self.problem.days)
        counted = [day for day in days if fair.days is None or day in fair.days]
        everybody = (self._burden(code, fair, counted) for code in sorted(fair.people))
        burdens = [terms for terms in everybody if terms is not None]
        if len(burdens) < 2:
            return
        ceiling = len(counted) + max((abs(n) for n in fair.carry.values()), default=0)
        high = self.sheet.model.new_int_var(-ceiling, ceiling, "")
        low = self.sheet.model.new_int_var(-ceiling, ceiling, "")
        for terms in burdens:
            weights, literals = [weight for weight, _ in terms], [one for _, one in terms]
            burden = cp_model.LinearExpr.weighted_sum(literals, weights)
            self.sheet.model.add(burden <= high)
            self.sheet.model.add(burden >= low)
        price = self.sheet.group_price(fair.rule)
        if price is None:
            self.sheet.model.add(high - low <= fair.most)
            return
        beyond = self.sheet.model.new_int_var(0, 2 * ceiling, "")
        self.sheet.model.add(high - low - beyond <= fair.most)
        self.sheet.charge(price, beyond)

    def _burden(self, code: str, fair: Fairness, days: Sequence[int]) -> list[Term] | None:
        carry: Term = (fair.carry.get(code, 0), 1)
        if line := self.lines.get(code):
            return [carry, *((1, one) for day in days for one in line.in_shifts(day, fair.shifts))]
        if cells := self.around.get(code):
            done = [cells[day] for day in days]
            fits = [c for c in done if c and (fair.shifts is None or c.shift in fair.shifts)]
            return [carry, (len(fits), 1)]
        return None

    def tighten(self, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Say of each person how many days of work all hard rules together allow at most.

        It follows from the rules, and the solver proves it for one person in no time; for
        all of them at once it would hardly see it.
        """
        for person in self.problem.people:
            if stop():
                return
            alone = Model(replace(self.problem, people=(person,), demands=(), fairness=()))
            works = [alone.lines[person.code].works(day) for day in range(self.problem.days)]
            alone.sheet.model.minimize(-cp_model.LinearExpr.sum(works))
            bound = alone.solve(ALONE, stop=stop).bound
            if bound is not None:
                line = self.lines[person.code]
                terms = [(1, line.works(day)) for day in range(self.problem.days)]
                self.sheet.at_most(terms, -bound, None)

    def below(self, objective: int) -> None:
        """Ask only for rosters that cost at most so much."""
        self.sheet.model.add(self.sheet.cost() <= objective)

    def begin_at(self, roster: Roster) -> None:
        """Hint at a roster to begin with."""
        for code, line in self.lines.items():
            for day in range(self.problem.days):
                cell = roster[code][day]
                _hint(self.sheet.model, line.works(day), value=cell is not None)
                for duty, literal in line.cells(day).items():
                    _hint(self.sheet.model, literal, value=duty == cell)

    def read(self, value: Callable[[cp_model.BoolVarT], int]) -> dict[str, tuple[Cell, ...]]:
        """Return the roster that the values of the literals describe."""
        days = range(self.problem.days)
        return {
            code: tuple(_done(line, day, value) for day in days)
            for code, line in self.lines.items()
        }

    def solve(
        self,
        effort: Effort,
        *,
        stop: Callable[[], bool] = lambda: False,
        on_roster: OnRoster | None = None,
    ) -> Answer:
        """Run the solver once."""
        solver = cp_model.CpSolver()
        _set(solver.parameters, effort)
        told = None if on_roster is None else _Told(self, on_roster)
        with _ending(solver, stop):
            status = solver.solve(self.sheet.model, told)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = Found.OPTIMAL if status == cp_model.OPTIMAL else Found.FEASIBLE
            objective = round(solver.objective_value)
            proved = objective if found is Found.OPTIMAL else sound(solver.best_objective_bound)
            bound = None if proved is None else min(proved, objective)
            return Answer(found, self.read(solver.value), objective, bound)
        if status == cp_model.INFEASIBLE:
            return Answer(Found.IMPOSSIBLE)
        if status == cp_model.MODEL_INVALID:
            raise ValueError(self.sheet.model.validate())
        return Answer(Found.UNKNOWN, bound=sound(solver.best_objective_bound))


def sound(bound: float) -> int | None:
    """Return the whole number that a proven bound stands for, rounded up only where it is one.

    All prices are whole, so no roster costs something between two whole numbers.
    """
    if not math.isfinite(bound) or abs(bound) > 2**53:
        return None
    return math.ceil(bound - ROUNDING * max(1.0, abs(bound)))


def _hint(model: cp_model.CpModel, literal: Literal, *, value: bool) -> None:
    if not isinstance(literal, int):
        model.add_hint(literal, value)


def _done(line: Line, day: int, value: Callable[[cp_model.BoolVarT], int]) -> Cell:
    for duty, literal in line.cells(day).items():
        if literal if isinstance(literal, int) else value(literal):
            return duty
    return None


def _set(parameters: Any, effort: Effort) -> None:
    wanted = {
        "max_time_in_seconds": max(effort.seconds, 0.01),
        "num_workers": effort.workers,
        "random_seed": effort.seed,
        "linearization_level": effort.level,
    }
    if effort.brief:
        wanted |= {"cp_model_probing_level": 0, "symmetry_level": 0, "max_presolve_iterations": 1}
    for name, value in wanted.items():
        setattr(parameters, name, value)
    if effort.strategies:
        parameters.subsolvers.extend(effort.strategies)


@contextmanager
def _ending(solver: cp_model.CpSolver, stop: Callable[[], bool]) -> Iterator[None]:
    """Ask now and then whether the run should end, and end it."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(GLANCE):
            if stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


class _Told(cp_model.CpSolverSolutionCallback):
    """Hands on each better roster."""

    def __init__(self, model: Model, on_roster: OnRoster) -> None:
        super().__init__()
        self._of = model
        self._on_roster = on_roster

    def on_solution_callback(self) -> None:
        """Read the roster, its cost and the bound."""
        objective = round(self.objective_value)
        bound = sound(self.best_objective_bound)
        self._on_roster(
            self._of.read(self.value), objective, 0 if bound is None else min(bound, objective)
        )
