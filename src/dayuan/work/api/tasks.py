"""Tasks by programs: one's own, one of them, and every act of whoever does them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dayuan.handbook.schema import EvidenceKind, Step
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.rest import files
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.files import FileIn
from dayuan.platform.rest.kit import Body, Code, Id, Line, Moment, Reason, Words
from dayuan.work import commands, queries
from dayuan.work.api import shapes
from dayuan.work.api.part import PART
from dayuan.work.commands import Given

DO = ("work.task.do",)


class EvidenceIn(Body):
    """One piece of evidence; what is wanted of it the task itself says."""

    text: Words = ""
    number: float | None = None
    yes: bool | None = None
    name: Line = ""
    office: Line = ""
    way: Code = ""
    reference: Line = ""
    moment: Moment | None = None
    file: FileIn | None = None


class Closing(Body):
    """What closes a task: the evidence by its codewords, the lines that are ticked."""

    evidence: dict[Code, EvidenceIn] = {}
    ticked: list[Code] = []


class Passing(Reason):
    """To which post a task goes, and why."""

    post: Code


@PART.read("/tasks", answers=shapes.WorkOut, summary=_("Read one's own work"), verbs=DO)
def mine(request: TokenRequest) -> Any:
    """Return what the person has in hand, and what waits for the person's posts."""
    work = queries.my_work(request.actor, at=request.now)
    return {
        "in_hand": [shapes.task(one) for one in work.in_hand],
        "to_take": [shapes.task(one) for one in work.to_take],
    }


def shown(request: TokenRequest, task_id: int) -> Any:
    """Return one task as the asker may read it."""
    return shapes.whole_task(queries.task_for(request.actor, task_id))


@PART.read("/tasks/{task_id}", answers=shapes.TaskWhole, summary=_("Read a task"), verbs=DO)
def task(request: TokenRequest, task_id: Id) -> Any:
    """Return a task with what it asks for and what was given."""
    return shown(request, task_id)


@PART.write(
    "POST", "/tasks/{task_id}/accept", shows=shown, answers=shapes.TaskWhole,
    summary=_("Take a task"), verbs=DO,
)  # fmt: skip
def accept(request: TokenRequest, task_id: Id) -> int:
    """Take a task of one's post into one's hands."""
    found = queries.task_for(request.actor, task_id)
    commands.accept(task=found, actor=request.actor, at=request.now)
    return found.pk


@PART.write(
    "POST", "/tasks/{task_id}/arrive", shows=shown, answers=shapes.TaskWhole,
    summary=_("Say that one has arrived"), verbs=DO,
)  # fmt: skip
def arrive(request: TokenRequest, task_id: Id) -> int:
    """Say that one is where the task is to be done."""
    found = queries.task_for(request.actor, task_id)
    commands.arrive(task=found, actor=request.actor, at=request.now)
    return found.pk


@PART.write(
    "POST", "/tasks/{task_id}/pause", shows=shown, answers=shapes.TaskWhole,
    summary=_("Let the work stand still"), verbs=DO,
)  # fmt: skip
def pause(request: TokenRequest, task_id: Id, body: Reason) -> int:
    """Let the work stand still, with the reason."""
    found = queries.task_for(request.actor, task_id)
    commands.pause(task=found, reason=body.reason, actor=request.actor, at=request.now)
    return found.pk


@PART.write(
    "POST", "/tasks/{task_id}/resume", shows=shown, answers=shapes.TaskWhole,
    summary=_("Go on with a paused task"), verbs=DO,
)  # fmt: skip
def resume(request: TokenRequest, task_id: Id) -> int:
    """Go on with a paused task."""
    found = queries.task_for(request.actor, task_id)
    commands.resume(task=found, actor=request.actor, at=request.now)
    return found.pk


@PART.write("POST", "/tasks/{task_id}/hand-back", summary=_("Give a task back"), verbs=DO)
def hand_back(request: TokenRequest, task_id: Id, body: Reason) -> None:
    """Give a task back to its post, with the reason."""
    found = queries.task_for(request.actor, task_id)
    commands.hand_back(task=found, reason=body.reason, actor=request.actor, at=request.now)


@PART.write(
    "POST", "/tasks/{task_id}/reassign", summary=_("Give a task to another post"),
    verbs=("work.task.reassign",),
)  # fmt: skip
def reassign(request: TokenRequest, task_id: Id, body: Passing) -> None:
    """Give a task to another post, with the reason."""
    found = queries.task_for(request.actor, task_id)
    commands.reassign(
        task=found, post=body.post, reason=body.reason, actor=request.actor, at=request.now
    )


@PART.write("POST", "/tasks/{task_id}/finish", summary=_("Finish a task"), verbs=DO)
def finish(request: TokenRequest, task_id: Id, body: Closing) -> None:
    """Close a task with the evidence it asks for."""
    found = queries.task_for(request.actor, task_id)
    step = queries.step_of(found)
    commands.finish(
        task=found, evidence=_given(body), files=_files(step, body), ticked=body.ticked,
        actor=request.actor, at=request.now,
    )  # fmt: skip


@PART.write(
    "POST", "/tasks/{task_id}/refused-consent", shows=shown, answers=shapes.TaskWhole,
    summary=_("Write down that consent was refused"), verbs=DO,
)  # fmt: skip
def note_refusal(request: TokenRequest, task_id: Id, body: Closing) -> int:
    """Write down that a consent this task asks for was refused; the task stays in hand."""
    found = queries.task_for(request.actor, task_id)
    step = queries.step_of(found)
    commands.note_refusal(
        task=found, evidence=_given(body), files=_files(step, body), actor=request.actor,
        at=request.now,
    )  # fmt: skip
    return found.pk


def _given(body: Closing) -> dict[str, Given]:
    return {
        item: Given(
            text=one.text, number=one.number, yes=one.yes, name=one.name, office=one.office,
            way=one.way, reference=one.reference, moment=one.moment,
        )
        for item, one in body.evidence.items()
    }  # fmt: skip


def _files(step: Step, body: Closing) -> Mapping[str, Accepted]:
    """Take the files in, before the command: no file is written inside it."""
    signed = {one.id for one in step.evidence if one.kind is EvidenceKind.SIGNATURE}
    return {
        item: (files.accept_signature if item in signed else files.accept)(one.file)
        for item, one in body.evidence.items()
        if one.file is not None
    }
