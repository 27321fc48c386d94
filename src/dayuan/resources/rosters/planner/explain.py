"""Says why nothing can work: the fewest rules that cannot hold together, by name.

Rules are taken as reasons: one rule of one person, one demand, one measure of fairness. A
reason without which nothing can work either is left out, until every one of those that
remain is needed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dayuan.resources.rosters.planner.cpsat import Effort, Found, Model
from dayuan.resources.rosters.planner.problem import Problem
from dayuan.resources.rosters.planner.reasons import Reason, only, reasons


@dataclass(frozen=True, slots=True)
class Conflict:
    """Reasons that cannot hold together; ``smallest`` where each of them is needed."""

    reasons: tuple[Reason, ...]
    smallest: bool


def explain(
    problem: Problem,
    *,
    seconds: float,
    clock: Callable[[], float],
    stop: Callable[[], bool] = lambda: False,
) -> Conflict | None:
    """Return the fewest reasons that cannot hold together; ``None`` where all of them can.

    When time is over before each was tried, what is left still cannot hold together.
    ``TimeoutError`` is raised where not even that was found out.
    """
    deadline = clock() + seconds
    everything = reasons(problem)

    def impossible(kept: Sequence[Reason]) -> bool | None:
        left = deadline - clock()
        if left <= 0 or stop():
            return None
        found = Model(only(problem, kept)).solve(Effort(left), stop=stop).found
        return None if found is Found.UNKNOWN else found is Found.IMPOSSIBLE

    first = impossible(everything)
    if first is None:
        raise TimeoutError("no answer in the time given")
    return _fewest(everything, impossible) if first else None


def _fewest(known: list[Reason], impossible: Callable[[Sequence[Reason]], bool | None]) -> Conflict:
    """Leave out what is not needed, many at once while that goes well, then one by one."""
    kept, place, step = list(known), 0, max(1, len(known) // 2)
    while place < len(kept):
        without = [*kept[:place], *kept[place + step :]]
        answer = impossible(without)
        if answer is None:
            return Conflict(tuple(kept), smallest=False)
        if answer:
            kept = without
        elif step > 1:
            step = max(1, step // 2)
        else:
            # Needed, beside what stands before it; the next may be many again.
            place, step = place + 1, max(1, (len(kept) - place) // 4)
    return Conflict(tuple(kept), smallest=True)
