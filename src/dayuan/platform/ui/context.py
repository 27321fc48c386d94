"""What every page's frame knows: who asks, where they may go, how they like to read."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from dayuan.platform.ui import menu, present

THEME_COOKIE = "dayuan_theme"
THEMES = ("light", "dark")


class Frame:
    """The frame of one request; nothing is counted or built before a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def member(self) -> menu.Member | None:
        """Return who asks, or ``None`` before login."""
        member: menu.Member | None = getattr(self._request, "actor", None)
        return member

    @property
    def demo(self) -> bool:
        """Tell whether this house shows invented people."""
        return bool(getattr(settings, "DEMO", False))

    @property
    def live(self) -> bool:
        """Tell whether pages are told what is new, or have to ask now and then."""
        return bool(getattr(settings, "LIVE", False))

    @property
    def poll_seconds(self) -> int:
        """Return how often a page asks that has no stream."""
        return int(getattr(settings, "POLL_SECONDS", 30))

    @property
    def theme(self) -> str:
        """Return light, dark, or auto where the reader has not chosen."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else "auto"

    @property
    def language(self) -> str:
        """Return the tag of the page's language for the document element."""
        return "zh-Hans" if (get_language() or "zh").startswith("zh") else "en"

    @property
    def path(self) -> str:
        """Return where to come back to after a switch of language or theme."""
        return self._request.get_full_path()

    @cached_property
    def places(self) -> tuple[menu.Shown, ...]:
        """Return every place this person may use."""
        return menu.shown(self._request, self.member)

    def _at(self, *where: str) -> tuple[menu.Shown, ...]:
        return tuple(p for p in self.places if p.entry.place in where)

    @cached_property
    def side(self) -> list[tuple[menu.Group, list[menu.Shown]]]:
        """Return the side bar: its headings with the places under them."""
        places = self._at("side", "phone")
        grouped = [(g, [p for p in places if p.entry.group is g]) for g in menu.Group]
        return [(group, below) for group, below in grouped if below]

    @property
    def act(self) -> menu.Shown | None:
        """Return the one big action, if this person has it."""
        return next(iter(self._at("act")), None)

    @property
    def top(self) -> tuple[menu.Shown, ...]:
        """Return the icons of the top bar."""
        return self._at("top")

    @property
    def own(self) -> tuple[menu.Shown, ...]:
        """Return the person's own menu."""
        return self._at("more")

    @property
    def phone(self) -> tuple[menu.Shown, ...]:
        """Return the places of the phone's bar."""
        return self._at("phone")[: menu.PHONE_PLACES]

    @property
    def phone_before(self) -> tuple[menu.Shown, ...]:
        """Return the places left of the big action."""
        return self.phone[:2]

    @property
    def phone_after(self) -> tuple[menu.Shown, ...]:
        """Return the places right of the big action, before "more"."""
        return self.phone[2:]

    @property
    def rest(self) -> tuple[menu.Shown, ...]:
        """Return what the phone's bar has no room for."""
        kept = {p.entry.code for p in self.phone}
        return tuple(p for p in self._at("phone", "side", "more") if p.entry.code not in kept)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template its frame, and the request's instant as ``now``."""
    return {"frame": Frame(request), "now": getattr(request, "now", None) or present.now()}
