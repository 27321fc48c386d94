"""Asking for more time, for a step to be left out, or for an early end; and the answer."""

from dataclasses import dataclass
from datetime import datetime

from dayuan.kernel.events import publish
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare
from dayuan.platform.jobs import outbox
from dayuan.work import asking, events, queries
from dayuan.work.commands import cases, tasks
from dayuan.work.models import Application, Assignment, Task
from dayuan.work.states import APPLICATION, OPEN

ASKED = declare("work.application.ask", "提出申请", "Apply", personal=("reason",))
DECIDED = declare("work.application.decide", "审批申请", "Decide", personal=("answer",))
WITHDRAWN = declare("work.application.withdraw", "撤回申请", "Take an application back")


@dataclass(frozen=True)
class Wish:
    """What somebody asks for and why; ``until`` is the due time, for more time only."""

    kind: str
    reason: str
    until: datetime | None = None


@command
def ask(*, task: Task, wish: Wish, actor: Actor, at: datetime) -> Application:
    """Ask for more time, for a step to be left out, or for the case to end now.

    It is decided by somebody else; until then everything stays as it is. Whoever
    has the task in hand asks, or who answers for its post.
    """
    permissions.require(actor, "work.task.do")
    tasks.must_know(task, actor)
    person_id = tasks.assert_person(actor)
    refuse_if(queries.ask_problems(task, actor, at=at))
    refuse_if(
        (*asking.wish_problems(wish.kind, wish.reason, wish.until, task.due_at, now=at,
                               does=queries.step_of(task).does or ""),
         *secret_problems(wish.reason))
    )  # fmt: skip
    made = Application.objects.create(
        site_id=task.site_id, task=task, kind=wish.kind, reason=wish.reason.strip(),
        until=wish.until if wish.kind == Application.Kind.EXTEND else None,
        asked_at=at, asked_by_id=person_id,
    )  # fmt: skip
    transitions.begin(made, machine=APPLICATION, actor=actor, at=at, context_id=task.case_id)
    _log(ASKED, made, actor=actor, at=at, reason=made.reason)
    outbox.publish(
        "work.application_asked", at=at, site_id=task.site_id, case=task.case_id,
        application=made.pk,
    )  # fmt: skip
    return made


@command
def decide(
    *, application: Application, grant: bool, answer: str = "", actor: Actor, at: datetime
) -> None:
    """Grant or refuse what somebody else asked for; a refusal says why."""
    permissions.require(actor, "work.application.decide")
    task = application.task
    tasks.must_know(task, actor)
    person_id = tasks.assert_person(actor)
    refuse_if(asking.decide_problems(application.asked_by_id, person_id))
    if grant and task.state not in OPEN:
        raise Refused(asking.TASK_OVER)
    transitions.move(
        application, machine=APPLICATION, act="grant" if grant else "refuse", actor=actor, at=at,
        reason=answer, context_id=task.case_id, answer=answer.strip(), decided_at=at,
        decided_by_id=person_id,
    )  # fmt: skip
    if grant:
        _GRANTS[Application.Kind(application.kind)](application, task, actor, at)
    _log(DECIDED, application, actor=actor, at=at, answer=application.answer)
    outbox.publish(
        "work.application_decided", at=at, site_id=task.site_id, case=task.case_id,
        application=application.pk,
    )  # fmt: skip


@command
def withdraw(*, application: Application, actor: Actor, at: datetime) -> None:
    """Take back what one asked for, before it is decided."""
    permissions.require(actor, "work.task.do")
    tasks.must_know(application.task, actor)
    refuse_if(asking.withdraw_problems(application.asked_by_id, tasks.assert_person(actor)))
    _move_back(application, actor=actor, at=at)
    _log(WITHDRAWN, application, actor=actor, at=at)


def _move_back(application: Application, *, actor: Actor, at: datetime) -> None:
    transitions.move(
        application, machine=APPLICATION, act="withdraw", actor=actor, at=at,
        context_id=application.task.case_id,
    )  # fmt: skip


def _extend(application: Application, task: Task, _actor: Actor, _at: datetime) -> None:
    Task.objects.filter(pk=task.pk).update(extended_to=application.until)
    task.extended_to = application.until
    cases.time_anew(task, due_at=application.until)
    cases.refresh_next_due(task.case)


def _skip(application: Application, task: Task, actor: Actor, at: datetime) -> None:
    step = queries.step_of(task)
    tasks.move(
        task, "skip", actor=actor, at=at, reason=application.reason, paused_at=None, next_at=None
    )
    Assignment.objects.filter(task=task, until__isnull=True).update(until=at)
    cases.release_after(task.case, actor=actor, at=at)
    cases.refresh_next_due(task.case)
    publish(
        events.TaskSkipped(
            **tasks.event(task, step, actor, at),
            case_has_open_tasks=Task.objects.filter(case=task.case, state__in=OPEN).exists(),
        )
    )


def _close(application: Application, task: Task, actor: Actor, at: datetime) -> None:
    step = queries.step_of(task)
    publish(events.CaseEnded(**tasks.event(task, step, actor, at), application_id=application.pk))


_GRANTS = {
    Application.Kind.EXTEND: _extend,
    Application.Kind.SKIP: _skip,
    Application.Kind.CLOSE: _close,
}


def _log(
    kind: AuditType, application: Application, *, actor: Actor, at: datetime, **personal: str
) -> None:
    log.record(
        kind, actor=actor, at=at, subject="work.case", ids=[application.task.case_id],
        details={"task": application.task_id, "application": application.pk,
                 "kind": application.kind, "state": application.state},
        personal=personal,
    )  # fmt: skip
