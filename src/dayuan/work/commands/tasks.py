"""Taking, doing, handing back and passing on tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dayuan.handbook.schema import EvidenceKind, Step
from dayuan.kernel.events import publish
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import commands as attachments
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare
from dayuan.platform.jobs import outbox
from dayuan.work import events, queries, rules, timing
from dayuan.work.commands import cases
from dayuan.work.models import Assignment, EvidenceItem, Task
from dayuan.work.rules import Given
from dayuan.work.scanning import scanned
from dayuan.work.states import IN_HAND, OPEN, TASK

ACCEPTED = declare("work.task.accept", "接单", "Take a task")
HANDED_BACK = declare("work.task.hand_back", "退回任务", "Hand a task back", personal=("reason",))
FINISHED = declare("work.task.finish", "完成任务", "Finish a task")
NOT_CONSENTED = declare("work.task.refused_consent", "记下不同意", "Note a refused consent")
REASSIGNED = declare("work.task.reassign", "转岗", "Give to another post", personal=("reason",))


@command
def accept(*, task: Task, actor: Actor, at: datetime) -> None:
    """Take a task of one's post into one's hands; what may not be taken says why."""
    permissions.require(actor, "work.task.do")
    must_know(task, actor)
    assert_person(actor)
    refuse_if(queries.accept_problems(task, actor, at=at))
    step = queries.step_of(task)
    _take(task, actor=actor, at=at)
    record(ACCEPTED, task, actor=actor, at=at)
    publish(events.TaskAccepted(**event(task, step, actor, at)))


@command
def hand_back(*, task: Task, reason: str, actor: Actor, at: datetime) -> None:
    """Give a task back to the post, with the reason; the chain of hands is kept."""
    permissions.require(actor, "work.task.do")
    must_know(task, actor)
    step = queries.step_of(task)
    must_have_in_hand(task, step, actor)
    give_back(task, reason=reason, actor=actor, at=at)
    cases.tell_ready(task, at=at)
    record(HANDED_BACK, task, actor=actor, at=at, personal={"reason": reason.strip()})
    publish(events.TaskHandedBack(**event(task, step, actor, at)))


@command
def finish(
    *,
    task: Task,
    evidence: Mapping[str, Given],
    files: Mapping[str, Accepted] | None = None,
    ticked: Iterable[str] = (),
    actor: Actor,
    at: datetime,
) -> None:
    """Close a task in one's hands with the evidence its step asks for.

    Every missing piece is named at once and nothing is stored until all of it
    fits. A failed check needs its reason. ``files`` were taken in before; they
    become files of the case.
    """
    permissions.require(actor, "work.task.do")
    must_know(task, actor)
    step = queries.step_of(task)
    must_have_in_hand(task, step, actor)
    lines = frozenset(ticked)
    evidence, wrong = scanned(step.evidence, evidence, site_id=task.site_id)
    evidence = _with_files(task, evidence, files or {}, actor=actor, at=at)
    refuse_if(
        (
            *wrong,
            *rules.evidence_problems(step.evidence, evidence),
            *rules.moment_problems(step.evidence, evidence, now=at),
            *rules.checklist_problems(step, lines),
            *rules.arrival_problems(step, state=task.state),
            *secret_problems(*(word for given in evidence.values() for word in given.words)),
        )
    )
    _store(task, step, evidence, lines, actor=actor, at=at)
    _close(task, step, evidence, actor=actor, at=at)
    for item in step.evidence:
        if item.follow_up and rules.out_of_limits(item, evidence.get(item.id, Given())):
            outbox.publish(
                "work.reading_out", at=at, site_id=task.site_id, task=task.pk, item=item.id,
                category=item.follow_up,
            )  # fmt: skip
    record(FINISHED, task, actor=actor, at=at)


@command
def note_refusal(
    *,
    task: Task,
    evidence: Mapping[str, Given],
    files: Mapping[str, Accepted] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down that a consent this task asks for was refused, by whom, how and why.

    The task stays in hand: it goes on when consent is given after all, or when
    somebody else grants that it is left out.
    """
    permissions.require(actor, "work.task.do")
    step = in_hand(task, actor)
    refused = {item.id for item in rules.refused_alone(step.evidence, evidence)}
    given = {item: one for item, one in evidence.items() if item in refused}
    refuse_if(
        (
            *rules.refusal_problems(step.evidence, given),
            *rules.moment_problems(step.evidence, given, now=at),
            *secret_problems(*(word for one in given.values() for word in one.words)),
        )
    )
    kept = {item: file for item, file in (files or {}).items() if item in refused}
    given = _with_files(task, given, kept, actor=actor, at=at)
    _store(task, step, given, frozenset(), actor=actor, at=at)
    record(NOT_CONSENTED, task, actor=actor, at=at)


