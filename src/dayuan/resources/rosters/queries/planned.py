"""What the planner makes of a draft at once, while somebody waits: read, nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dayuan.platform.access.actors import Actor
from dayuan.resources.rosters.planner import planning
from dayuan.resources.rosters.planner.planning import Effort
from dayuan.resources.rosters.planner.problem import Cell
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.queries.reading import Month
from dayuan.resources.rosters.queries.rosters import roster_for
from dayuan.resources.rosters.rules import drafting


@dataclass(frozen=True, slots=True)
class Planned:
    """Who does what on which day, by which planner, and what that costs."""

    cells: Mapping[tuple[int, date], Cell]
    engine: str
    objective: int


def planned_at_once(
    actor: Actor, roster_id: int, *, seconds: float, clock: Callable[[], float]
) -> Planned:
    """Return what the planner that needs no package finds for a month in a few seconds."""
    month = reading.month(roster_for(actor, roster_id))
    problem = drafting.problem(month.draft)
    found = planning.plan(problem, Effort(seconds, clock), solver=False)
    return Planned(cells_of(month, found.roster), found.engine, found.objective)


def cells_of(month: Month, lines: Mapping[str, tuple[Cell, ...]]) -> dict[tuple[int, date], Cell]:
    """Return the cells of a planner's lines, by person and day."""
    return {
        (int(person), day): cell
        for person, line in lines.items()
        for day, cell in zip(month.draft.days, line, strict=True)
    }
