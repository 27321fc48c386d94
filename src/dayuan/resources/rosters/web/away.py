"""Asking for leave, entering it for a caller, taking it back, and deciding on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.kernel.problems import Problems
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.sending import confirmed, sent, tried
from dayuan.reference.people import queries as people
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Away, ClosedDays
from dayuan.resources.rosters.rules import away as away_rules
from dayuan.resources.rosters.rules import closing
from dayuan.resources.rosters.states import AWAY
from dayuan.resources.rosters.web import saying
from dayuan.resources.rosters.web.away_forms import AnswerForm, AwayForm, EndForm, EnterForm

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_FIELDS = {
    "rosters.away_kind": "kind",
    "rosters.away_days": "last",
    "rosters.away_too_long": "last",
    "rosters.away_over": "first",
    "rosters.away_too_late": "first",
    "rosters.away_twice": "first",
    "rosters.away_your_own": "person",
    "label.state_secret": "remark",
}


@_get_or_post
@view_for("rosters.own.ask")
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for days off."""
    form = AwayForm(sent(request), kinds=queries.leave_kinds(request.actor.site_id))
    attempt = tried(
        form,
        lambda _given: commands.ask_leave(leave=form.leave(), actor=request.actor, at=request.now),
        fields=_FIELDS,
    )
    if attempt.done:
        messages.success(request, _said(attempt.made))
        return redirect("rosters:mine")
    return _form_page(
        request, form, _("Ask for leave"), reverse("rosters:mine"), closing.notice(_closed(request))
    )


def _closed(request: ActorRequest) -> tuple[ClosedDays, ...]:
    """Return the days ahead on which whoever asks is given no new leave."""
    today = request.now.astimezone(request.site_zone).date()
    return queries.closed_days(request.actor.site_id, request.actor.person_id or 0, since=today)


@_get_or_post
@view_for("rosters.away.enter")
def enter(request: ActorRequest) -> HttpResponse:
    """Enter leave for somebody who called."""
    today = request.now.astimezone(request.site_zone).date()
    staff = people.staff_of(request.actor.site_id, on=today)
    how: dict[str, Any] = {
        "kinds": queries.leave_kinds(request.actor.site_id),
        "people": [(str(p.pk), f"{p.name} {p.staff_number}") for p in staff],
        "initial": {"first": today, "last": today},
    }
    form, closed = EnterForm(sent(request), **how), _met_when_entered(request, how)
    if closed:
        how["waived"] = _boxes(closing.may_pass(closed, request.actor.holds))
        if not request.POST.get("told"):
            return _once_more(request, closed, how)
        form = EnterForm(sent(request), **how)
    attempt = tried(
        form,
        lambda given: commands.enter_leave(
            person_id=int(given["person"]), leave=form.leave(),
            accepted=given.get("accepted", ()), actor=request.actor, at=request.now,
        ),
        fields=_FIELDS,
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _said(attempt.made))
        return redirect(_after_entering(request, attempt.made))
    return _form_page(request, form, _("Enter leave for a caller"), reverse("rosters:day"))


def _met_when_entered(request: ActorRequest, how: dict[str, Any]) -> tuple[ClosedDays, ...]:
    """Return the closed days that leave meets which was typed for somebody."""
    form = EnterForm(sent(request), **how)
    if not (form.is_bound and form.is_valid()):
        return ()
    leave, person = form.leave(), int(form.cleaned_data["person"])
    if leave.last < leave.first:
        return ()
    return queries.closed_to(request.actor.site_id, person, leave.days, leave.kind)


def _once_more(
    request: ActorRequest, closed: tuple[ClosedDays, ...], how: dict[str, Any]
) -> HttpResponse:
    """Show what was typed again, with the days that are closed, before it is sent."""
    typed = request.POST.copy()
    typed["told"] = "on"
    return _form_page(
        request, EnterForm(typed, **how), _("Enter leave for a caller"), reverse("rosters:day"),
        closing.notice(closed, entered=True),
    )  # fmt: skip


def _boxes(found: Problems) -> list[tuple[str, str]]:
    """Return what may be let pass by name as boxes to tick."""
    return [(one.code, words(one.says)) for one in found]


