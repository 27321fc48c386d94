"""What a worker does for rosters: drafts that are planned while people go on."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from typing import Any, TypeVar

from django_tasks import task

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor, system_actor
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.ui import present
from dayuan.resources.rosters import events, mender, queries, reasoning
from dayuan.resources.rosters.commands import planning as commands
from dayuan.resources.rosters.models import Planning
from dayuan.resources.rosters.planner import planning
from dayuan.resources.rosters.planner.planning import Effort, Plan
from dayuan.resources.rosters.planner.problem import Problem
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.queries.planned import cells_of
from dayuan.resources.rosters.queries.reading import Month
from dayuan.resources.rosters.rules import drafting, explaining, judging

#: Never renamed: deliveries that wait name it.
_CONSUMER, _MENDER = "rosters:plan_month", "rosters:mend_month"
#: How often a run notes how far it is, and asks whether anybody still waits for it, in seconds.
ASK_EVERY = 1.0
#: What finding out why posts stay open may take after the planning, in seconds.
WHY_LEAST, WHY_MOST = 10, 60


@task(queue_name="heavy")
def make(planning_id: int) -> None:
    """Plan one draft; after a kill it begins anew."""
    run(planning_id, now=present.now, clock=time.monotonic)


@task(queue_name="fast")
def mend(mending_id: int) -> None:
    """Work out how one month is mended; after a kill it begins anew."""
    mender.run(mending_id, now=present.now, clock=time.monotonic)


def connect() -> None:
    """Let a worker plan and mend what was asked for."""
    outbox.consumer(events.PLANNING_ASKED, _CONSUMER)(_hand_over)
    outbox.consumer(events.MENDING_ASKED, _MENDER)(_hand_mending_over)


def run(planning_id: int, *, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
    """Plan a draft that still waits, and write what was found; or say that nothing was."""
    row = queries.waiting_planning(planning_id)
    if row is None:
        return
    program = system_actor("rosters.planning", site_id=row.site_id)
    try:
        commands.begin(planning_id=row.pk, actor=program, at=now())
        month = reading.month(row.roster)
        search = _Run(row, clock)
        found = search.plan(drafting.problem(month.draft))
        told = search.why(month, found) if found is not None else None
        if found is not None and told is not None:
            _write(row, month, found, told, program, now())
    except Refused:
        # Somebody was faster: it was cancelled, or another worker ended it.
        return


_Done = TypeVar("_Done")


class _Run:
    """One run: the search in threads of its own, the database in this one alone."""

    def __init__(self, row: Planning, clock: Callable[[], float]) -> None:
        self.row, self.clock = row, clock
        self.far: tuple[int, int] | None = None
        self.cancelled = False

    def plan(self, problem: Problem) -> Plan | None:
        """Return what was found; nothing when nobody waits for it any more."""
        effort = Effort(self.row.seconds, self.clock, stop=lambda: self.cancelled, told=self._told)
        return self._apart(lambda: planning.plan(problem, effort))

    def why(self, month: Month, found: Plan) -> dict[str, Any] | None:
        """Return why posts stay open, or why nothing can hold; nothing when nobody waits."""
        failed = bool(found.judged.violations)
        judged = judging.judged(month.draft, found.roster)
        if not failed and not explaining.is_open(judged):
            return explaining.kept("")
        if not planning.solver_present():
            return explaining.kept(explaining.NO_SOLVER)
        seconds = min(WHY_MOST, max(WHY_LEAST, self.row.seconds))
        return self._apart(
            lambda: reasoning.explain(
                month.draft, None if failed else judged, seconds=seconds, clock=self.clock,
                stop=lambda: self.cancelled,
            )
        )  # fmt: skip

    def _apart(self, work: Callable[[], _Done]) -> _Done | None:
        """Do work in a thread while this one asks whether anybody waits; nothing if nobody does."""
        with ThreadPoolExecutor(1) as pool:
            search = pool.submit(work)
            try:
                while not wait([search], timeout=ASK_EVERY).done:
                    wanted = queries.note_progress(self.row.pk, self.far)
                    self.cancelled = self.cancelled or not wanted
            except BaseException:
                # Whatever goes wrong here, the search is not left to run on for nobody.
                self.cancelled = True
                raise
            return None if self.cancelled else search.result()

    def _told(self, objective: int, bound: int) -> None:
        self.far = objective, bound


def _write(
    row: Planning, month: Month, found: Plan, why: dict[str, Any], program: Actor, at: datetime
) -> None:
    if found.judged.violations:
        commands.give_up(planning_id=row.pk, problem="cannot_hold", why=why, actor=program, at=at)
        return
    cells = cells_of(month, found.roster)
    commands.finish(
        planning_id=row.pk, cells=cells, engine=found.engine, objective=found.objective,
        bound=found.bound, why=why, actor=program, at=at,
    )  # fmt: skip


def _hand_over(message: Message) -> None:
    make.enqueue(message.ids["planning"])


def _hand_mending_over(message: Message) -> None:
    mend.enqueue(message.ids["mending"])
