"""Shifts that are over and that nobody has taken over."""

from datetime import datetime

from dayuan.services.handover.models import ShiftLog


def due_to_be_told(now: datetime, *, most: int) -> list[int]:
    """Return the shifts of which it has to be told, the oldest first."""
    rows = ShiftLog.objects.filter(
        closed_at__isnull=True, late_told_at__isnull=True, late_at__lte=now
    )
    return list(rows.order_by("late_at", "pk").values_list("pk", flat=True)[:most])


def late_shift(log_id: int) -> ShiftLog:
    """Return a shift by the id a sweep found; its command answers for the rest."""
    return ShiftLog.objects.get(pk=log_id)
