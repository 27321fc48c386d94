"""How a request follows its tasks; runs in the transaction of whoever did the task.

The handbook says which of its steps is which act (``does``). A plan without a
step for sending out sends at once to the responsible post; a plan without a
check closes when the work is done.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dayuan.kernel.problems import refuse_if
from dayuan.platform.access.actors import LABEL, Actor
from dayuan.platform.attachments import commands as attachments
from dayuan.platform.audit import transitions
from dayuan.services.desk import rules
from dayuan.services.desk.models import OutsideReport, Request
from dayuan.services.desk.states import REQUEST
from dayuan.work import commands as work
from dayuan.work import queries as work_queries
from dayuan.work.events import (
    CaseEnded,
    TaskAccepted,
    TaskDone,
    TaskEvent,
    TaskHandedBack,
    TaskPaused,
    TaskResumed,
    TaskSkipped,
)
from dayuan.work.queries import Case, Task
from dayuan.work.states import OPEN

KIND = "desk.request"


def steps_doing(act: str, case: Case) -> list[str]:
    """Return the plan's steps that are this act, in order."""
    steps = work_queries.plan_of(case).steps(case.playbook)
    return [step.id for step in steps if step.does == act]


def task_doing(act: str, case: Case) -> Task | None:
    """Return the open task that is this act, if the case has one."""
    tasks = work_queries.tasks_of(case)
    wanted = set(steps_doing(act, case))
    return next((t for t in tasks if t.step in wanted and t.state in ("waiting", "ready")), None)


def send_out_if_nobody_must(request: Request, *, actor: Actor, at: datetime) -> None:
    """Send a request out at once where the plan has no step for it."""
    if not steps_doing("desk.dispatch", request.case):
        _sent_out(request, actor=actor, at=at)


def pass_photos_on(request: Request) -> None:
    """Show a stranger's photos to those who know of the request, once it is sent out.

    Until then the desk alone has seen them.
    """
    if not request.case.opened_by.startswith(LABEL):
        return
    came = OutsideReport.objects.filter(request=request, photos__gt=0)
    for outside_id in list(came.values_list("pk", flat=True)):
        attachments.pass_on(
            site_id=request.case.site_id,
            owner=("desk.outside", outside_id),
            to=("work.case", request.pk),
        )
    came.update(photos=0)


def on_accepted(event: TaskAccepted) -> None:
    """Follow a task that somebody took."""
    request = _request(event)
    if request is None:
        return
    if event.does == "desk.handle" and request.state == "dispatched":
        _move(request, "take", event.actor, event.at)
    if event.does == "desk.permit":
        refuse_if(rules.permit_problems(_asked_by(request), event.actor.person_id))


def on_handed_back(event: TaskHandedBack) -> None:
    """Follow a task that was given back."""
    request = _request(event)
    if event.does == "desk.handle" and request and not _somebody_works(request):
        _move(request, "give_back", event.actor, event.at)


def on_paused(event: TaskPaused) -> None:
    """Follow work that stands still."""
    request = _request(event)
    if event.does == "desk.handle" and request and not _somebody_works(request):
        _move(request, "pause", event.actor, event.at)
        work.enter_phase(request.case, REQUEST.state("paused").phase)


def on_resumed(event: TaskResumed) -> None:
    """Follow work that goes on."""
    request = _request(event)
    if event.does == "desk.handle" and request and request.state == "paused":
        _move(request, "resume", event.actor, event.at)
        work.enter_phase(request.case, REQUEST.state("in_hand").phase)


def on_skipped(event: TaskSkipped) -> None:
    """Close when the step left out was the last one."""
    request = _request(event)
    if request is not None and not event.case_has_open_tasks:
        _close(request, event, event.at)


def on_ended(event: CaseEnded) -> None:
    """End early what somebody granted to end, with the reason that was given."""
    request = _request(event)
    if request is not None:
        reason = work_queries.application(event.application_id).reason
        _move(request, "end_early", event.actor, event.at, reason=reason)
        work.close_case(request.case, actor=event.actor, at=event.at, reason=reason)


def on_done(event: TaskDone) -> None:
    """Follow a task that was finished."""
    request = _request(event)
    if request is None:
        return
    follow = _AFTER.get(event.does)
    if follow is not None:
        follow(request, event, event.at)
    elif not event.case_has_open_tasks:
        _close(request, event, event.at)


