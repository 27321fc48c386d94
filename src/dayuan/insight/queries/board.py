"""What the duty board reads: numbers first, then the urgent tasks and who is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, Subquery
from django.db.models.functions import Coalesce

from dayuan.handbook.compiled import Compiled
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import sealer
from dayuan.platform.audit.sealer import Backlog
from dayuan.reference.people.queries import Person
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import DaySheet
from dayuan.resources.rosters import queries as rosters
from dayuan.resources.rosters.queries import Holding
from dayuan.services.desk.queries import outside
from dayuan.work import queries as work
from dayuan.work.queries import Task

#: More open tasks than anybody reads on one board; the numbers count all of them.
MOST = 60


@dataclass(frozen=True, slots=True)
class Numbers:
    """What people look at first; every number counts visible cases only."""

    open_cases: int
    to_dispatch: int
    to_check: int
    untaken: int
    late: int
    #: Reports by labels that wait for the desk; none where the reader does not decide on them.
    held: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows, at one instant."""

    plan: Compiled
    numbers: Numbers
    tasks: Sequence[Task]
    holdings: Mapping[str, Holding[Person]]
    #: Whether the reader learns who should be there and is not.
    tells_missing: bool
    today: DaySheet
    log: Backlog


def board(actor: Actor, *, at: datetime, today: date) -> Board:
    """Return the board as this actor may see it."""
    plan = sites.plan_of(actor.site_id)
    tasks = list(work.open_tasks(actor)[:MOST])
    posts = {*plan.handbook.posts, *(task.post for task in tasks)}
    return Board(
        plan=plan,
        numbers=_numbers(actor, tasks, at),
        tasks=tasks,
        holdings=rosters.holdings(actor.site_id, sorted(posts), at),
        tells_missing=rosters.knows_who_is_missing(actor),
        today=sites.day_sheet(actor.site_id, today),
        log=sealer.backlog(now=at, window=sealer.AT_A_GLANCE),
    )


def _numbers(actor: Actor, tasks: Sequence[Task], at: datetime) -> Numbers:
    all_are_here = len(tasks) < MOST
    held = outside.number_held(actor)
    # By its closing time, which is empty exactly then: an index holds these few apart.
    found = (
        work.visible_to(actor)
        .filter(closed_at__isnull=True)
        .aggregate(
            open_cases=Count("pk"),
            # A case has one request at most, so the join counts nothing twice.
            to_dispatch=Count("pk", filter=Q(request__state="reported")),
            to_check=Count("pk", filter=Q(request__state="to_check")),
            # They are no cases yet: they count where there is no open case at all.
            held=Coalesce(Max(held), held),
            **({} if all_are_here else _counted(actor, at)),
        )
    )
    if all_are_here:  # counting them asks the database nothing
        found["untaken"] = sum(1 for task in tasks if task.person_id is None)
        found["late"] = sum(1 for task in tasks if task.due_at is not None and task.due_at < at)
    return Numbers(**{name: number or 0 for name, number in found.items()})


def _counted(actor: Actor, at: datetime) -> dict[str, Max]:
    """Return the counts of all open tasks, as numbers within the question about the cases."""
    # The order of the list would split the count.
    rows = work.open_tasks(actor).order_by().values("site_id")

    def number(**which: Any) -> Max:
        return Max(Subquery(rows.annotate(n=Count("pk", filter=Q(**which))).values("n")))

    return {"untaken": number(person__isnull=True), "late": number(due_at__lt=at)}
