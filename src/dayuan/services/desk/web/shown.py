"""Turning a request into what the components draw."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.labels import Label
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import LABEL
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.audit.history import Change
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.tones import tone_of
from dayuan.services.desk import queries
from dayuan.services.desk.capabilities import ASKING
from dayuan.services.desk.models import Request
from dayuan.services.desk.states import REQUEST
from dayuan.work import queries as work
from dayuan.work.queries import Task
from dayuan.work.states import TASK


def head(found: Request, request: ActorRequest) -> shapes.Head:
    """Return the head of a request's page with the one next action."""
    state = REQUEST.state(found.state)
    due = found.case.next_due_at
    return shapes.Head(
        title=found.case.title,
        number=found.case.number,
        badge=shapes.Badge(tone_of(state.tone), state.label),
        label=Label(found.case.label),
        clock=shapes.Clock(due=due, now=request.now) if due else None,
        next=_next(found, request),
        others=_others(found, request),
    )


def _next(found: Request, request: ActorRequest) -> shapes.Action | None:
    if found.state != "reported" or not request.actor.holds("work.task.do"):
        return None
    return shapes.Action(
        label=_("Send out"),
        icon="arrows-exchange",
        url=reverse("desk:dispatch", args=[found.pk]),
        problems=queries.dispatch_problems(request.actor),
    )


def _others(found: Request, request: ActorRequest) -> list[shapes.Action]:
    actions = []
    if REQUEST.may("cancel", state=found.state):
        actions.append(
            shapes.Action(
                label=_("Withdraw the report"),
                icon="x",
                url=reverse("desk:cancel", args=[found.pk]),
                kind="danger",
                problems=queries.cancel_problems(found, request.actor),
            )
        )
    if found.state == "closed" and request.actor.holds("desk.request.reopen"):
        url = reverse("desk:reopen", args=[found.pk])
        actions.append(shapes.Action(label=_("Reopen"), icon="refresh", url=url))
    if request.actor.holds("work.case.need_to_know"):
        url = reverse("work:need_to_know", args=[found.pk])
        actions.append(shapes.Action(label=_("Who needs to know"), icon="lock", url=url))
    may_move = found.case.closed_at is None and request.actor.holds("work.case.move_revision")
    if may_move and work.runs_by_an_earlier_plan(found.case):
        url = reverse("work:revision", args=[found.pk])
        actions.append(shapes.Action(label=_("Move to the plan in force"), icon="book-2", url=url))
    return actions + documents.actions(request.actor, "desk.request", found.pk)


def facts(found: Request, request: ActorRequest, tasks: Sequence[Task]) -> list[shapes.Fact]:
    """Return where, what, who; the caller only to those who may log calls."""
    plan = work.plan_of(found.case)
    category = plan.handbook.categories.get(found.category)
    lines = [
        shapes.Fact(label=_("Where"), value=found.place),
        shapes.Fact(
            label=_("Kind"),
            value=category.title.text if category else found.category,
            source=category.source.value if category else None,
        ),
        shapes.Fact(label=_("Reported"), value=found.case.opened_at),
        shapes.Fact(label=_("Reported by"), value=_reporter(found)),
    ]
    if (earlier := getattr(found, "taken_over", None)) is not None:
        lines.append(shapes.Fact(label=_("Earlier number"), value=earlier.number))
    if not found.case.open_to_staff:
        kept = queries.need_to_know(plan, found.category)
        who = _("Only those who handle it")
        lines.append(shapes.Fact(label=_("Known to"), value=who, source=kept))
    if found.caller_name or found.caller_phone:
        lines += _caller(found, request, tasks)
    asking = {step.id for step in plan.steps(found.case.playbook) if step.does == ASKING}
    if _by_label(found) and asking and asking.isdisjoint(task.step for task in tasks):
        lines.append(shapes.Fact(label=_("Asked afterwards"), value=_("No: no phone was left")))
    return lines


def _reporter(found: Request) -> shapes.Person | str:
    if found.reporter:
        return shapes.Person(name=str(found.reporter))
    return _("By the code on a label") if _by_label(found) else _("Nobody named")


def _by_label(found: Request) -> bool:
    return found.case.opened_by.startswith(LABEL)


