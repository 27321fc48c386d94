"""The months of all groups: how far each is, and beginning another."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.problems import Refused
from dayuan.kernel.workcal import WorkCalendar
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.refusals import add_refusal
from dayuan.platform.ui.shapes import Column, Link, Listing, Row
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Listed
from dayuan.resources.rosters.rules import need
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.states import ROSTER
from dayuan.resources.rosters.web.month_forms import BeginForm

#: How far back and ahead the list goes: a year's months for each group.
_BACK, _AHEAD = timedelta(days=190), timedelta(days=370)


@require_http_methods(["GET", "HEAD", "POST"])
@view_for("rosters.duty.view")
def months(request: ActorRequest) -> HttpResponse:
    """Show the months; whoever arranges duties begins another."""
    plan = sites.plan_of(request.actor.site_id)
    manages = request.actor.holds("rosters.duty.manage")
    today = request.now.astimezone(request.site_zone).date()
    found = queries.months_listed(request.actor, since=today - _BACK, until=today + _AHEAD)
    form = _form(request, plan, today, found) if manages else None
    if form is not None and form.is_bound and form.is_valid():
        roster_id = _begun(request, form)
        if roster_id is not None:
            return redirect("rosters:month", roster_id)
    context = {
        "listing": _listing(found, plan, sites.calendar(request.actor.site_id)) if found else None,
        "form": form,
        "manages": manages,
        "undecided": _undecided(plan) if manages else [],
    }
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "rosters/months.html", context, status=status)


def _form(
    request: ActorRequest, plan: Compiled, today: date, found: list[Listed]
) -> BeginForm | None:
    groups = [(code, words(one.title.text)) for code, one in plan.handbook.shift_plans.items()]
    if not groups:
        return None
    there = {one.roster.month for one in found if one.roster.group == groups[0][0]}
    return BeginForm(request.POST or None, groups=groups, today=today, there=there)


def _begun(request: ActorRequest, form: BeginForm) -> int | None:
    try:
        return commands.open_month(
            group=form.cleaned_data["group"], month=form.first(), actor=request.actor,
            at=request.now,
        ).pk  # fmt: skip
    except Refused as refused:
        add_refusal(form, refused, fields=_FIELDS)
        return None


_FIELDS = {
    "rosters.month.undecided": "group",
    "rosters.month.unknown_group": "group",
    "rosters.month.exists": "month",
    "rosters.month.when": "month",
}


def _undecided(plan: Compiled) -> list[Link]:
    """Return the groups that cannot be arranged yet, each with the page that says why."""
    page = reverse("rosters:feasibility")
    return [
        Link(one.title.text, f"{page}?plan={code}#open")
        for code, one in plan.handbook.shift_plans.items()
        if not need.is_decided(one)
    ]


def _listing(found: list[Listed], plan: Compiled, calendar: WorkCalendar) -> Listing:
    columns = [
        Column(_("Month"), "what"),
        Column(_("State"), "state"),
        Column(_("Group"), "where"),
        Column(_("People"), "until"),
        Column(_("Duties"), "until"),
    ]
    rows = [_row(one, plan, calendar) for one in reversed(found)]
    return Listing(caption=_("Month rosters"), columns=columns, rows=rows)


def _row(one: Listed, plan: Compiled, calendar: WorkCalendar) -> Row:
    roster = one.roster
    group = plan.handbook.shift_plans.get(roster.group)
    cells: list[Any] = [
        times.month(roster.month),
        ROSTER.state(roster.state),
        group.title.text if group else roster.group,
        _("%(n)d people") % {"n": one.people},
        _duties(one, group, plan, calendar),
    ]
    return Row(cells=cells, url=reverse("rosters:month", args=[roster.pk]))


def _duties(
    one: Listed, group: ShiftPlan | None, plan: Compiled, calendar: WorkCalendar
) -> list[str]:
    """Return how many duties stand there, and how many the plan asks for."""
    said = [_("%(n)d duties") % {"n": one.duties}]
    if group is not None and need.is_decided(group):
        asked = need.need(group, plan.handbook, calendar, month_of(one.roster.month))
        wanted = sum(row.people for row in asked)
        said.append(_("the plan asks for %(n)d") % {"n": wanted})
    return said
