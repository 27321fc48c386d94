"""A place, a piece of equipment, a shift, a month and a call-out to print."""

from datetime import date, timedelta

from dayuan.reference.sites.models import Place
from dayuan.resources.equipment.models import Item
from dayuan.resources.rosters.models import Roster
from dayuan.services.callout.models import Callout
from dayuan.services.handover.models import ShiftLog
from tests.cast import NOW, Cast
from tests.permissions import callouts


def place(cast: Cast) -> Place:
    """Return a plant room with two pumps."""
    room = Place.objects.create(
        site=cast.site, code="P-1", kind="room", title_zh="水泵房", path_key="P21000001",
        created_at=NOW, created_by="system:tests",
    )  # fmt: skip
    for n in (1, 2):
        Item.objects.create(
            site=cast.site, code=f"K-{n}", name=f"水泵{n}", sort_key=f"K2{n:03}", place=room,
            registered_at=NOW, registered_by="system:tests",
        )  # fmt: skip
    return room


def item(cast: Cast) -> Item:
    """Return one of the pumps."""
    place(cast)
    return Item.objects.get(site=cast.site, code="K-1")


def shift(cast: Cast) -> ShiftLog:
    """Return a shift of the guards with nothing in it yet."""
    return ShiftLog.objects.create(
        site=cast.site, group="guards", day=NOW.date(), start=NOW, end=NOW + timedelta(hours=8),
        holder=cast.guard.person, taken_at=NOW,
    )  # fmt: skip


def callout(cast: Cast) -> Callout:
    """Return a call-out to which somebody was called."""
    return callouts.called_to(callouts.running(cast.captain.person), cast.guard.person).callout


def month(cast: Cast) -> Roster:
    """Return a published month of the guards."""
    return Roster.objects.create(
        site=cast.site, group="guards", month=date(2026, 12, 1), state="published", made_at=NOW,
        made_by="system:tests", published_at=NOW, published_by="system:tests",
    )  # fmt: skip
