"""What a worker does when somebody cannot come: it finds few changes that mend the month.

In the fast queue: somebody waits at the page, and a month that is planned for a quarter of
an hour does not stand in the way.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Mending
from dayuan.resources.rosters.planner import repair
from dayuan.resources.rosters.planner.checking import Judgement
from dayuan.resources.rosters.planner.planning import Effort
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.queries.reading import Month
from dayuan.resources.rosters.rules import mending
from dayuan.resources.rosters.rules.mending import Asked, Change

#: How long it searches, in seconds; longer where a busy machine found nothing in that time.
SECONDS, LONGER = 2.0, 10.0


def run(mending_id: int, *, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
    """Work out a proposal that still waits, and write it; or say that there is none."""
    row = queries.waiting_mending(mending_id)
    if row is None:
        return
    program = system_actor("rosters.mending", site_id=row.site_id)
    try:
        commands.begin_mending(mending_id=row.pk, actor=program, at=now())
        found = find(row, reading.month(row.roster), at=now(), clock=clock)
        if found.changes:
            commands.propose(mending_id=row.pk, changes=found.changes, actor=program, at=now())
        else:
            why = "nobody" if found.proven else "not_found"
            commands.give_up_mending(mending_id=row.pk, problem=why, actor=program, at=now())
    except Refused:
        # Somebody was faster: it was dropped, or another worker ended it.
        return


@dataclass(frozen=True, slots=True)
class Found:
    """The changes after which nothing lacks that did not; or none, and whether none can be."""

    changes: tuple[Change, ...] = ()
    proven: bool = False


def find(row: Mending, month: Month, *, at: datetime, clock: Callable[[], float]) -> Found:
    """Return the fewest changes found that cover what the person cannot do."""
    person = row.duty.person_id
    asked = mending.asked(month.draft, month.lines, person, row.until, first=row.duty.day, at=at)
    found = Found()
    # On a busy machine the solver may find nothing in its time: then the house's own means,
    # which are quick and prove nothing, and only after them the solver with more time.
    for seconds, solver, whole in (
        (SECONDS, None, False), (LONGER, False, False), (LONGER, None, True),
    ):  # fmt: skip
        if asked.away and not found.changes and not found.proven:
            effort = Effort(seconds, clock, stop=partial(_is_over, clock, clock() + seconds))
            found = _searched(row, month, asked, effort, solver=solver, whole=whole)
    return found


def _is_over(clock: Callable[[], float], until: float) -> bool:
    return clock() > until


def _searched(
    row: Mending, month: Month, asked: Asked, effort: Effort, *, solver: bool | None, whole: bool
) -> Found:
    plan = repair.repair(
        asked.problem, month.lines, asked.away, effort, since=asked.since,
        calm=repair.Calm(mending.CELL, mending.PERSON), solver=solver, whole=whole,
    )  # fmt: skip
    changes = mending.changes(month.draft, month.lines, plan.roster)
    if not any(one.will for one in changes) and _lacks(plan.judged, asked):
        return Found(proven=plan.proven)
    duties = queries.standing_cells(row.roster)
    return Found(tuple(replace(o, duty=duties.get((o.person, o.day))) for o in changes))


def _lacks(judged: Judgement, asked: Asked) -> bool:
    """Tell whether a post has fewer than it asks for on a day somebody cannot come."""
    days = frozenset[int]().union(*asked.away.values())
    broken = (*judged.violations, *judged.priced)
    return any(one.rule.code in {"cover", "least"} and one.day in days for one in broken)
