"""Which day a page of duties is about, and how duties say their hours."""

from datetime import date, timedelta, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.platform.access.web import ActorRequest
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Choice
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.queries import Duty


def today(request: ActorRequest) -> date:
    """Return the day it is at the site."""
    return request.now.astimezone(request.site_zone).date()


def chosen(request: ActorRequest) -> date:
    """Return the day that the address asks for; today where it asks for none that is planned."""
    try:
        found = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today(request)
    # A day at the end of the calendar has no next one, and no office plans for it.
    planned = sites.FIRST_YEAR <= found.year <= sites.LAST_YEAR
    return found if planned else today(request)


def url(page: str, day: date) -> str:
    """Return where a page shows a day."""
    return f"{reverse(page)}?day={day.isoformat()}"


def choices(request: ActorRequest, page: str, day: date) -> list[Choice]:
    """Return the ways to the days around."""
    return [
        Choice(label=_("The day before"), url=url(page, day - timedelta(days=1))),
        Choice(label=_("Today"), url=reverse(page), current=day == today(request)),
        Choice(label=_("The day after"), url=url(page, day + timedelta(days=1))),
    ]


def clock(duty: Duty, zone: tzinfo) -> str:
    """Return a duty's hours on the clock; an end on the next day says so."""
    start, end = duty.start.astimezone(zone), duty.end.astimezone(zone)
    until = times.hour(end)
    if end.date() != start.date():
        until = _("%(hour)s the next day") % {"hour": until}
    return _("%(start)s to %(end)s") % {"start": times.hour(start), "end": until}