def do_again(request: Request, act: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Send a request back to be handled, checked and asked after once more."""
    case = request.case
    again = _work_and_what_follows(case)
    begun_with = set(steps_doing("desk.handle", case))
    work.drop_open(case, [s for s in again if s not in begun_with], actor=actor, at=at)
    _move(request, act, actor, at, reason=reason)
    work.rework(case, again, actor=actor, at=at)


def _work_and_what_follows(case: Case) -> list[str]:
    """Return the handling, its checks, and every step that waits for one of them, in order."""
    steps = work_queries.plan_of(case).steps(case.playbook)
    found = {step.id for step in steps if step.does in _AFTER_SENDING}
    reached = 0
    while reached != len(found):
        reached = len(found)
        found |= {step.id for step in steps if found.intersection(step.after)}
    return [step.id for step in steps if step.id in found]


def _after_dispatch(request: Request, event: TaskDone, at: datetime) -> None:
    _sent_out(request, actor=event.actor, at=at)


def _after_handling(request: Request, event: TaskDone, at: datetime) -> None:
    work.fulfil("desk.respond", request.case, at=at, task=_task(event))
    work.fulfil("desk.outcome", request.case, at=at, task=_task(event), category=request.category)
    if _waits(request, "desk.handle"):
        return  # others still work on another part of it
    if _waits(request, "desk.check"):
        _move(request, "hand_in", event.actor, at, finished_at=at)
    elif _waits(request, "desk.return_visit"):
        _move(request, "pass_on", event.actor, at, finished_at=at)
    elif event.case_has_open_tasks:
        _move(request, "hand_in", event.actor, at, finished_at=at)
    else:
        _close(request, event, at, finished_at=at)


def _after_check(request: Request, event: TaskDone, at: datetime) -> None:
    work.fulfil("desk.check", request.case, at=at, task=_task(event))
    if not event.passed:
        do_again(request, "send_back", actor=event.actor, at=at)
        return
    if _task(event).round > 1:
        work.fulfil("desk.correct", request.case, at=at, task=_task(event))
    if _waits(request, "desk.check"):
        return  # somebody else looks at it too
    if _waits(request, "desk.return_visit"):
        _move(request, "pass_on", event.actor, at)
    elif not event.case_has_open_tasks:
        _close(request, event, at)


def _after_visit(request: Request, event: TaskDone, at: datetime) -> None:
    category = request.category
    work.fulfil("desk.return_visit", request.case, at=at, task=_task(event), category=category)
    if not event.passed:
        reason = work_queries.reason_given(_task(event))
        do_again(request, "reopen", actor=event.actor, at=at, reason=reason)
    elif not event.case_has_open_tasks:
        _close(request, event, at)


def _after_permit(request: Request, event: TaskDone, at: datetime) -> None:
    category = request.category
    work.fulfil("desk.permit", request.case, at=at, task=_task(event), category=category)
    if not event.passed:
        reason = work_queries.reason_given(_task(event))
        _move(request, "refuse", event.actor, at, reason=reason)
        work.close_case(request.case, actor=event.actor, at=at, reason=reason)
    elif not event.case_has_open_tasks:
        _close(request, event, at)


_AFTER: dict[str, Callable[[Request, TaskDone, datetime], None]] = {
    "desk.dispatch": _after_dispatch,
    "desk.handle": _after_handling,
    "desk.check": _after_check,
    "desk.return_visit": _after_visit,
    "desk.permit": _after_permit,
}
#: What is done once more when the work was not good.
_AFTER_SENDING = ("desk.handle", "desk.check", "desk.return_visit")


def _waits(request: Request, act: str) -> bool:
    """Tell whether a step that is this act is not over yet, in whosever hands it is."""
    wanted = set(steps_doing(act, request.case))
    tasks = work_queries.tasks_of(request.case)
    return any(task.step in wanted and task.state in OPEN for task in tasks)


def _somebody_works(request: Request) -> bool:
    wanted = set(steps_doing("desk.handle", request.case))
    tasks = work_queries.tasks_of(request.case)
    return any(task.step in wanted and task.state in ("accepted", "on_site") for task in tasks)


def _sent_out(request: Request, *, actor: Actor, at: datetime) -> None:
    _move(request, "dispatch", actor, at, dispatched_at=at)
    work.set_anchor(request.case, "D", instant=at, at=at)
    pass_photos_on(request)
    work.fulfil("desk.dispatch", request.case, at=at)


def _close(request: Request, event: TaskEvent, at: datetime, **fields: datetime) -> None:
    _move(request, "close", event.actor, at, **fields)
    work.close_case(request.case, actor=event.actor, at=at)


def _request(event: TaskEvent) -> Request | None:
    if event.case_kind != KIND:
        return None
    return Request.objects.select_related("case").get(pk=event.case_id)


def _asked_by(request: Request) -> int | None:
    """Return who wants it: the reporter, unless it was logged for somebody else."""
    for_other = bool(request.caller_name or request.caller_phone)
    return None if for_other else request.reporter_id


def _task(event: TaskEvent) -> Task:
    return work_queries.task(event.task_id)


def _move(request: Request, act: str, actor: Actor, at: datetime, **fields: Any) -> None:
    transitions.move(request, machine=REQUEST, act=act, actor=actor, at=at, **fields)
