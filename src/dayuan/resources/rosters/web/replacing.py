"""Somebody cannot come: who may come instead, what it costs, or nobody at all."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Duty, Replacements
from dayuan.resources.rosters.rules.replacing import Candidate
from dayuan.resources.rosters.web import days
from dayuan.resources.rosters.web.forms import CauseForm, UntilForm
from dayuan.resources.rosters.web.hours_sheet import number

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for("rosters.duty.manage")
def replace(request: ActorRequest, duty_id: int) -> HttpResponse:
    """List who may come instead; choosing one asks once more where that has a price."""
    duty = queries.get_for(request.actor, duty_id)
    form = CauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "person" in request.POST:
        return _chosen(request, duty, form.cleaned_data["cause"])
    return page(request, duty, form)


def page(
    request: ActorRequest, duty: Duty, form: CauseForm, until: UntilForm | None = None
) -> HttpResponse:
    """Show who may come, with what was typed; ``until`` was filled in for mending."""
    problems = commands.replace_problems(duty, "other", at=request.now)
    context: dict[str, Any] = {**_head(duty, request), "form": form, "stopped": problems}
    if not problems:
        found = queries.replacements(request.actor, duty, at=request.now)
        context["may_come"] = [_line(one, found, request) for one in found.may_come]
        context["may_not"] = [_line(one, found, request) for one in found.may_not]
        context["left"] = _left(found, duty, request)
        context["mend_form"] = until or _until_form(duty, request)
    wrong = form.errors or (until is not None and until.errors)
    status = 422 if form.is_bound and wrong else 200
    return render(request, "rosters/replace.html", context, status=status)


# --- inside -------------------------------------------------------------------------------


def _chosen(request: ActorRequest, duty: Duty, cause: str) -> HttpResponse:
    person = _person(request)
    accepted = request.POST.get("accepted") == "yes"
    if person is None and not accepted:
        return _ask(request, duty, cause, None, ())
    try:
        commands.replace(
            duty_id=duty.pk, person_id=person, cause=cause, accepted=accepted,
            actor=request.actor, at=request.now,
        )  # fmt: skip
    except Refused as refused:
        codes = [one.code for one in refused.problems]
        if codes[:1] != ["rosters.not_accepted"]:
            raise
        return _ask(request, duty, cause, person, refused.problems[1:])
    messages.success(request, _("It is arranged. Both hear of it."))
    return redirect(days.url("rosters:day", duty.day))


def _person(request: ActorRequest) -> int | None:
    """Return who was chosen; nobody where the post stays open."""
    text = request.POST.get("person", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else None


_DIGITS = 18


def _ask(
    request: ActorRequest, duty: Duty, cause: str, person: int | None, costs: Problems
) -> HttpResponse:
    """Ask once more: with what it costs, or that the post stays open."""
    found = queries.replacements(request.actor, duty, at=request.now)
    context = {
        **_head(duty, request), "problems": costs, "cause": cause, "person": person or "",
        "name": _name(found, person),
        "danger": person is None, "cancel": request.path,
    }  # fmt: skip
    return render(request, "rosters/replace_sure.html", context, status=422)


def _name(found: Replacements, person: int | None) -> str:
    known = found.persons.get(person) if person is not None else None
    return known.name if known else ""


def _until_form(duty: Duty, request: ActorRequest) -> UntilForm | None:
    """Ask how long the absence lasts, where the program could mend the month."""
    if duty.shift and not commands.mend_problems(duty, duty.day, at=request.now):
        return UntilForm(days=duty.day)
    return None


def _head(duty: Duty, request: ActorRequest) -> dict[str, Any]:
    return {
        "duty": duty,
        "post": sites.plan_of(duty.site_id).post_title(duty.post),
        "hours": days.clock(duty, request.site_zone),
        "back": days.url("rosters:day", duty.day),
    }


def _left(found: Replacements, duty: Duty, request: ActorRequest) -> str:
    """Return from when somebody is wanted, where the duty has begun already."""
    start = found.wanted.period.start
    return times.hour(start.astimezone(request.site_zone)) if start > duty.start else ""


def _line(one: Candidate, found: Replacements, request: ActorRequest) -> dict[str, Any]:
    plan = sites.plan_of(request.actor.site_id)
    return {
        "pk": one.person,
        "name": found.persons[one.person].name,
        "post": plan.post_title(one.through),
        "badge": _badge(one),
        "says": [*_why(one)],
        "problems": one.problems,
        "notes": one.notes,
    }


def _badge(one: Candidate) -> Badge:
    if not one.may_come:
        return Badge(Tone.LATE, _("May not come"), "ban")
    if one.costs:
        return Badge(Tone.SOON, _("Has a price"), "alert-triangle")
    return Badge(Tone.DONE, _("May come"))


def _why(one: Candidate) -> list[str]:
    """Return why somebody fits, in plain numbers."""
    said = [_("%(n)s h planned this month") % {"n": number(one.month_hours)}]
    if one.relief is not None:
        said.insert(0, _("relief by the plan"))
    if one.rest_before is not None:
        said.append(_("%(n)s h of rest before it") % {"n": number(one.rest_before)})
    said.append(_("day %(n)d in a row") % {"n": one.in_a_row})
    return said
