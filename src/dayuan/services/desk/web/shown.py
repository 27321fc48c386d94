"""Turning a request into what the components draw."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.labels import Label
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.audit.history import Change
from dayuan.platform.ui import shapes
from dayuan.platform.ui.tones import tone_of
from dayuan.services.desk import queries
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
    if found.state != "reported":
        return None
    return shapes.Action(
        label=_("Send out"),
        icon="arrows-exchange",
        url=reverse("desk:dispatch", args=[found.pk]),
        problems=queries.dispatch_problems(request.actor),
    )


def _others(found: Request, request: ActorRequest) -> list[shapes.Action]:
    if not REQUEST.may("cancel", state=found.state):
        return []
    return [
        shapes.Action(
            label=_("Withdraw"),
            icon="x",
            url=reverse("desk:cancel", args=[found.pk]),
            kind="danger",
            problems=queries.cancel_problems(found, request.actor),
        )
    ]


def facts(found: Request, request: ActorRequest) -> list[shapes.Fact]:
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
    if found.caller_name or found.caller_phone:
        lines += _caller(found, request)
    return lines


def _reporter(found: Request) -> shapes.Person | str:
    return shapes.Person(name=str(found.reporter)) if found.reporter else _("Nobody named")


def _caller(found: Request, request: ActorRequest) -> list[shapes.Fact]:
    if not queries.may_see_caller(found, request.actor):
        return [shapes.Fact(label=_("Caller"), value=_("Known to the desk"))]
    return [
        shapes.Fact(label=_("Caller"), value=found.caller_name),
        shapes.Fact(label=_("Caller's phone"), value=found.caller_phone),
    ]


def happenings(
    found: Request, changes: list[Change], tasks: list[Task], names: dict[str, str]
) -> list[shapes.Happening]:
    """Return what happened to a request and its tasks, the newest first."""
    steps = {task.pk: task for task in tasks}
    told = [
        happening
        for change in changes
        if (happening := _happening(found, change, steps.get(change.subject_id), names))
    ]
    return list(reversed(told))


_TOLD = frozenset({"accept", "finish", "hand_back"})


def _happening(
    found: Request, change: Change, task: Task | None, names: dict[str, str]
) -> shapes.Happening | None:
    who = shapes.Person(name=names.get(change.actor_key, _("System")))
    if change.machine == REQUEST.code:
        state = REQUEST.state(change.new)
        return shapes.Happening(
            at=change.at, what=state.label, who=who, tone=tone_of(state.tone), note=change.reason
        )
    if task is None or change.act not in _TOLD:
        return None
    step = work.plan_of(found.case).step(found.case.playbook, task.step)
    return shapes.Happening(
        at=change.at,
        what=TASK.transition(change.act).label.joined(step.title.text),
        who=who,
        tone=tone_of(TASK.state(change.new).tone),
        note=change.reason,
        source=step.source.value,
    )
