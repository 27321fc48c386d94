"""One reading of a site for each request: its plan and its time zone are asked once.

It also means that a page never mixes two revisions: what was in force when the
request began stays in force until it is answered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from dayuan.reference.sites.models import Site


@dataclass(frozen=True, slots=True)
class Facts:
    """What nearly every question about a site needs."""

    zone: ZoneInfo
    revision_id: int


_read: ContextVar[dict[int, Facts] | None] = ContextVar("sites_read", default=None)


def facts(site_id: int) -> Facts:
    """Return a site's facts; inside ``one_reading`` they are asked once."""
    known = _read.get()
    if known is not None and site_id in known:
        return known[site_id]
    row = Site.objects.values_list("time_zone", "revision_id").get(pk=site_id)
    found = Facts(ZoneInfo(row[0]), row[1])
    if known is not None:
        known[site_id] = found
    return found


def remember(site: Site) -> None:
    """Keep the facts of a site that was read on the way, inside ``one_reading`` only."""
    known = _read.get()
    if known is not None:
        known[site.pk] = Facts(ZoneInfo(site.time_zone), site.revision_id)


def forget(site_id: int) -> None:
    """Read a site anew, because it has just been changed."""
    known = _read.get()
    if known is not None:
        known.pop(site_id, None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Ask each site's facts once until the end of the block."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


class OneReading:
    """Gives each request its own single reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request within one reading."""
        with one_reading():
            return self.get_response(request)
