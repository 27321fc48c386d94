"""The present, as the edge of the house reads it; the domain is handed its instants."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from dayuan.kernel.registry import Registry

#: How far a demonstration has moved its clock on; empty wherever real people work.
shifts: Registry[Callable[[], timedelta]] = Registry("shift of the clock")


def now() -> datetime:
    """Return the present instant."""
    moved = sum((shift() for shift in shifts.values()), timedelta(0))
    return timezone.now() + moved
