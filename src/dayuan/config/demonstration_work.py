"""Some days of requests for the demonstration, made by the people's own commands.

What happens stands in a file beside the handbooks: the program knows no
category and no place of a compound.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from dayuan.config.demonstration import NotADemonstrationError, someone
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Site
from dayuan.services.desk import commands as desk
from dayuan.services.desk.queries import Request
from dayuan.work import commands as work
from dayuan.work import queries as work_queries
from dayuan.work.commands import Given
from dayuan.work.queries import Task


@dataclass(frozen=True, slots=True)
class Story:
    """One request: how long ago it was reported, where, what, and how far it got."""

    hours_ago: float
    category: str
    place: str
    description: str
    #: How many of its tasks have been done, and whether the next one was taken.
    done: int = 0
    taken: bool = False


def make(site: Site, *, file: Path, at: datetime) -> None:
    """Tell the stories of a file in the order in which they happened."""
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    for story in (Story(**one) for one in told["stories"]):
        _tell(site, story, at - timedelta(hours=story.hours_ago))


def _tell(site: Site, story: Story, began: datetime) -> None:
    request = desk.report(
        report=desk.Report(
            category=story.category,
            place=story.place,
            description=story.description,
            caller_name="演示来电",
            caller_phone="025-5000 0000",
        ),
        actor=_clerk(site, began),
        at=began,
    )
    when = began
    for _turn in range(story.done):
        when = _do_next(site, request, at=when + timedelta(minutes=9))
    if story.taken and (task := _ready(request)):
        when += timedelta(minutes=4)
        work.accept(task=task, actor=someone(site, task.post, at=when), at=when)


def _clerk(site: Site, at: datetime) -> Actor:
    holding = sites.plan_of(site.pk).holding("desk.request.report_for_other")
    if holding is None:
        raise NotADemonstrationError("the plan lets nobody log calls")
    return someone(site, holding.posts[0], at=at)


def _do_next(site: Site, request: Request, *, at: datetime) -> datetime:
    """Do the next task; return when it was done."""
    task = _ready(request)
    if task is None:
        return at
    step = work_queries.step_of(task)
    actor = someone(site, task.post, at=at)
    if step.does == "desk.dispatch":
        request.refresh_from_db()
        desk.dispatch(request=request, actor=actor, at=at)
        return at
    work.accept(task=task, actor=actor, at=at)
    done = at + timedelta(minutes=25)
    work.finish(
        task=work_queries.task(task.pk),
        evidence={item.id: _given(item.kind) for item in step.evidence if item.required},
        ticked=[line.id for line in step.checklist],
        actor=actor,
        at=done,
    )
    return done


def _given(kind: str) -> Given:
    if kind == "yes_no":
        return Given(yes=True)
    return Given(number=20) if kind == "reading" else Given(text="已修好，试过，正常。")


def _ready(request: Request) -> Task | None:
    tasks = work_queries.tasks_of(request.case)
    return next((task for task in tasks if task.state == "ready"), None)
