"""What waits for whoever decides on leave and swaps, and who is away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Column, Listing, Person, Row
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.queries import Away, Swap, Wish
from dayuan.resources.rosters.rules.deciding import ENTER
from dayuan.resources.rosters.states import AWAY, SWAP
from dayuan.resources.rosters.web import saying
from dayuan.resources.rosters.web import wishes as wished


@require_safe
@view_for("rosters.asked.decide")
def asked(request: ActorRequest) -> HttpResponse:
    """List what waits for a decision, and who is away now and soon."""
    today = request.now.astimezone(request.site_zone).date()
    waiting = queries.away_to_decide(request.actor)
    in_force = queries.away_in_force(request.actor, since=today)
    return render(
        request, "rosters/asked.html",
        {"may_enter": request.actor.holds(ENTER),
         "swaps": _swaps(queries.swaps_to_decide(request.actor, now=request.now), request),
         "wishes": _wishes(queries.wishes_of_others(request.actor, since=today)),
         "waiting": _away(_("Leave to be decided"), waiting),
         "in_force": _away(_("Away now and soon"), in_force)},
    )  # fmt: skip


def _away(caption: str, found: list[Away]) -> Listing:
    columns = [
        Column(_("Person"), "what"),
        Column(_("State"), "state"),
        Column(_("Days"), "until"),
        Column(_("Kind of leave"), "where"),
    ]
    rows = [
        Row(
            cells=[
                Person(one.person.name),
                saying.badge(AWAY, one.state),
                times.days(one.start, one.last),
                queries.kind_title(one.site_id, one.kind),
            ],
            url=reverse("rosters:away", args=[one.pk]),
        )
        for one in found
    ]
    return Listing(caption=caption, columns=columns, rows=rows)


def _swaps(found: list[Swap], request: ActorRequest) -> Listing:
    columns = [
        Column(_("Asked by"), "what"),
        Column(_("State"), "state"),
        Column(_("Gives"), "until"),
        Column(_("Colleague"), "where"),
    ]
    rows = [
        Row(
            cells=[
                Person(one.asked_by.name),
                saying.badge(SWAP, one.state),
                saying.duty(one.duty, request.site_zone),
                Person(one.colleague.name),
            ],
            url=reverse("rosters:swap_one", args=[one.pk]),
        )
        for one in found
    ]
    return Listing(caption=_("Swaps to be decided"), columns=columns, rows=rows)


def _wishes(found: list[Wish]) -> Listing:
    columns = [
        Column(_("Person"), "what"),
        Column(_("Wish"), "state"),
        Column(_("Days"), "until"),
        Column(_("Shift"), "where"),
    ]
    rows = [
        Row(
            cells=[
                Person(one.person.name),
                wished.what(one),
                times.days(one.start, one.last),
                wished.shift(one),
            ]
        )
        for one in found
    ]
    return Listing(caption=_("Wishes"), columns=columns, rows=rows)