@command
def reassign(*, task: Task, post: str, reason: str, actor: Actor, at: datetime) -> None:
    """Give an open task to another post, with the reason; it is to be taken there anew."""
    permissions.require(actor, "work.task.reassign")
    must_know(task, actor)
    plan = queries.plan_of(task.case)
    if post not in plan.handbook.posts:
        raise Refused(_UNKNOWN_POST)
    if task.state not in OPEN:
        raise Refused(_NOT_OPEN)
    if task.each:
        raise Refused(_EACH)
    if not reason.strip():
        raise Refused(_WHY)
    old = task.post
    if task.state in IN_HAND:
        give_back(task, reason=reason, actor=actor, at=at)
        publish(events.TaskHandedBack(**event(task, queries.step_of(task), actor, at)))
    Task.objects.filter(pk=task.pk).update(post=post, stuck_since=None)
    task.post, task.stuck_since = post, None
    cases.name_members(task.case, [f"post:{post}"], actor=actor, at=at)
    if task.state == "ready":
        cases.tell_ready(task, at=at)
    log.record(
        REASSIGNED, actor=actor, at=at, subject="work.case", ids=[task.case_id],
        details={"task": task.pk, "old": old, "new": post}, personal={"reason": reason.strip()},
    )  # fmt: skip


def do_at_once(task: Task, *, actor: Actor, at: datetime) -> None:
    """Take and finish a task that a service's own command carries out (dispatching, say).

    Part of that command: it has asked the permission and writes the entry.
    """
    assert_person(actor)
    step = queries.step_of(task)
    _take(task, actor=actor, at=at)
    _close(task, step, {}, actor=actor, at=at)