@_get_or_post
@view_for("rosters.own.ask")
def withdraw(request: ActorRequest, away_id: int) -> HttpResponse:
    """Ask once more, then take one's own leave back."""
    found = queries.away_for(request.actor, away_id)
    problems = commands.withdraw_problems(found, request.actor, at=request.now)
    attempt = confirmed(
        request,
        lambda: commands.withdraw_leave(away_id=found.pk, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Taken back."))
        return redirect("rosters:mine")
    return render(
        request, "rosters/confirm.html",
        {"heading": _("Take leave back"), "says": times.days(found.start, found.last),
         "cancel": reverse("rosters:mine"),
         "problems": attempt.problems or problems, "danger": True, "submit": _("Take it back")},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@_get_or_post
@view_for("rosters.asked.decide")
def decide(request: ActorRequest, away_id: int) -> HttpResponse:
    """Show what somebody asks for and which duties it meets; approve it, refuse it, end it."""
    found = queries.away_for(request.actor, away_id)
    closed = queries.closed_to_asked(found)
    form = _decision(request, found, closed)
    if form is not None:
        attempt = tried(
            form, lambda given: _act(request, found, given), known=_known(found, closed, request)
        )
        if attempt.done:
            messages.success(request, _("Decided: %(what)s") % {"what": found.person.name})
            return redirect("rosters:asked")
        problems = attempt.problems
    else:
        problems = ()
    return render(
        request, "rosters/away.html",
        {"found": found, "badge": saying.badge(AWAY, found.state), "facts": _facts(found),
         "form": form, "problems": problems, "back": reverse("rosters:asked"),
         "met": _met(found, request), "submit": _submit(found)},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _decision(
    request: ActorRequest, found: Away, closed: tuple[ClosedDays, ...]
) -> AnswerForm | EndForm | None:
    """Return the form of what can be decided now; none where it is over."""
    if found.state == "asked":
        waived = _boxes(closing.may_pass(closed, request.actor.holds))
        return AnswerForm(sent(request), waived=waived)
    return EndForm(sent(request)) if found.state == "approved" else None


def _act(request: ActorRequest, found: Away, given: dict[str, Any]) -> Away:
    if found.state == "asked":
        return commands.decide_leave(
            away_id=found.pk, grant=given["grant"] == "yes", answer=given["answer"],
            accepted=given.get("accepted", ()), actor=request.actor, at=request.now,
        )  # fmt: skip
    return commands.call_off_leave(
        away_id=found.pk, reason=given["reason"], actor=request.actor, at=request.now
    )


def _known(found: Away, closed: tuple[ClosedDays, ...], request: ActorRequest) -> Problems:
    """Return what stands in the way already; what may be let pass stands at its box."""
    mine = away_rules.decide_problems(mine=found.person_id == request.actor.person_id)
    if closing.may_pass(closed, request.actor.holds):
        return mine
    return (*mine, *closing.against(closed, (), request.actor.holds))


def _submit(found: Away) -> str:
    return _("Decide") if found.state == "asked" else _("Call the leave off")


def _met(found: Away, request: ActorRequest) -> Problems:
    """Name each duty on these days: it stays until somebody takes it off or finds another."""
    if found.state not in ("asked", "approved"):
        return ()
    return tuple(
        away_rules.meets_duty(saying.duty(one, request.site_zone)) for one in queries.met_by(found)
    )


def _facts(found: Away) -> list[shapes.Fact]:
    facts = [
        shapes.Fact(label=_("Person"), value=shapes.Person(found.person.name)),
        shapes.Fact(label=_("Kind of leave"), value=queries.kind_title(found.site_id, found.kind)),
        shapes.Fact(label=_("Days"), value=times.days(found.start, found.last)),
        shapes.Fact(label=_("Asked at"), value=found.asked_at),
    ]
    names = people.names_of_keys({found.asked_by, found.decided_by} - {""})
    if found.asked_by != f"person:{found.person_id}":
        facts.append(shapes.Fact(label=_("Entered by"), value=names.get(found.asked_by, "")))
    if found.remark:
        facts.append(shapes.Fact(label=_("Remark"), value=found.remark))
    if found.decided_by:
        facts.append(shapes.Fact(label=_("Decided by"), value=names.get(found.decided_by, "")))
    if found.answer:
        facts.append(shapes.Fact(label=_("Answer"), value=found.answer))
    return facts


def _said(made: Away) -> str:
    if made.state == "approved":
        return _("Entered, and in force.")
    return _("Asked. You will be told when it is decided.")


def _after_entering(request: ActorRequest, made: Away) -> str:
    if queries.away_visible_to(request.actor).filter(pk=made.pk).exists():
        return reverse("rosters:away", args=[made.pk])
    return reverse("rosters:day")


def _form_page(
    request: ActorRequest, form: AwayForm, heading: str, back: str, closed: Problems = ()
) -> HttpResponse:
    return render(
        request, "rosters/ask.html",
        {"form": form, "heading": heading, "submit": heading, "cancel": back, "problems": closed},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip
