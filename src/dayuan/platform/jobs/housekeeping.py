"""What the worker keeps in order by itself: seals, lost jobs, done deliveries."""

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dayuan.platform.accounts.sweeps import forget_old_tries
from dayuan.platform.attachments.sweeps import keep_quotas, take_away_orphans
from dayuan.platform.audit import anchors, sealer
from dayuan.platform.jobs import queue, sweeps
from dayuan.platform.jobs.models import Delivery, Outbox

#: Finished jobs and delivered events are kept this long.
KEPT = timedelta(days=30)
_BATCH = 200


def register() -> None:
    """Name the sweeps of the platform itself."""
    every = sweeps.register
    every("audit.seal", every=timedelta(seconds=3), function=seal)
    every("audit.seal_all", every=timedelta(hours=6), function=seal_all)
    every("jobs.reap", every=timedelta(seconds=10), function=queue.reap)
    every("attachments.orphans", every=timedelta(hours=6), function=take_away_orphans)
    every("attachments.quotas", every=timedelta(hours=6), function=keep_quotas)
    every("accounts.tries", every=timedelta(hours=6), function=forget_old_tries)
    every("jobs.prune", every=timedelta(hours=1), function=prune)


def seal(*, now: datetime) -> None:
    """Seal what was committed, and anchor the newest seal when it is time."""
    sealer.seal(now=now)
    anchors.drop(now=now)


def seal_all(*, now: datetime) -> None:
    """Look for unsealed entries everywhere, however old."""
    sealer.seal(now=now, full=True)


def prune(*, now: datetime) -> int:
    """Delete events delivered and jobs finished a month ago; failed ones stay."""
    old = now - KEPT
    busy = Delivery.objects.exclude(state=Delivery.State.DONE).values("event_id")
    events = Outbox.objects.filter(created_at__lt=old).exclude(pk__in=busy)
    gone = list(events.order_by("pk").values_list("pk", flat=True)[:_BATCH])
    Outbox.objects.filter(pk__in=gone).delete()
    jobs = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=old)
    done = list(jobs.order_by("finished_at").values_list("pk", flat=True)[:_BATCH])
    DBTaskResult.objects.filter(pk__in=done).delete()
    return len(gone) + len(done)
