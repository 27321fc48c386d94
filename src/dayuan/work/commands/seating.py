"""A task for each holder of a post: who joins gets one, whoever leaves has his taken off."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from dayuan.handbook.schema import Step
from dayuan.kernel.events import publish
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.work import events, holders, queries, rules
from dayuan.work.commands import cases
from dayuan.work.holders import Laid
from dayuan.work.models import Assignment, Case, Task
from dayuan.work.states import OPEN, TASK

SEATED = declare("work.case.seat_holders", "按任职增减任务", "Follow the holders of a post")


@command
def seat_holders(*, case: Case, actor: Actor, at: datetime) -> bool:
    """Let each holder of a post have his own task of the steps that ask for it.

    Whoever joined before the step is due gets one; whoever holds the post no longer
    has his cancelled, unless it is done; a post that nobody holds is seen as vacant.
    Returns whether anything changed.
    """
    permissions.require(actor, "work.task.seat")
    if case.closed_at is not None:
        return False
    tasks = queries.tasks_of(case)
    each = {task.step for task in tasks if task.each}
    planned = [one for one in cases.plan_anew(case, at=at) if one.each and one.step in each]
    made, gone, given = follow(case, planned, tasks, actor=actor, at=at, reason=_NOT_HOLDING)
    if not (made or gone or given):
        return False
    cases.release_after(case, actor=actor, at=at)
    cases.refresh_next_due(case)
    log.record(
        SEATED, actor=actor, at=at, subject="work.case", ids=[case.pk],
        details={"added": [t.pk for t in made], "cancelled": [t.pk for t in gone],
                 "given": [t.pk for t in given]},
    )  # fmt: skip
    _tell_gone(case, gone, actor=actor, at=at)
    return True


def follow(
    case: Case,
    planned: Iterable[rules.Planned],
    tasks: Sequence[Task],
    *,
    actor: Actor,
    at: datetime,
    reason: str,
) -> tuple[list[Task], list[Task], list[Task]]:
    """Make the tasks of planned steps one for each seat; what waits is released by the caller.

    Returns the tasks that came to be, those cancelled, and those that changed hands.
    """
    by_step: dict[str, list[rules.Planned]] = {}
    for one in planned:
        by_step.setdefault(one.step, []).append(one)
    mine = {task.pk: task for task in tasks}
    turns = _newest_rounds(tasks)
    made, gone, given = [], [], []
    for step, ones in by_step.items():
        last = _last_round(tasks, step)
        change = _change(last, ones, at=at)
        for pk in change.gone:
            cancel(mine[pk], actor=actor, at=at, reason=reason)
            gone.append(mine[pk])
        for pk, holder in change.given.items():
            # One that was cancelled may stand in the same round.
            alone = turns.get(step, 0) + 1 if mine[pk].each and not ones[0].each else None
            _give(mine[pk], ones[0], holder, case=case, turn=alone)
            given.append(mine[pk])
        turn = (last[-1].round if last else 1) if ones[0].each else turns.get(step, 0) + 1
        wanted = {one.seat: one for one in ones}
        made += [
            cases.lay_out(case, wanted[seat], actor=actor, at=at, turn=turn)
            for seat in change.missing
        ]
    cases.name_members(case, {f"post:{t.post}" for t in made}, actor=actor, at=at)
    for task in given:
        if task.state == "ready":
            cases.tell_ready(task, at=at)
    return made, gone, given


def cancel(task: Task, *, actor: Actor, at: datetime, reason: str) -> None:
    """Take an open task off whoever has it, for a reason."""
    transitions.move(
        task, machine=TASK, act="cancel", actor=actor, at=at, reason=reason,
        context_id=task.case_id, paused_at=None, next_at=None,
    )  # fmt: skip
    Assignment.objects.filter(task=task, until__isnull=True).update(until=at)


def _change(last: Sequence[Task], ones: Sequence[rules.Planned], *, at: datetime) -> holders.Change:
    laid = [Laid(t.pk, t.post, t.holder_id, t.person_id, t.state, t.each) for t in last]
    if not ones[0].each:
        return holders.as_one(laid, ones[0].post)
    return holders.for_each(laid, [one.seat for one in ones], in_time=_in_time(last, at=at))


def _in_time(last: Sequence[Task], *, at: datetime) -> bool:
    """Tell whether somebody who joins now still has the step to do.

    A step without a number lasts until everybody has done it.
    """
    if any(t.due_at is not None for t in last):
        return any(t.due_at is not None and t.due_at > at for t in last)
    return any(t.state in OPEN for t in last)


def _newest_rounds(tasks: Sequence[Task]) -> dict[str, int]:
    found: dict[str, int] = {}
    for task in tasks:
        found[task.step] = max(task.round, found.get(task.step, 0))
    return found


def _last_round(tasks: Sequence[Task], step: str) -> list[Task]:
    mine = [t for t in tasks if t.step == step]
    newest = _newest_rounds(mine).get(step, 0)
    return [t for t in mine if t.round == newest]


def _give(
    task: Task, planned: rules.Planned, holder: int | None, *, case: Case, turn: int | None
) -> None:
    role = cases.role_of(queries.plan_of(case), planned.step, case) if planned.each else ""
    fields = {"each": planned.each, "holder_id": holder, "role": role, "round": turn or task.round}
    for name, value in fields.items():
        setattr(task, name, value)
    Task.objects.filter(pk=task.pk).update(**fields)


def _tell_gone(case: Case, gone: Iterable[Task], *, actor: Actor, at: datetime) -> None:
    """Tell services what fell away, as of a step that was left out."""
    left = Task.objects.filter(case=case, state__in=OPEN).exists()
    for task in gone:
        step: Step = queries.step_of(task)
        publish(
            events.TaskSkipped(
                task_id=task.pk, case_id=case.pk, case_kind=case.kind, step=task.step,
                does=step.does or "", actor=actor, at=at, case_has_open_tasks=left,
            )
        )  # fmt: skip


_NOT_HOLDING = "不再任这个岗位。 No longer holds the post."
