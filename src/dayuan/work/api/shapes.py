"""Cases and tasks as programs read them: codewords beside the words of the pages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ninja import Schema

from dayuan.platform.audit.history import Change
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.rest import problems
from dayuan.platform.rest.problems import SourceOut
from dayuan.work import cards, queries
from dayuan.work.models import Application, Case, EvidenceItem, Task
from dayuan.work.states import TASK, kinds


class CaseOut(Schema):
    """A case: what the centre answers for."""

    id: int
    number: str
    kind: str
    title: str
    #: The state of its kind, as a codeword and in words; empty where its kind has none.
    state: str
    state_says: str
    phase: str
    label: str
    open_to_staff: bool
    category: str
    opened_at: datetime
    closed_at: datetime | None
    next_due_at: datetime | None


class EvidenceOut(Schema):
    """What was given as evidence of a task."""

    item: str
    kind: str
    text: str
    number: float | None
    yes: bool | None
    name: str
    office: str
    way: str
    reference: str
    moment: datetime | None
    file: int | None
    at: datetime


class AskedOut(Schema):
    """What a task asks to be closed with."""

    item: str
    kind: str
    says: str
    required: bool


class TaskOut(Schema):
    """A task: one thing one post must do."""

    id: int
    case: int
    number: str
    step: str
    title: str
    state: str
    state_says: str
    post: str
    person: str
    ready_at: datetime | None
    accepted_at: datetime | None
    arrived_at: datetime | None
    paused_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    late_notice: bool
    #: What of the plan demands it.
    source: SourceOut


class TaskWhole(TaskOut):
    """A task with what it asks for and what was given."""

    asks: list[AskedOut]
    checklist: list[str]
    evidence: list[EvidenceOut]


class ChangeOut(Schema):
    """A change of state: of the case or of one of its tasks."""

    machine: str
    subject: int
    act: str
    old: str
    new: str
    at: datetime


class CaseWhole(CaseOut):
    """A case with its tasks and what happened to it."""

    tasks: list[TaskOut]
    changes: list[ChangeOut]


class WorkOut(Schema):
    """What somebody has in hand, and what waits for the posts he answers for."""

    in_hand: list[TaskOut]
    to_take: list[TaskOut]


class ApplicationOut(Schema):
    """What somebody asked for about a task, and the answer."""

    id: int
    task: int
    kind: str
    state: str
    reason: str
    until: datetime | None
    asked_by: str
    asked_at: datetime
    answer: str
    decided_at: datetime | None


def cases(found: Sequence[Case], _reading: Reading | None = None) -> Iterable[dict[str, Any]]:
    """Return cases as programs read them; one question more for each kind among them."""
    states = _states_of(found)
    for case in found:
        code = states.get(case.pk, "")
        card = kinds.get(case.kind)
        yield {
            **{name: getattr(case, name) for name in _CASE},
            "id": case.pk,
            "state": code,
            "state_says": cards.say(card.machine.state(code).label) if card and code else "",
        }


_CASE = (
    "number", "kind", "title", "phase", "label", "open_to_staff", "category", "opened_at",
    "closed_at", "next_due_at",
)  # fmt: skip


def _states_of(found: Sequence[Case]) -> Mapping[int, str]:
    states: dict[int, str] = {}
    for kind in {case.kind for case in found}:
        if card := kinds.get(kind):
            states.update(card.states([case.pk for case in found if case.kind == kind]))
    return states


def whole_case(case: Case) -> dict[str, Any]:
    """Return a case with its tasks and what happened to it."""
    return {
        **next(iter(cases([case]))),
        "tasks": [task(one) for one in queries.tasks_of(case)],
        "changes": [change(one) for one in queries.timeline_of(case)],
    }


def change(one: Change) -> dict[str, Any]:
    """Return a change of state; who did it and why stand in the log."""
    return {
        "machine": one.machine, "subject": one.subject_id, "act": one.act, "old": one.old,
        "new": one.new, "at": one.at,
    }  # fmt: skip


def task(one: Task) -> dict[str, Any]:
    """Return a task as programs read it."""
    whose, step = one.person or one.holder, queries.step_of(one)
    return {
        **{name: getattr(one, name) for name in _TASK},
        "id": one.pk,
        "case": one.case_id,
        "number": one.case.number,
        "title": cards.say(step.title.text),
        "state_says": cards.say(TASK.state(one.state).label),
        "person": str(whose) if whose else "",
        "source": problems.source(step.source.value),
    }


_TASK = (
    "step", "state", "post", "ready_at", "accepted_at", "arrived_at", "paused_at", "due_at",
    "done_at", "late_notice",
)  # fmt: skip


def whole_task(one: Task) -> dict[str, Any]:
    """Return a task with what it asks for and what was given."""
    step = queries.step_of(one)
    given = queries.evidence_of([one]).get(one.pk, [])
    return {
        **task(one),
        "asks": [
            {"item": e.id, "kind": e.kind.value, "says": cards.say(e.title.text),
             "required": e.required}
            for e in step.evidence
        ],
        "checklist": [line.id for line in step.checklist],
        "evidence": [evidence(item) for item in given],
    }  # fmt: skip


def evidence(item: EvidenceItem) -> dict[str, Any]:
    """Return one piece of evidence; its file is fetched by its number."""
    return {**{name: getattr(item, name) for name in _EVIDENCE}, "file": item.attachment_id}


_EVIDENCE = (
    "item", "kind", "text", "number", "yes", "name", "office", "way", "reference", "moment", "at",
)  # fmt: skip


def application(one: Application) -> dict[str, Any]:
    """Return an application as programs read it."""
    return {
        **{name: getattr(one, name) for name in _APPLICATION},
        "id": one.pk,
        "task": one.task_id,
        "asked_by": str(one.asked_by),
    }


_APPLICATION = ("kind", "state", "reason", "until", "asked_at", "answer", "decided_at")
