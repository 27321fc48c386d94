"""The course of a running case: its anchors and facts change, or it moves to another plan.

These run inside a command that has asked the permission and writes the audit
entry, but for :func:`move_to_revision`, which is one. What is done stays done;
what is open is laid out, timed or cancelled as the plan now says.
"""

from collections.abc import Iterable
from datetime import datetime

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import queries as sites
from dayuan.work import queries, rules
from dayuan.work.commands import cases, seating
from dayuan.work.models import Case, CaseAnchor, CaseFact, Task
from dayuan.work.states import OPEN
from dayuan.work.timing import moved

MOVED = declare("work.case.move_revision", "换到新版方案", "Move to another revision of the plan")


def set_anchor(case: Case, name: str, *, instant: datetime, at: datetime) -> list[Task]:
    """Set or move an anchor; open steps are timed anew, finished ones stay.

    Returns the tasks whose due time changed. When the anchor stood before, those
    who answer for them are told after the commit.
    """
    stood = CaseAnchor.objects.filter(case=case, name=name).first()
    if stood is not None and stood.at == instant:
        return []
    CaseAnchor.objects.update_or_create(case=case, name=name, defaults={"at": instant})
    changed = _time_anew(case, only=name, at=at)
    if stood is not None and changed:
        tell_retimed(case, changed, at=at)
    return changed


def set_fact(
    case: Case, name: str, *, value: bool | str, actor: Actor, at: datetime
) -> tuple[list[Task], list[Task]]:
    """Set what a case knows; return the tasks that came to be, and those cancelled."""
    CaseFact.objects.update_or_create(case=case, name=name, defaults={"value": value})
    return _lay_out_anew(case, actor=actor, at=at, reason=_FACT_CHANGED)


def tell_retimed(case: Case, tasks: Iterable[Task], *, at: datetime) -> None:
    """Let those who answer for these tasks know of their new times, after the commit."""
    ids = sorted(task.pk for task in tasks)
    outbox.publish("work.retimed", at=at, site_id=case.site_id, case=case.pk, tasks=ids)


@command
def move_to_revision(*, case: Case, revision_id: int, actor: Actor, at: datetime) -> None:
    """Let a running case go on by the plan in force.

    ``revision_id`` is the revision whose difference somebody has looked at; if
    another came into force since, the difference is to be looked at again.
    """
    permissions.require(actor, "work.case.move_revision")
    queries.get_for(actor, case.pk)
    if revision_id != sites.revision_id(case.site_id):
        raise Refused(_LOOK_AGAIN)
    plan = plans.compiled(revision_id)
    if case.closed_at is not None or revision_id == case.revision_id:
        raise Refused(_NOTHING_TO_MOVE)
    if case.playbook not in plan.handbook.playbooks:
        raise Refused(_PLAYBOOK_GONE)
    old = case.revision_id
    # Compare and set: whoever moves it at the same time has looked at another difference.
    if not Case.objects.filter(pk=case.pk, revision_id=old).update(revision_id=revision_id):
        raise Refused(_LOOK_AGAIN)
    case.revision_id = revision_id
    made, gone = _lay_out_anew(case, actor=actor, at=at, reason=_NOT_IN_NEW_PLAN)
    log.record(
        MOVED, actor=actor, at=at, subject="work.case", ids=[case.pk],
        details={"old": old, "new": revision_id, "added": [t.step for t in made],
                 "cancelled": [t.step for t in gone]},
    )  # fmt: skip


def _lay_out_anew(
    case: Case, *, actor: Actor, at: datetime, reason: str
) -> tuple[list[Task], list[Task]]:
    """Let the open part of a case be what its plan and its facts ask for now."""
    planned = cases.plan_anew(case, at=at)
    tasks = queries.tasks_of(case)
    wanted = {one.step: one for one in planned}
    gone = [t for t in tasks if t.state in OPEN and t.step not in wanted]
    for task in gone:
        seating.cancel(task, actor=actor, at=at, reason=reason)
    made, fell_away, _given = seating.follow(
        case, planned, tasks, actor=actor, at=at, reason=reason
    )
    for task in tasks:
        if task.state in OPEN and task.step in wanted:
            _adopt(task, wanted[task.step], actor=actor, at=at)
    _time_anew(case, at=at)
    cases.release_after(case, actor=actor, at=at)
    cases.refresh_next_due(case)
    return made, [*gone, *fell_away]


def _adopt(task: Task, planned: rules.Planned, *, actor: Actor, at: datetime) -> None:
    """Let an open task be the step of the plan that the case runs by now."""
    fields: dict[str, object] = {
        "revision_id": task.case.revision_id,
        "position": planned.position,
    }
    # Whoever has it in hand keeps it; the post of a waiting task may have changed.
    elsewhere = planned.post != task.post and not planned.each
    if task.state in ("waiting", "ready") and elsewhere:
        fields["post"] = planned.post
        cases.name_members(task.case, {f"post:{planned.post}"}, actor=actor, at=at)
    for name, value in fields.items():
        setattr(task, name, value)
    Task.objects.filter(pk=task.pk).update(**fields)
    if "post" in fields and task.state == "ready":
        cases.tell_ready(task, at=at)


def _time_anew(case: Case, *, at: datetime, only: str = "") -> list[Task]:
    """Time the open tasks anew (those counted from ``only``); return which changed."""
    timer, anchors = queries.timer_of(case), queries.anchors_of(case)
    changed = []
    for task in queries.tasks_of(case):
        step = queries.step_of(task)
        if task.state not in OPEN or (only and step.due.anchor != only):
            continue
        due = timer.due_again(
            step, anchors, paused_for=task.paused_for, extended_to=task.extended_to
        )
        due, late = moved(due, current=task.due_at, now=at)
        if due != task.due_at:
            cases.time_anew(task, due_at=due, late_notice=late)
            changed.append(task)
    cases.refresh_next_due(case)
    return changed


_FACT_CHANGED = "情况有变，不再需要这一步。 The step is not needed any more."
_NOT_IN_NEW_PLAN = "新版方案没有这一步。 The new revision has no such step."
_LOOK_AGAIN = Blocker(
    "work.look_again",
    Text(
        "您看过差异以后，方案又换了版本。请再看一遍差异，再确认。",
        "Another revision came into force since you looked. See the difference again.",
    ),
)
_NOTHING_TO_MOVE = Blocker(
    "work.nothing_to_move",
    Text(
        "这件事已经办结，或已按现行版本办理，不用换。",
        "The case is closed, or runs by the revision in force already.",
    ),
)
_PLAYBOOK_GONE = Blocker(
    "work.playbook_gone",
    Text(
        "现行版本没有这份预案，这件事要按原版本办完。",
        "The revision in force has no such playbook; the case ends by its own.",
    ),
)
