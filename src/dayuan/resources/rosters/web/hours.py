"""The page of the month's hours."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.lists.web.drawn import show
from dayuan.platform.ui import times
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.rules import law
from dayuan.resources.rosters.web import days, hours_papers
from dayuan.resources.rosters.web.hours_sheet import SHEET, month_from


@require_safe
@view_for("rosters.duty.view")
def hours(request: ActorRequest) -> HttpResponse:
    """Show a month's hours: everybody's to whoever arranges duties, the own to everybody."""
    group = request.GET.get("group", "")
    month = month_from(request.GET.get("month", ""), days.today(request))
    night = queries.night_rule(sites.plan_of(request.actor.site_id))
    context = {
        "sheet": show(SHEET, request),
        "manages": request.actor.holds("rosters.duty.manage"),
        "month": times.month(month.start),
        "night": night,
        "law": (law.PAID, law.OVERTIME, law.WEEK),
        "papers": documents.actions(
            request.actor, "rosters.hours", hours_papers.key_of(group, month.start)
        ),
    }
    return render(request, "rosters/hours.html", context)
