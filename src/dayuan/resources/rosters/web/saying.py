"""Days, duties and states in words and badges, alike on every page about people's shifts."""

from datetime import tzinfo

from django.utils.translation import gettext as _

from dayuan.kernel.states import Machine
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import tone_of
from dayuan.resources.rosters.queries import Duty


def hours(duty: Duty, zone: tzinfo) -> str:
    """Return from which hour to which a duty lasts."""
    start, end = (one.astimezone(zone) for one in (duty.start, duty.end))
    until = times.hour(end)
    if end.date() != start.date():
        until = _("%(hour)s the next day") % {"hour": until}
    return _("%(start)s to %(end)s") % {"start": times.hour(start), "end": until}


def duty(one: Duty, zone: tzinfo) -> str:
    """Return the day and the hours of a duty."""
    return f"{times.day(one.start.astimezone(zone).date())} {hours(one, zone)}"


def badge(machine: Machine, state: str) -> Badge:
    """Return how something stands."""
    found = machine.state(state)
    return Badge(tone_of(found.tone), found.label)
