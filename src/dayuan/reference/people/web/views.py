"""Pages of the organisation, of one person, and of appointments."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Warning as MindThis
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.accounts import queries as accounts
from dayuan.platform.ui.sending import Tried, sent, tried
from dayuan.reference.people import commands, queries, supervision
from dayuan.reference.people.queries import Kind, Person
from dayuan.reference.people.web import certificates, shapes
from dayuan.reference.people.web.forms import (
    AppointForm,
    ChangeForm,
    DayForm,
    LiaisonForm,
    PersonForm,
)
from dayuan.reference.sites import queries as sites

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for("people.person.view")
def organisation(request: ActorRequest) -> HttpResponse:
    """Show the establishment: posts by unit, holders, vacancies, printed sums."""
    report = queries.establishment(request.actor.site_id, on=today(request))
    context = {
        "report": report,
        "stats": shapes.stats(report),
        "units": [(unit, shapes.unit_listing(unit)) for unit in report.units],
        "counts": shapes.counts(report) if report.counts else None,
        "sums": shapes.sums(report),
        "differs": [one for one in report.sums if not one.agrees],
        "may_appoint": request.actor.holds("people.appointment.manage"),
        "may_arrange": request.actor.holds("rosters.duty.manage"),
    }
    return render(request, "people/organisation.html", context)


@require_safe
@view_for("people.person.view")
def person(request: ActorRequest, person_id: int) -> HttpResponse:
    """Show one person: posts, appointments, how the account stands."""
    found = queries.get_for(request.actor, person_id)
    plan = sites.plan_of(found.site_id)
    day = today(request)
    state = accounts.states([found.account_id]).get(found.account_id) if found.account_id else None
    held = queries.appointments_of(found)
    own = found.pk == request.actor.person_id
    line = () if own else supervision.line_problems(request.actor, plan, held, today=day)
    today_held = queries.appointments_of(found, on=day)
    posts = [one.post for one in today_held if one.kind != Kind.ROLE]
    context = {
        "person": found,
        "certificates": certificates.section(request, found, posts),
        # One's own is noted by somebody else, who has seen the original.
        "may_note": request.actor.holds("people.person.manage")
        and not found.left
        and request.actor.person_id != found.pk,
        "head": shapes.head(found, state, line, actor=request.actor, at=request.now),
        "facts": shapes.facts(found, plan, today_held, request.actor),
        "appointments": shapes.appointments(held, plan, today=day, actor=request.actor),
    }
    return render(request, "people/person.html", context)


@_get_or_post
@view_for("people.person.manage")
def create(request: ActorRequest) -> HttpResponse:
    """Register a member of staff."""
    form = PersonForm(sent(request), initial={"joined": today(request)})
    attempt = _tried(form, request, commands.create_person)
    if attempt.done:
        messages.success(request, _("Registered. Now appoint to a post."))
        return redirect("people:appoint", attempt.made.pk)
    heading = _("Register a member of staff")
    return _form_page(request, form, heading=heading, cancel=reverse("people:list"))


@_get_or_post
@view_for("people.person.manage")
def create_liaison(request: ActorRequest) -> HttpResponse:
    """Register somebody who speaks for an outside party."""
    handbook = sites.plan_of(request.actor.site_id).handbook
    initial = {"joined": today(request)}
    form = LiaisonForm(sent(request), initial=initial, handbook=handbook)
    attempt = _tried(form, request, commands.register_liaison)
    if attempt.done:
        messages.success(request, _("Registered."))
        return redirect("people:person", attempt.made.pk)
    heading = _("Register a liaison")
    return _form_page(request, form, heading=heading, cancel=reverse("people:list"))


@_get_or_post
@view_for("people.person.manage")
def change(request: ActorRequest, person_id: int) -> HttpResponse:
    """Change a person's name or phone."""
    found = queries.get_for(request.actor, person_id)
    form = ChangeForm(sent(request), initial={"name": found.name, "phone": found.phone})
    if _tried(form, request, commands.change_person, person_id=found.pk).done:
        messages.success(request, _("Saved."))
        return redirect("people:person", found.pk)
    return _form_page(request, form, heading=_("Change name or phone"), person=found)


