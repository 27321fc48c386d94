"""Asking for more time or an early end, and deciding on what others ask for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.tones import tone_of
from dayuan.work import asking, cards, commands, queries
from dayuan.work.models import Application
from dayuan.work.states import APPLICATION
from dayuan.work.web.forms import AnswerForm, WishForm
from dayuan.work.web.views import reason_page

#: So many of the newest stand on the page; those to be decided stand first.
MOST = 25
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for("work.task.do")
def ask(request: ActorRequest, task_id: int) -> HttpResponse:
    """Ask for more time, for a step to be left out, or for an early end."""
    found = queries.task_for(request.actor, task_id)
    form = WishForm(
        sent(request),
        extendable=found.due_at is not None,
        skippable=not queries.step_of(found).does,
    )
    attempt = tried(
        form,
        lambda _given: commands.ask(
            task=found, wish=form.wish(), actor=request.actor, at=request.now
        ),
        known=queries.ask_problems(found, request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Asked: %(what)s") % {"what": found.case.number})
        return redirect("work:task", task_id)
    return reason_page(request, found, form, attempt.problems, heading=_("Apply"))


@require_safe
@view_for("work.application.decide")
def applications(request: ActorRequest) -> HttpResponse:
    """List what was asked for: what waits first, then the newest decided."""
    rows = queries.applications_for(request.actor)
    waiting = [_row(one, request) for one in rows.filter(state="asked")[:MOST]]
    decided = [_row(one, request) for one in rows.exclude(state="asked")[:MOST]]
    return render(
        request, "work/applications.html",
        {"waiting": _listing(_("To be decided"), waiting),
         "decided": _listing(_("Decided"), decided)},
    )  # fmt: skip


@_get_or_post
@view_for("work.application.decide")
def decide(request: ActorRequest, application_id: int) -> HttpResponse:
    """Grant or refuse what somebody else asked for."""
    found = queries.application_for(request.actor, application_id)
    form = AnswerForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.decide(
            application=found, grant=given["grant"] == "yes", answer=given["answer"],
            actor=request.actor, at=request.now,
        ),
        known=asking.decide_problems(found.asked_by_id, request.actor.person_id or 0),
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Decided: %(what)s") % {"what": found.task.case.number})
        return redirect("work:applications")
    status = 422 if request.method == "POST" else 200
    return render(
        request, "work/application.html",
        {"found": found, "facts": _facts(found), "form": form, "problems": attempt.problems,
         "open": found.state == "asked", "heading": asking.KINDS[Application.Kind(found.kind)],
         "back": reverse("work:applications"), "badge": _badge(found)},
        status=status,
    )  # fmt: skip


@_get_or_post
@view_for("work.task.do")
def withdraw(request: ActorRequest, application_id: int) -> HttpResponse:
    """Take back what one asked for."""
    found = queries.application_for(request.actor, application_id)
    if request.method == "POST":
        commands.withdraw(application=found, actor=request.actor, at=request.now)
    return redirect("work:task", found.task_id)


def _badge(one: Application) -> shapes.Badge:
    state = APPLICATION.state(one.state)
    return shapes.Badge(tone_of(state.tone), state.label)


def _row(one: Application, request: ActorRequest) -> shapes.Row:
    step = queries.step_of(one.task)
    return shapes.Row(
        cells=[
            cards.say(asking.KINDS[Application.Kind(one.kind)]),
            f"{one.task.case.title} · {one.task.case.number}",
            cards.say(step.title.text),
            shapes.Person(name=str(one.asked_by)),
            one.asked_at,
            _badge(one),
        ],
        url=reverse("work:decide", args=[one.pk]),
    )


def _listing(caption: str, rows: list[shapes.Row]) -> shapes.Listing:
    columns = [
        shapes.Column(_("Asked for"), "what"),
        shapes.Column(_("Case"), "where"),
        shapes.Column(_("Task"), "extra"),
        shapes.Column(_("Asked by"), "extra"),
        shapes.Column(_("Since"), "until"),
        shapes.Column(_("State"), "state"),
    ]
    return shapes.Listing(caption=caption, columns=columns, rows=rows)


def _facts(one: Application) -> list[shapes.Fact]:
    step = queries.step_of(one.task)
    case = one.task.case
    facts = [
        shapes.Fact(label=_("Case"), value=shapes.Link(
            f"{case.number} {case.title}", cards.case_url(case))),
        shapes.Fact(label=_("Task"), value=step.title.text),
        shapes.Fact(label=_("Asked by"), value=shapes.Person(name=str(one.asked_by))),
        shapes.Fact(label=_("Asked at"), value=one.asked_at),
        shapes.Fact(label=_("Reason"), value=one.reason),
    ]  # fmt: skip
    if one.until is not None:
        facts.insert(2, shapes.Fact(label=_("Until now due"), value=one.task.due_at))
        facts.insert(3, shapes.Fact(label=_("Due if granted"), value=one.until))
    if one.decided_by is not None:
        facts.append(
            shapes.Fact(label=_("Decided by"), value=shapes.Person(name=str(one.decided_by)))
        )
    if one.answer:
        facts.append(shapes.Fact(label=_("Answer"), value=one.answer))
    return facts
