"""What a worker does when somebody cannot come: it finds few changes that mend the month.

In the fast queue: somebody waits at the page, and a month that is planned for a quarter of
an hour does not stand in the way.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django_tasks import task

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.ui import present
from dayuan.resources.rosters import commands, events, queries
from dayuan.resources.rosters.models import Mending
from dayuan.resources.rosters.planner import repair
from dayuan.resources.rosters.planner.planning import Effort
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.queries.reading import Month
from dayuan.resources.rosters.rules import mending
from dayuan.resources.rosters.rules.mending import Change

#: Never renamed: deliveries that wait name it.
_CONSUMER = "rosters:mend_month"
#: How long it searches, in seconds.
SECONDS = 2.0


@task(queue_name="fast")
def make(mending_id: int) -> None:
    """Work one proposal out; after a kill it begins anew."""
    run(mending_id, now=present.now, clock=time.monotonic)


def connect() -> None:
    """Let a worker mend what was asked for."""
    outbox.consumer(events.MENDING_ASKED, _CONSUMER)(_hand_over)


def run(mending_id: int, *, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
    """Work out a proposal that still waits, and write it; or say that there is none."""
    row = queries.waiting_mending(mending_id)
    if row is None:
        return
    program = system_actor("rosters.mending", site_id=row.site_id)
    try:
        commands.begin_mending(mending_id=row.pk, actor=program, at=now())
        found = find(row, reading.month(row.roster), at=now(), clock=clock)
        if any(one.will for one in found):
            commands.propose(mending_id=row.pk, changes=found, actor=program, at=now())
        else:
            commands.give_up_mending(mending_id=row.pk, problem="nobody", actor=program, at=now())
    except Refused:
        # Somebody was faster: it was dropped, or another worker ended it.
        return


def find(row: Mending, month: Month, *, at: datetime, clock: Callable[[], float]) -> list[Change]:
    """Return the fewest changes found that cover what the person cannot do."""
    person = row.duty.person_id
    asked = mending.asked(month.draft, month.lines, person, row.until, first=row.duty.day, at=at)
    if not asked.away:
        return []
    found = repair.repair(
        asked.problem, month.lines, asked.away, Effort(SECONDS, clock), since=asked.since,
        calm=repair.Calm(mending.CELL, mending.PERSON),
    )  # fmt: skip
    duties = queries.standing_cells(row.roster)
    return [
        replace(one, duty=duties.get((one.person, one.day)))
        for one in mending.changes(month.draft, month.lines, found.roster)
    ]


def _hand_over(message: Message) -> None:
    make.enqueue(message.ids["mending"])
