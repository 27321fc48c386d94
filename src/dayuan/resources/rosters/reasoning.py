"""Finds out why a month cannot be planned or covered; the solver is loaded late."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from dayuan.resources.rosters.rules import explaining
from dayuan.resources.rosters.rules.drafting import Draft
from dayuan.resources.rosters.rules.explaining import Why
from dayuan.resources.rosters.rules.judging import Judged


def explain(
    draft: Draft,
    judged: Judged | None,
    *,
    seconds: float,
    clock: Callable[[], float],
    stop: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Return what cannot hold together, as it is kept with a run.

    ``judged`` is the month as it was planned, where posts stay open in it; without it no
    month was found, and it is people's own rules and set cells that contradict each other.
    """
    found: list[Why] = []
    try:
        for one in _clashes(draft, judged, seconds, clock, stop):
            found.append(one)  # noqa: PERF402 - what was found counts when time is over
    except TimeoutError:
        return explaining.kept(explaining.FOUND if found else explaining.UNKNOWN, found)
    return explaining.kept(explaining.FOUND if found else explaining.COULD, found)


def _clashes(
    draft: Draft,
    judged: Judged | None,
    seconds: float,
    clock: Callable[[], float],
    stop: Callable[[], bool],
) -> Iterator[Why]:
    solver: Any = import_module("dayuan.resources.rosters.planner.clashes")
    asked = explaining.strict(draft) if judged else explaining.without_demands(draft)
    bundles = explaining.bundles(draft, asked, judged)
    for one in solver.clashes(asked, bundles, seconds=seconds, clock=clock, stop=stop):
        yield explaining.why(draft, one.bundles, smallest=one.smallest, missing=one.missing)
