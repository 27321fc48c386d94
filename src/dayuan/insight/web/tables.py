"""The plan's tables as pages: each row with its source, nothing computed, nothing invented."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.insight.web import guests, indicators, reading, staffing, stock
from dayuan.insight.web.tabling import Table
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes


def _page(
    request: ActorRequest, title: str, tables: Sequence[Table], lead: str = ""
) -> HttpResponse:
    trail = [shapes.Link(_("Plan"), reverse("plan:overview"))]
    shown = [one for one in tables if one.rows]
    context = {"title": title, "tables": shown, "lead": lead, "trail": trail}
    return render(request, "insight/tables.html", context)


@require_safe
@view_for("plans.revision.view")
def property_and_equipment(request: ActorRequest) -> HttpResponse:
    """Show the property profile and the equipment table as printed."""
    plan = reading.outline(request).plan
    lead = _(
        "As printed. What is pending stays pending until somebody has counted; it is never zero."
    )
    tables = [stock.property_profile(plan), stock.equipment(plan)]
    return _page(request, _("Property and equipment"), tables, lead)


@require_safe
@view_for("plans.revision.view")
def services(request: ActorRequest) -> HttpResponse:
    """Show the services the plan promises, its indicators and the categories of requests."""
    plan = reading.outline(request).plan
    tables = [
        stock.services(plan),
        stock.indicators(plan, indicators.measured(request, plan)),
        stock.categories(plan),
    ]
    return _page(request, _("Services and indicators"), tables)


@require_safe
@view_for("plans.revision.view")
def posts(request: ActorRequest) -> HttpResponse:
    """Show the plan's posts, roles, outside parties and shifts."""
    plan = reading.outline(request).plan
    tables = [
        staffing.posts(plan),
        staffing.roles(plan),
        staffing.parties(plan),
        staffing.shifts(plan),
        staffing.swaps(plan),
        staffing.leave(plan),
    ]
    return _page(request, _("Posts and shifts"), tables)


@require_safe
@view_for("plans.revision.view")
def levels(request: ActorRequest) -> HttpResponse:
    """Show the levels of guests and the security table, with inferred cells marked."""
    plan = reading.outline(request).plan
    lead = _(
        "An empty cell asks for nothing. An inferred cell is one whose column the print "
        "does not show."
    )
    tables = [guests.levels(plan), guests.security(plan)]
    return _page(request, _("Levels of guests and security"), tables, lead)


@require_safe
@view_for("plans.revision.view")
def routing(request: ActorRequest) -> HttpResponse:
    """Show the petition routing table: advice, decided by a person."""
    plan = reading.outline(request).plan
    lead = _("Advice only: a person decides, and the petition bureau confirms.")
    return _page(request, _("Petition routing"), [guests.routing(plan)], lead)


@require_safe
@view_for("plans.revision.view")
def confidentiality(request: ActorRequest) -> HttpResponse:
    """Show the code of confidentiality, and whom it binds."""
    plan = reading.outline(request).plan
    return _page(request, _("Code of confidentiality"), staffing.conduct(plan))
