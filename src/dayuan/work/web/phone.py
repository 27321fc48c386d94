"""What a phone may do and read of tasks without a network."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from dayuan.handbook.schema import Evidence, EvidenceKind, Step
from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.offline.acts import Subject, acts, days
from dayuan.platform.ui import times
from dayuan.work import commands, queries
from dayuan.work.cards import say
from dayuan.work.evidence import FILES
from dayuan.work.models import Task
from dayuan.work.states import kinds
from dayuan.work.web.forms import EvidenceForm

Values = Mapping[str, Any]


def accept(*, about: int, values: Values, actor: Actor, at: datetime) -> Subject:
    """Take a task."""
    task = queries.task_for(actor, about)
    commands.accept(task=task, actor=actor, at=at)
    return _subject(task)


def arrive(*, about: int, values: Values, actor: Actor, at: datetime) -> Subject:
    """Say that one is where the task is to be done."""
    task = queries.task_for(actor, about)
    commands.arrive(task=task, actor=actor, at=at)
    return _subject(task)


def resume(*, about: int, values: Values, actor: Actor, at: datetime) -> Subject:
    """Go on with a paused task."""
    task = queries.task_for(actor, about)
    commands.resume(task=task, actor=actor, at=at)
    return _subject(task)


def pause(*, about: int, values: Values, actor: Actor, at: datetime) -> Subject:
    """Let the work stand still, with the reason."""
    task = queries.task_for(actor, about)
    reason = _typed(values).get("reason", "")
    if len(reason) > 500:
        raise Refused(_UNFIT)
    commands.pause(task=task, reason=reason, actor=actor, at=at)
    return _subject(task)


def finish(*, about: int, values: Values, actor: Actor, at: datetime) -> Subject:
    """Close a task with what was typed and ticked; photos and files need the network."""
    task = queries.task_for(actor, about)
    form = EvidenceForm(queries.step_of(task), _typed(values))
    if not form.is_valid():
        raise Refused(_UNFIT)
    commands.finish(task=task, evidence=form.given(), ticked=form.ticked(), actor=actor, at=at)
    return _subject(task)


def day(*, actor: Actor, at: datetime) -> Sequence[Mapping[str, Any]]:
    """Return a person's tasks: number, step, time; words of the plan, none that people typed.

    Neither title nor place, description, caller or phone of a case: they are free
    words, and a phone may be lost.
    """
    if not actor.holds("work.task.do"):
        return []
    work = queries.my_work(actor, at=at)
    return [_row(task, at=at) for task in (*work.in_hand, *work.to_take)]


def register() -> None:
    """Let phones queue these acts and keep this list."""
    for name, act in {
        "work.accept": accept, "work.arrive": arrive, "work.pause": pause,
        "work.resume": resume, "work.finish": finish,
    }.items():  # fmt: skip
        acts.register(name, act)
    days.register("work", day)


#: What is given on the task's own page alone: a file, a name drawn by hand, somebody's word.
_OWN_PAGE = FILES | {EvidenceKind.SIGNATURE, EvidenceKind.CONSENT}


def may_finish_offline(step: Step) -> bool:
    """Tell whether everything a step must have can be typed or ticked."""
    return not any(item.required and item.kind in _OWN_PAGE for item in step.evidence)


def _subject(task: Task) -> Subject:
    return Subject("work.case", task.case_id)


def _typed(values: Values) -> QueryDict:
    """Return values as a form's; a phone sends a list of texts under each name."""
    data = QueryDict(mutable=True)
    for name, given in values.items():
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            raise Refused(_UNFIT)
        data.setlist(name, given)
    return data


def _row(task: Task, *, at: datetime) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    step = queries.step_of(task)
    card = kinds.get(task.case.kind)
    category = queries.plan_of(task.case).handbook.categories.get(task.case.category)
    return {
        "id": task.pk,
        "number": task.case.number,
        "title": say(step.title.text),
        "what": say(category.title.text) if category else "",
        "state": task.state,
        "due": times.near_moment(task.due_at, now=at, zone=zone) if task.due_at else "",
        "note": say(step.note.text) if step.note else "",
        "on_site": step.on_site,
        "own_page": task.state == "ready" and step.does in (card.act_pages if card else ()),
        "fields": _fields(step) if may_finish_offline(step) else None,
    }


def _fields(step: Step) -> list[dict[str, Any]]:
    fields = [_field(item) for item in step.evidence if item.kind not in _OWN_PAGE]
    if step.checklist:
        lines = [(line.id, say(line.title.text)) for line in step.checklist]
        fields.append(
            {"name": "ticked", "kind": "checklist", "label": _("Checklist"), "lines": lines}
        )
    return fields


def _field(item: Evidence) -> dict[str, Any]:
    shown = {EvidenceKind.YES_NO: "yes_no", EvidenceKind.READING: "reading"}
    label = say(item.title.text)
    if not item.required:
        label = _("%(what)s (optional)") % {"what": label}
    return {"name": item.id, "kind": shown.get(item.kind, "text"), "label": label}


_UNFIT = Blocker(
    "work.offline_values",
    Text(
        "有一项填写不符合要求，请打开任务重新填。",
        "Something typed does not fit; open the task and type it again.",
    ),
)
