"""What somebody is called to, on the page of the own shifts."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.platform.access.web import ActorRequest
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Action, TaskCard
from dayuan.services.callout import queries
from dayuan.services.callout.web import shown


def calls(request: ActorRequest) -> Iterable[TaskCard]:
    """Return the own calls that still run, the newest first."""
    if not request.actor.holds(queries.ANSWER):
        return []
    return [_card(one, request) for one in queries.own_calls(request.actor)]


def _where(one: queries.Call, request: ActorRequest) -> list[str]:
    """Return where somebody is wanted; standing by, from when till when as well."""
    surge = one.callout.surge
    when = [times.span(surge.start, surge.end, request.site_zone)] if surge else []
    return [*when, one.callout.gather]


def _card(one: queries.Call, request: ActorRequest) -> TaskCard:
    url = reverse("callout:call", args=[one.pk])
    return TaskCard(
        title=queries.name_of(one.callout),
        url=url,
        where=" · ".join(_where(one, request)),
        badge=shown.call_badge(one),
        note=one.callout.reason,
        next=_next(one, url),
    )


def _next(one: queries.Call, url: str) -> Action | None:
    """Return what is still wanted of whoever is called: an answer, then that one is there."""
    if one.state == "called":
        return Action(label=_("Answer"), url=url, icon="bolt")
    if one.state == "coming" and one.callout.surge is None:
        return Action(label=_("I am here"), url=url, icon="map-pin-check")
    return None