def give_back(task: Task, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take a task out of the hands it is in; a pause ends with it."""
    times = clock_running_again(task, at=at)
    move(
        task, "hand_back", actor=actor, at=at, reason=reason, person=None, accepted_at=None,
        arrived_at=None, **times, **cases.watched(task, state="ready", due_at=times["due_at"]),
    )  # fmt: skip
    Assignment.objects.filter(task=task, until__isnull=True).update(until=at)
    cases.refresh_next_due(task.case)


def clock_running_again(task: Task, *, at: datetime) -> dict[str, Any]:
    """Return the times of a task whose pause ends: how long it was, and until when now."""
    if task.paused_at is None:
        return {"due_at": task.due_at}
    step = queries.step_of(task)
    if not timing.stops_in_pause(step.due):
        return {"due_at": task.due_at, "paused_at": None}
    clock = queries.timer_of(task.case).clock(step)
    paused_for = task.paused_for + clock.between(task.paused_at, at)
    due = task.due_at
    if due is not None and due > task.paused_at:
        due = clock.plus(at, clock.between(task.paused_at, due))
    return {"due_at": due, "paused_at": None, "paused_for": paused_for}


def assign(task: Task, *, person_id: int, at: datetime) -> None:
    """Open the next link of the chain of hands."""
    Assignment.objects.filter(task=task, until__isnull=True).update(until=at)
    Assignment.objects.create(task=task, person_id=person_id, since=at)


def assert_person(actor: Actor) -> int:
    """Return the person behind the actor; a task is never in nobody's hands."""
    if actor.person_id is None:
        raise Refused(_NOBODY)
    return actor.person_id


def _with_files(
    task: Task,
    evidence: Mapping[str, Given],
    files: Mapping[str, Accepted],
    *,
    actor: Actor,
    at: datetime,
) -> dict[str, Given]:
    """Hang files on the case; a later refusal takes them off again with the transaction."""
    found = dict(evidence)
    for item, accepted in files.items():
        row = attachments.attach(
            accepted=accepted, owner_kind="work.case", owner_id=task.case_id, actor=actor, at=at
        )
        found[item] = replace(found.get(item, Given()), attachment_id=row.pk)
    return found


def _take(task: Task, *, actor: Actor, at: datetime) -> None:
    person_id = assert_person(actor)
    move(
        task, "accept", actor=actor, at=at, person_id=person_id, accepted_at=at, stuck_since=None,
        **cases.watched(task, state="accepted"),
    )  # fmt: skip
    assign(task, person_id=person_id, at=at)


def _close(
    task: Task, step: Step, evidence: Mapping[str, Given], *, actor: Actor, at: datetime
) -> None:
    move(task, "finish", actor=actor, at=at, done_at=at, next_at=None)
    Assignment.objects.filter(task=task, until__isnull=True).update(until=at)
    clauses = {s.clause for s in step.sources if s.clause}
    cases.write_fulfilments(clauses, task.case, capability="", at=at, task=task)
    cases.release_after(task.case, actor=actor, at=at)
    cases.refresh_next_due(task.case)
    publish(
        events.TaskDone(
            **event(task, step, actor, at),
            passed=all(given.yes is not False for given in evidence.values()),
            case_has_open_tasks=Task.objects.filter(case=task.case, state__in=OPEN).exists(),
        )
    )


def _store(
    task: Task,
    step: Step,
    evidence: Mapping[str, Given],
    ticked: frozenset[str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    person_id = assert_person(actor)
    kinds = {item.id: item.kind for item in step.evidence}
    rows = [
        _row(task, item, kinds[item], given, at=at, by=person_id)
        for item, given in evidence.items()
        if item in kinds and given != Given()
    ]
    rows += [
        EvidenceItem(task=task, item=line, kind="check", yes=True, at=at, by_id=person_id)
        for line in sorted(ticked & {item.id for item in step.checklist})
    ]
    EvidenceItem.objects.bulk_create(rows)


def _row(
    task: Task, item: str, kind: EvidenceKind, given: Given, *, at: datetime, by: int
) -> EvidenceItem:
    return EvidenceItem(
        task=task, item=item, kind=kind, text=given.text.strip(), number=given.number,
        yes=given.yes, attachment_id=given.attachment_id, label_id=given.label_id,
        name=given.name.strip(),
        office=given.office.strip(), way=given.way, reference=given.reference.strip(),
        moment=(given.moment or at) if kind is EvidenceKind.CONSENT else None,
        at=at, by_id=by,
    )  # fmt: skip


def must_know(task: Task, actor: Actor) -> None:
    """Refuse whoever may not know of the case, however the task came to him."""
    if not actor.is_system:
        queries.get_for(actor, task.case_id)


def in_hand(task: Task, actor: Actor) -> Step:
    """Return the step of a task that this actor has in hand; refused where he has not."""
    must_know(task, actor)
    step = queries.step_of(task)
    must_have_in_hand(task, step, actor)
    return step


def must_have_in_hand(task: Task, step: Step, actor: Actor) -> None:
    """Refuse whoever does not have the task in hand."""
    if task.person_id is None or task.person_id != actor.person_id:
        raise Refused(rules.not_in_hand(step.source.value))


def move(
    task: Task, act: str, *, actor: Actor, at: datetime, reason: str = "", **fields: Any
) -> None:
    """Move a task by its table; its case is the context of the history."""
    transitions.move(
        task,
        machine=TASK,
        act=act,
        actor=actor,
        at=at,
        reason=reason,
        context_id=task.case_id,
        **fields,
    )


def event(task: Task, step: Step, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what every event of a task carries."""
    return {
        "task_id": task.pk,
        "case_id": task.case_id,
        "case_kind": task.case.kind,
        "step": task.step,
        "does": step.does or "",
        "actor": actor,
        "at": at,
    }


def record(
    kind: AuditType,
    task: Task,
    *,
    actor: Actor,
    at: datetime,
    personal: Mapping[str, str] | None = None,
) -> None:
    """Write an entry about a task."""
    # The case is the subject: whoever may see the case may see its entries.
    log.record(
        kind, actor=actor, at=at, subject="work.case", ids=[task.case_id],
        details={"task": task.pk, "step": task.step}, personal=personal,
    )  # fmt: skip


_UNKNOWN_POST = Blocker(
    "work.unknown_post",
    Text("方案里没有这个岗位，请重新选择。", "The plan has no such post; choose another."),
)
_NOT_OPEN = Blocker(
    "work.not_open",
    Text("这项任务已经结束，不能再转。", "This task is over; it cannot be passed on."),
)
_EACH = Blocker(
    "work.each_his_own",
    Text(
        "这一步每位任职人各办一份，不能转给别的岗位。没有人任职的，请先任命或指定代理；"
        "不用办的，请申请免做。",
        "Every holder of the post has a task of his own here, so it is not passed on. Appoint "
        "somebody, acting if need be; or apply to have it left out.",
    ),
)
_WHY = Blocker("work.why", Text("请写明转岗的原因。", "Write why it goes to another post."))
_NOBODY = Blocker(
    "work.nobody",
    Text(
        "只有在岗人员本人才能接单。请用自己的账号登录。",
        "Only a person can take a task; log in with your own account.",
    ),
)
