"""Calendar feeds: what a person's own calendar shows, and how it is written as iCalendar.

A calendar cannot show a token in a header, so the address itself is the secret. It opens
the feed and nothing else, and what stands in it says when and where to be, never about whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor

if TYPE_CHECKING:
    from icalendar import Event as Written

#: From so long ago to so far ahead; a calendar asks again.
BACK, AHEAD = timedelta(days=31), timedelta(days=93)
#: Events of one kind in a feed.
MOST = 500
REFRESH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that stands in a calendar, from one instant to another."""

    #: What makes it the same event when the calendar asks again.
    id: str
    title: str
    start: datetime
    end: datetime
    #: The page that says more, without the site's address; empty for none.
    path: str = ""


class Feed(Protocol):
    """One kind of what stands in a person's calendar."""

    def __call__(self, actor: Actor, since: datetime, until: datetime, /) -> Iterable[Event]:
        """Return the actor's own events that touch this time, at most ``MOST``."""


feeds: Registry[Feed] = Registry("calendar feed")


def events_of(actor: Actor, *, at: datetime) -> list[Event]:
    """Return everything that stands in a person's calendar around an instant."""
    found = [one for feed in feeds.values() for one in feed(actor, at - BACK, at + AHEAD)]
    return sorted(found, key=lambda one: (one.start, one.id))


def written(events: Iterable[Event], *, name: str, base: str, at: datetime) -> bytes:
    """Return events as RFC 5545 writes them; ``base`` is the address of the site, if known."""
    from icalendar import Calendar  # noqa: PLC0415 - takes long to load, for one address

    whole = Calendar()
    whole.add("prodid", "-//Dayuan//calendar//ZH")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", REFRESH)
    for one in events:
        whole.add_component(_written(one, base=base, at=at))
    return bytes(whole.to_ical())


def _written(one: Event, *, base: str, at: datetime) -> "Written":
    from icalendar import Event as Entry  # noqa: PLC0415 - see above

    entry = Entry()
    entry.add("uid", f"{one.id}@dayuan")
    entry.add("dtstamp", at)
    entry.add("dtstart", one.start)
    entry.add("dtend", one.end)
    entry.add("summary", one.title)
    if one.path and base:
        entry.add("url", f"{base}{one.path}")
    return entry
