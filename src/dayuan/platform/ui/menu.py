"""The places of the frame: registered from above, shown only to who may use them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text

Place = Literal["side", "phone", "more", "act", "top"]

#: The phone's bar has room for three places, the act in the middle, and "more".
PHONE_PLACES = 3


class Member(Protocol):
    """What the frame needs to know about who is asking; the access module's actor is one."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def verbs(self) -> frozenset[str]:
        """The codewords of what the person may do."""

    @property
    def title(self) -> Text:
        """The post the person holds."""


class Group(StrEnum):
    """The headings of the side bar, in the order they stand."""

    WORK = "work"
    SHIFTS = "shifts"
    THINGS = "things"
    PLAN = "plan"
    HOUSE = "house"

    @property
    def label(self) -> Promise:
        """Return the heading."""
        return _GROUPS[self]


_GROUPS = {
    Group.WORK: _("Daily work"),
    Group.SHIFTS: _("Shifts and handovers"),
    Group.THINGS: _("Equipment and places"),
    Group.PLAN: _("Plan and people"),
    Group.HOUSE: _("Administration"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the frame.

    ``place`` says where it stands on a phone; the desktop's side bar shows
    ``phone`` and ``side`` alike. ``more`` is the person's own menu (my account),
    ``top`` an icon with a count beside it (notices), ``act`` the one big action
    (report). ``verb`` is what somebody must hold to see it; a function names several
    of which one is enough; ``None`` shows it to everybody who is logged in.
    """

    code: str
    label: str | Promise
    url_name: str
    icon: str
    verb: str | Callable[[], Collection[str]] | None
    place: Place
    order: int
    group: Group = Group.WORK

    def open_to(self, member: Member | None) -> bool:
        """Tell whether this person may use the place."""
        if member is None or self.verb is None:
            return member is not None
        wanted = {self.verb} if isinstance(self.verb, str) else self.verb()
        return not member.verbs.isdisjoint(wanted)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one request sees it."""

    entry: Entry
    url: str
    current: bool
    count: int

    @property
    def label(self) -> str:
        """Return the words of the place."""
        return str(self.entry.label)

    @property
    def icon(self) -> str:
        """Return the name of its icon."""
        return self.entry.icon


entries: Registry[Entry] = Registry("menu entry")
badges: Registry[Callable[[HttpRequest], int]] = Registry("menu count")


def register(entry: Entry) -> None:
    """Add a place to the frame."""
    entries.register(entry.code, entry)


def badge(code: str, count: Callable[[HttpRequest], int]) -> None:
    """Show a number beside the entry of this code; asked once per page, zero shows nothing."""
    badges.register(code, count)


def shown(
    request: HttpRequest, member: Member | None, *, among: Iterable[Entry] | None = None
) -> tuple[Shown, ...]:
    """Return what this person may use, in order, with the place they are at marked.

    ``among`` is every registered entry unless told.
    """
    known = entries.values() if among is None else among
    mine = sorted((e for e in known if e.open_to(member)), key=lambda e: (e.order, e.code))
    urls = {e.code: reverse(e.url_name) for e in mine}
    here = _here(request.path, urls.values())
    return tuple(
        Shown(e, urls[e.code], urls[e.code] == here, _count(request, e.code)) for e in mine
    )


def _count(request: HttpRequest, code: str) -> int:
    provider = badges.get(code)
    return provider(request) if provider else 0


def _here(path: str, urls: Iterable[str]) -> str | None:
    """Return the longest address that the path lies under; the root only matches itself."""
    found = [u for u in urls if path == u or (u != "/" and path.startswith(u.rstrip("/") + "/"))]
    return max(found, key=len, default=None)
