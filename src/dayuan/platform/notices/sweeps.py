"""What of notices is looked at again and again."""

from datetime import datetime, timedelta

from dayuan.platform.jobs import sweeps
from dayuan.platform.notices import worker
from dayuan.platform.notices.models import Delivery

#: What became of messages is kept this long; the log keeps it for good.
KEPT = timedelta(days=90)
_BATCH = 200


def register() -> None:
    """Let the worker run them."""
    sweeps.register("notices.outward", every=timedelta(seconds=2), function=worker.hand_over)
    sweeps.register("notices.old", every=timedelta(hours=1), function=tidy)


def tidy(*, now: datetime) -> int:
    """Forget messages that were over a quarter of a year ago."""
    old = Delivery.objects.filter(settled_at__lt=now - KEPT).order_by("pk")
    gone = list(old.values_list("pk", flat=True)[:_BATCH])
    Delivery.objects.filter(pk__in=gone).delete()
    return len(gone)