def _caller(found: Request, request: ActorRequest, tasks: Sequence[Task]) -> list[shapes.Fact]:
    if not queries.may_see_caller(found, request.actor, tasks):
        return [shapes.Fact(label=_("Caller"), value=_("Known to the desk"))]
    phone = found.caller_phone
    return [
        shapes.Fact(label=_("Caller"), value=found.caller_name),
        shapes.Fact(
            label=_("Caller's phone"), value=shapes.Link(phone, f"tel:{phone}") if phone else ""
        ),
    ]


def happenings(found: Request, changes: list[Change], tasks: list[Task]) -> list[shapes.Happening]:
    """Return what happened to a request and its tasks, the newest first.

    What one person did in one moment is one line: sending out moves a task twice
    and the request once, and is told once.
    """
    steps = {task.pk: task for task in tasks}
    moments = groupby(changes, key=lambda change: (change.at, change.actor_key))
    told = [
        happening
        for (at, _key), together in moments
        if (happening := _moment(found, list(together), steps, at))
    ]
    return list(reversed(told))


#: Acts whose resulting state alone would not say what happened.
_OWN_WORDS = {
    "take": Text("已接单", "Taken"),
    "hand_in": Text("已处理完，待查验", "Done, to be checked"),
}
_TOLD_BY_ACT = frozenset({"give_back", "send_back", "reopen", "end_early", "resume"})


def _moment(
    found: Request,
    changes: list[Change],
    steps: Mapping[int, Task],
    at: datetime,
) -> shapes.Happening | None:
    by_label = changes[0].actor_key.startswith(LABEL)
    nobody = _("By the code on a label") if by_label else _("System")
    who = shapes.Person(name=changes[0].actor_name or nobody)
    note = next((change.reason for change in changes if change.reason), "")
    erased = any(change.erased for change in changes)
    own = [change for change in changes if change.machine == REQUEST.code]
    done = [c for c in changes if c.machine == TASK.code and c.act in _DONE_WORDS]
    step = _step(found, steps, done)
    source = step.source.value if step else None
    if own:
        state = REQUEST.state(own[-1].new)
        says = _own_words(own[-1])
        return shapes.Happening(
            at=at, what=says, who=who, tone=tone_of(state.tone), note=note, erased=erased,
            source=source,
        )  # fmt: skip
    if step is None:
        return None
    words = _DONE_WORDS[done[-1].act].joined(step.title.text)
    tone = tone_of(TASK.state(done[-1].new).tone)
    return shapes.Happening(
        at=at, what=words, who=who, tone=tone, note=note, erased=erased, source=source
    )


_DONE_WORDS = {
    "accept": Text("已接单", "Taken"),
    "finish": Text("已完成", "Done"),
    "hand_back": Text("已退回", "Handed back"),
    "arrive": Text("已到场", "On site"),
    "pause": Text("已暂停", "Paused"),
    "resume": Text("已继续", "Going on"),
    "skip": Text("已免做", "Skipped"),
}


def _own_words(change: Change) -> Text:
    if change.act in _TOLD_BY_ACT:
        return REQUEST.transition(change.act).label
    return _OWN_WORDS.get(change.act, REQUEST.state(change.new).label)


def _step(found: Request, steps: Mapping[int, Task], changes: list[Change]) -> work.Step | None:
    task = next((steps[c.subject_id] for c in reversed(changes) if c.subject_id in steps), None)
    return work.step_of(task) if task else None


def spent(found: Request, changes: Iterable[Change]) -> list[shapes.Fact]:
    """Return how long a closed request waited and was worked on, stretch by stretch.

    Work done again after a failed check counts into the same stretches.
    """
    own = [change for change in changes if change.machine == REQUEST.code]
    if found.case.closed_at is None or len(own) < 2:
        return []
    lengths: dict[str, timedelta] = {}
    for before, after in pairwise(own):
        lengths[before.new] = lengths.get(before.new, timedelta()) + (after.at - before.at)
    words = {
        "reported": _("Until sent out"),
        "dispatched": _("Until taken"),
        "in_hand": _("Work"),
        "paused": _("Paused"),
        "to_check": _("Until checked"),
        "to_visit": _("Until asked"),
    }
    lines = [
        shapes.Fact(label=words[state], value=times.length(length))
        for state, length in lengths.items()
        if state in words
    ]
    total = times.length(own[-1].at - own[0].at)
    return [*lines, shapes.Fact(label=_("In all"), value=total)]
