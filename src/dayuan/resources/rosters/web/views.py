"""The duty list of a day, and its form."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import times
from dayuan.platform.ui.refusals import add_refusal
from dayuan.platform.ui.shapes import Badge, Column, Link, Listing, Person, Row
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Cover, Duty, Holding
from dayuan.resources.rosters.web import attendance, days, papers
from dayuan.resources.rosters.web.forms import DutyForm

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for("rosters.duty.view")
def day(request: ActorRequest) -> HttpResponse:
    """Show who is on duty on a day; whoever may, adds an entry."""
    chosen = days.chosen(request)
    plan = sites.plan_of(request.actor.site_id)
    manages = request.actor.holds("rosters.duty.manage")
    form = _form(request, plan, chosen) if manages else None
    sent = form is not None and request.method == "POST" and form.is_valid()
    if form is not None and sent and _planned(request, form, chosen):
        return redirect(days.url("rosters:day", chosen))
    near = queries.near_day(request.actor, chosen)
    context = {
        "day": chosen,
        "choices": days.choices(request, "rosters:day", chosen),
        "duties": _listing([one for one in near if one.day == chosen], plan, request),
        "now_listing": _answering(request, plan) if chosen == days.today(request) else None,
        "covers": _covers(queries.covers(request.actor, chosen, near), request),
        "form": form,
        "manages": manages,
        "papers": documents.actions(request.actor, "rosters.day", papers.key_of(chosen))[:1],
    }
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "rosters/day.html", context, status=status)


@_get_or_post
@view_for("rosters.duty.manage")
def cancel(request: ActorRequest, duty_id: int) -> HttpResponse:
    """Ask once more, then take an entry off the list."""
    duty = queries.get_for(request.actor, duty_id)
    if request.method == "POST":
        commands.cancel(duty_id=duty.pk, actor=request.actor, at=request.now)
        messages.success(request, _("Taken off the duty list."))
        return redirect(days.url("rosters:day", duty.day))
    title = sites.plan_of(duty.site_id).post_title(duty.post)
    return render(
        request,
        "rosters/cancel.html",
        {"duty": duty, "post": title, "cancel": days.url("rosters:day", duty.day), "danger": True},
    )


# --- inside -------------------------------------------------------------------------------


def _planned(request: ActorRequest, form: DutyForm, chosen: date) -> bool:
    start, end = form.period(chosen, request.site_zone)
    try:
        made = commands.plan(
            post=form.cleaned_data["post"],
            person_id=int(form.cleaned_data["person"]),
            start=start,
            end=end,
            note=form.cleaned_data["note"],
            actor=request.actor,
            at=request.now,
        )
    except Refused as refused:
        add_refusal(form, refused, fields=_FIELDS)
        return False
    messages.success(request, _("Put on the duty list."))
    for one in queries.certificate_warnings(made):
        messages.warning(request, _said(one.says))
    return True


_FIELDS = {
    "rosters.too_long": "end",
    "rosters.period": "end",
    "rosters.twice": "person",
    "rosters.not_the_post": "person",
    "rosters.away": "person",
    "rosters.no_certificate": "person",
    "rosters.unknown_post": "post",
}


def _form(request: ActorRequest, plan: Compiled, chosen: date) -> DutyForm:
    staff = people.staff_of(request.actor.site_id, on=chosen)
    posts: list[tuple[str, Any]] = [
        (_said(plan.handbook.units[unit].title.text), [(c, _said(p.title.text)) for c, p in held])
        for unit, held in people.posts_by_unit(plan.handbook)
    ]
    return DutyForm(
        request.POST or None,
        posts=posts,
        people=[(str(p.pk), f"{p.name} {p.staff_number}") for p in staff],
    )


def _listing(duties: list[Duty], plan: Compiled, request: ActorRequest) -> Listing:
    columns = [
        Column(_("Post"), "what"),
        Column(_("State"), "state"),
        Column(_("Person"), "where"),
        Column(_("Time"), "until"),
        Column(_("Remark")),
    ]
    manages, after = (
        request.actor.holds("rosters.duty.manage"),
        dict(queries.after_of(request.actor.site_id)),
    )
    can_cancel = [duty.pk for duty in duties if manages and duty.end > request.now]
    if can_cancel:
        columns.append(Column(_("What can be done"), "until"))
    return Listing(
        caption=_("Duty list"),
        columns=columns,
        rows=[_row(duty, plan, request, can_cancel, after) for duty in duties],
    )


def _covers(found: list[Cover], request: ActorRequest) -> Listing | None:
    """Return which hours of the day nobody is on duty, where the plan asks for somebody."""
    if not found:
        return None
    columns = [
        Column(_("Round the clock"), "what"),
        Column(_("State"), "state"),
        Column(_("Hours with nobody"), "until"),
        Column(_("Source"), "where"),
    ]
    rows = [
        Row(cells=[one.title, _cover_badge(one), [_gap(g, request) for g in one.gaps], one.source])
        for one in found
    ]
    return Listing(caption=_("Cover round the clock"), columns=columns, rows=rows)


def _cover_badge(cover: Cover) -> Badge:
    if cover.gaps:
        return Badge(Tone.LATE, _("Not covered"))
    return Badge(Tone.DONE, _("Covered all day"))


def _gap(gap: Period[datetime], request: ActorRequest) -> str:
    start, end = (one.astimezone(request.site_zone) for one in (gap.start, gap.end or gap.start))
    # The end of the day is 24:00, not the beginning of the next one.
    until = times.hour(end) if end.date() == start.date() else "24:00"
    return _("%(start)s to %(end)s") % {"start": times.hour(start), "end": until}


def _row(
    duty: Duty, plan: Compiled, request: ActorRequest, can_cancel: list[int],
    after: dict[str, timedelta],
) -> Row:  # fmt: skip
    cells: list[Any] = [
        plan.post_title(duty.post),
        _badge(duty, request, after),
        Person(duty.person.name),
        days.clock(duty, request.site_zone),
        duty.note,
    ]
    if can_cancel:
        url = reverse("rosters:cancel", args=[duty.pk])
        instead = reverse("rosters:replace", args=[duty.pk])
        done = [Link(_("Cannot come"), instead), Link(_("Cancel the entry"), url)]
        cells.append(done if duty.pk in can_cancel else "")
    return Row(cells=cells)


def _badge(duty: Duty, request: ActorRequest, after: dict[str, timedelta]) -> Badge:
    # Who came is for those who note it, and for the person.
    if duty.person_id == request.actor.person_id or queries.may_note(request.actor, duty):
        noted = attendance.badge(duty, request.now, after)
        if noted is not None:
            return noted
    if duty.end <= request.now:
        return Badge(Tone.WAITING, _("Duty over"), "history")
    if duty.start > request.now:
        return Badge(Tone.WAITING, _("Not yet on duty"))
    return Badge(Tone.IN_HAND, _("On duty"))


def _answering(request: ActorRequest, plan: Compiled) -> Listing:
    """Return who answers for every post at this moment, vacancies included."""
    codes = [code for _unit, held in people.posts_by_unit(plan.handbook) for code, _post in held]
    found = queries.holdings(request.actor.site_id, codes, request.now)
    columns = [
        Column(_("Post"), "what"),
        Column(_("State"), "state"),
        Column(_("Who answers now"), "where"),
    ]
    rows = [
        Row(
            cells=[
                plan.post_title(code),
                _via(found[code], plan),
                [Person(person.name) for person in found[code].persons],
            ]
        )
        for code in codes
    ]
    return Listing(caption=_("Who answers now"), columns=columns, rows=rows, dense=True)


def _via(held: Holding[Any], plan: Compiled) -> Badge:
    if held.via == "duty":
        return Badge(Tone.DONE, _("On the duty list"))
    if held.via == "appointment":
        return Badge(Tone.IN_HAND, _("All holders"), "users")
    if held.via == "alternate":
        title = _said(plan.post_title(held.through))
        return Badge(Tone.SOON, _("Stand-in: %(post)s") % {"post": title}, "arrows-exchange")
    return Badge(Tone.LATE, _("Vacant"))


def _said(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")
