"""How the work after the commit stands: for the doctor, the health page, the duty board."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dayuan.platform.jobs.models import Delivery, Heartbeat, SweepRow
from dayuan.platform.jobs.outbox import held
from dayuan.platform.jobs.queue import LEASE

#: Deliveries older than this are late.
_LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """What waits, what failed for good, and whether anybody is at work."""

    worker_alive: bool
    worker_seen: datetime | None
    held: bool
    waiting: int
    late: int
    failed_deliveries: tuple[int, ...]
    failed_jobs: int
    failing_sweeps: tuple[str, ...]

    @property
    def in_order(self) -> bool:
        """Tell whether nobody has to look."""
        return self.worker_alive and not (
            self.held or self.late or self.failed_deliveries or self.failed_jobs
            or self.failing_sweeps
        )  # fmt: skip


def standing(*, now: datetime) -> Standing:
    """Return how it stands."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    failed = Delivery.objects.filter(state=Delivery.State.FAILED).order_by("pk")
    seen = worker_seen()
    return Standing(
        worker_alive=seen is not None and seen > now - LEASE,
        worker_seen=seen,
        held=held(),
        waiting=waiting.count(),
        late=waiting.filter(next_at__lt=now - _LATE).count(),
        failed_deliveries=tuple(failed.values_list("pk", flat=True)[:100]),
        failed_jobs=DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count(),
        failing_sweeps=tuple(
            SweepRow.objects.filter(failures__gte=3).values_list("name", flat=True)
        ),
    )


def worker_seen() -> datetime | None:
    """Return when a worker was last heard of."""
    return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()


def worker_alive(*, now: datetime) -> bool:
    """Tell whether a worker has been heard of within its lease."""
    seen = worker_seen()
    return seen is not None and seen > now - LEASE
