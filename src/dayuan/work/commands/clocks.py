"""Arriving, pausing and going on; and telling, rung by rung, what is late."""

from datetime import datetime

from dayuan.kernel.events import publish
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.work import events, queries, timing
from dayuan.work.commands import cases, tasks
from dayuan.work.models import Task

ARRIVED = declare("work.task.arrive", "到场", "Arrive")
PAUSED = declare("work.task.pause", "暂停任务", "Pause a task", personal=("reason",))
RESUMED = declare("work.task.resume", "继续任务", "Go on with a task")
LATE = declare("work.task.late", "任务超时", "A task is late")


@command
def arrive(*, task: Task, actor: Actor, at: datetime) -> None:
    """Say that one is where the task is to be done."""
    permissions.require(actor, "work.task.do")
    step = tasks.in_hand(task, actor)
    tasks.move(
        task, "arrive", actor=actor, at=at, arrived_at=at, **cases.watched(task, state="on_site")
    )
    tasks.record(ARRIVED, task, actor=actor, at=at)
    publish(events.TaskArrived(**tasks.event(task, step, actor, at)))


@command
def pause(*, task: Task, reason: str, actor: Actor, at: datetime) -> None:
    """Let the work stand still, with the reason; the task stays in one's hands.

    The clock stops where time counts from a start (a report, an order). What must
    be ready before an event stays due when it was.
    """
    permissions.require(actor, "work.task.do")
    step = tasks.in_hand(task, actor)
    tasks.move(
        task, "pause", actor=actor, at=at, reason=reason, paused_at=at,
        **cases.watched(task, state="paused"),
    )  # fmt: skip
    cases.refresh_next_due(task.case)
    tasks.record(PAUSED, task, actor=actor, at=at, personal={"reason": reason.strip()})
    publish(events.TaskPaused(**tasks.event(task, step, actor, at)))


@command
def resume(*, task: Task, actor: Actor, at: datetime) -> None:
    """Go on with a paused task; what was left of its time is left still."""
    permissions.require(actor, "work.task.do")
    step = tasks.in_hand(task, actor)
    times = tasks.clock_running_again(task, at=at)
    tasks.move(
        task, "resume", actor=actor, at=at, **times,
        **cases.watched(task, state="accepted", due_at=times["due_at"]),
    )  # fmt: skip
    cases.refresh_next_due(task.case)
    tasks.record(RESUMED, task, actor=actor, at=at)
    publish(events.TaskResumed(**tasks.event(task, step, actor, at)))


def look_later(task_id: int, *, at: datetime) -> None:
    """Look at a task again later: the sweep could not act on it now."""
    Task.objects.filter(pk=task_id, next_at__isnull=False).update(next_at=at)


@command
def escalate(*, task: Task, actor: Actor, at: datetime) -> bool:
    """Climb every rung of the plan's ladder whose time is over, once; return whether any was.

    Compare-and-set on the rung: a second worker, or the same one after a kill,
    finds nothing left to climb.
    """
    permissions.require(actor, "work.task.escalate")
    ladder = queries.plan_of(task.case).handbook.escalation
    before = timing.Watch(task.late_from, task.rung, task.next_at)
    after = timing.climbed(before, now=at, ladder=ladder)
    rows = Task.objects.filter(pk=task.pk, rung=before.rung, next_at=before.next_at)
    if after == before or not rows.update(rung=after.rung, next_at=after.next_at):
        return False
    task.rung, task.next_at = after.rung, after.next_at
    if after.rung == before.rung:
        return False
    lines = sorted({rung.line for rung in ladder[before.rung : after.rung]})
    log.record(
        LATE, actor=actor, at=at, subject="work.case", ids=[task.case_id],
        details={"task": task.pk, "step": task.step, "rung": after.rung,
                 "late_from": after.late_from.isoformat() if after.late_from else ""},
    )  # fmt: skip
    outbox.publish(
        "work.task_late", at=at, site_id=task.site_id, case=task.case_id, task=task.pk,
        rung=after.rung, lines=lines,
    )  # fmt: skip
    return True