@_get_or_post
@view_for("people.appointment.manage")
def appoint(request: ActorRequest, person_id: int) -> HttpResponse:
    """Appoint a person to a post."""
    found = queries.get_for(request.actor, person_id)
    form = AppointForm(
        sent(request),
        initial={"start": today(request)},
        handbook=sites.plan_of(found.site_id).handbook,
    )
    attempt = _tried(form, request, commands.appoint, _APPOINT_FIELDS, person_id=found.pk)
    if attempt.done:
        messages.success(request, _("Appointed: %(name)s") % {"name": found.name})
        return redirect("people:person", found.pk)
    warned = any(isinstance(one, MindThis) for one in attempt.problems)
    if not warned and not form.data.get("accepted"):
        form.hide_accepted()
    heading = _("Appoint %(name)s") % {"name": found.name}
    return _form_page(request, form, heading=heading, person=found, submit=_("Appoint"))


_APPOINT_FIELDS = {
    "people.unknown_post": "post",
    "people.role_elsewhere": "role",
    "people.role_by_itself": "role",
    "people.role_not_meant": "kind",
    "people.period": "end",
    "people.not_here": "start",
    "people.hours_at_the_main_post": "hours_a_week",
    "people.contract_hours": "hours_a_week",
    "people.main_already": "kind",
    "people.over_headcount": "accepted",
}


@_get_or_post
@view_for("people.appointment.manage")
def end_appointment(request: ActorRequest, appointment_id: int) -> HttpResponse:
    """End an appointment."""
    found = queries.appointment_for(request.actor, appointment_id)
    form = DayForm(sent(request), initial={"on": today(request)})
    fields = {"people.before_start": "on", "people.ended_already": "on"}
    if _tried(form, request, commands.end_appointment, fields, appointment_id=found.pk).done:
        messages.success(request, _("The appointment ends."))
        return redirect("people:person", found.person_id)
    return _form_page(
        request,
        form,
        heading=_("End an appointment"),
        person=found.person,
        submit=_("End it"),
        lead=sites.plan_of(found.site_id).post_title(found.post),
    )


@_get_or_post
@view_for("people.person.manage", "people.appointment.manage")
def leave(request: ActorRequest, person_id: int) -> HttpResponse:
    """Let a person leave."""
    found = queries.get_for(request.actor, person_id)
    form = DayForm(sent(request), initial={"on": today(request)})
    if _tried(form, request, commands.leave, person_id=found.pk).done:
        messages.success(request, _("Written down; every appointment ends with that day."))
        return redirect("people:person", found.pk)
    heading = _("%(name)s leaves") % {"name": found.name}
    return _form_page(request, form, heading=heading, person=found, submit=_("Write down"))


# --- inside -------------------------------------------------------------------------------


def today(request: ActorRequest) -> date:
    """Return the site's day of a request."""
    return request.now.astimezone(request.site_zone).date()


def _tried(
    form: Form,
    request: ActorRequest,
    command: Callable[..., Any],
    fields: Mapping[str, str] | None = None,
    **more: Any,
) -> Tried:
    """Give a command what a form read and what the page knows; reasons are told in the form."""
    return tried(
        form,
        lambda given: command(**given, **more, actor=request.actor, at=request.now),
        fields={**_FIELDS, **(fields or {})},
    )


_FIELDS = {
    "people.number_taken": "staff_number",
    "people.nameless": "name",
    "accounts.taken": "phone",
    "people.left_before_joining": "on",
}


def _form_page(
    request: ActorRequest,
    form: Any,
    *,
    heading: str,
    person: Person | None = None,
    cancel: str = "",
    **extra: object,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "person": person,
        "cancel": cancel or (reverse("people:person", args=[person.pk]) if person else ""),
        **extra,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/form.html", context, status=status)
