"""To whom a ready task goes when everybody of its post did what it looks at."""

from dataclasses import dataclass
from datetime import datetime

from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.work import queries, rules
from dayuan.work.models import Task

OFFERED = declare("work.task.offer", "转由替代岗位办理", "Offered to an alternate post")


@dataclass(frozen=True, slots=True)
class Offer:
    """The post that does it; ``stuck`` when neither the post nor an alternate has anybody."""

    post: str
    stuck: bool = False


def offer(task: Task, *, at: datetime) -> Offer:
    """Return who does a task now, by the alternates that the handbook gives, in their order."""
    step = queries.step_of(task)
    if not step.not_by_doer_of or task.each:
        return Offer(task.post)
    done = queries.doers(task.case)
    barred = frozenset().union(*(done.get(other, frozenset()) for other in step.not_by_doer_of))
    order = [task.post, *_alternates(task)]
    held = people.holders_of_many(task.site_id, order, sites.today(task.site_id, at))
    able = {post: [p.pk for p in held[post]] for post in order}
    if not able[task.post]:
        # Nobody holds it: those who stand in for it are its people.
        holding = rosters.holding(task.site_id, task.post, at)
        able[task.post] = [person.pk for person in holding.persons]
    return Offer(*rules.first_able(order, able, barred=barred))


def announce(task: Task, found: Offer, *, was: str, actor: Actor, at: datetime) -> None:
    """Write down that a task went to an alternate; let the head know of one that is stuck."""
    if found.post != was:
        log.record(
            OFFERED, actor=actor, at=at, subject="work.case", ids=[task.case_id],
            details={"task": task.pk, "old": was, "new": found.post},
        )  # fmt: skip
    if found.stuck:
        outbox.publish(
            "work.task_stuck", at=at, site_id=task.site_id, case=task.case_id, task=task.pk
        )


def _alternates(task: Task) -> list[str]:
    """Return who stands in for the task's post: those of the step, where it is its own."""
    plan, who = queries.plan_of(task.case), queries.step_of(task).who
    posts = plan.resolve(who, category=task.case.category or None)
    if task.post not in plan.primary(who, category=task.case.category or None):
        posts = plan.alternates(task.post)
    return [post for post in posts if post != task.post]
