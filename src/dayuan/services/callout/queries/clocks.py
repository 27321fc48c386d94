"""What has become due by itself: extra strength whose time is over, calls without an answer.

For the program, which asks of every site.
"""

from datetime import datetime

from dayuan.services.callout.models import Callout, Surge
from dayuan.services.callout.states import CALL, CALLOUT, SURGE


def surges_over(now: datetime, *, most: int) -> list[tuple[int, int]]:
    """Return (surge, site) of the orders whose time is over and that nobody ended."""
    rows = Surge.objects.filter(state=SURGE.initial, end__lte=now).order_by("end", "pk")
    return list(rows.values_list("pk", "site_id")[:most])


def surge_at(site_id: int, surge_id: int) -> Surge | None:
    """Return one order of a site."""
    return Surge.objects.filter(site_id=site_id, pk=surge_id).first()


def unanswered_due(now: datetime, *, most: int) -> list[tuple[int, int]]:
    """Return (call-out, site) of what runs, where somebody may be late with an answer."""
    rows = Callout.objects.filter(
        state=CALLOUT.initial, late_from__lte=now, told_at__isnull=True
    ).order_by("late_from", "pk")
    return list(rows.values_list("pk", "site_id")[:most])


def untold_at(site_id: int, callout_id: int) -> Callout | None:
    """Return a call-out that runs, of which nobody was told yet that answers are missing."""
    rows = Callout.objects.filter(site_id=site_id, state=CALLOUT.initial, told_at__isnull=True)
    return rows.filter(pk=callout_id).first()


def waiting(callout: Callout) -> list[tuple[int, datetime]]:
    """Return the calls without an answer, each with when the person was called."""
    rows = callout.calls.filter(state=CALL.initial).order_by("pk")
    return list(rows.values_list("pk", "called_at"))


def orderer(callout_id: int) -> int | None:
    """Return who ordered what still runs, for the notice."""
    rows = Callout.objects.filter(pk=callout_id, state=CALLOUT.initial)
    return rows.values_list("ordered_by_id", flat=True).first()


def surge_orderer(surge_id: int) -> int | None:
    """Return who ordered extra strength, for the notice."""
    return Surge.objects.filter(pk=surge_id).values_list("ordered_by_id", flat=True).first()
