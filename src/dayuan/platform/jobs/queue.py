"""Background jobs: run by a worker that may be killed at any moment.

A job is a function of Django's Tasks API, enqueued in the command's
transaction with ids only, and idempotent: after a kill it runs again. A running
job belongs to its worker as long as that worker's heart beats; then the reaper
gives it back, at most three times.
"""

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, cast

from django.db.models import Q
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet, get_date_max

from dayuan.platform.jobs.models import Heartbeat
from dayuan.platform.jobs.outage import is_away

logger = logging.getLogger(__name__)
Job: TypeAlias = "DBTaskResult[Any, Any]"

FAST, HEAVY = "fast", "heavy"
#: A worker that has not been heard of for this long no longer owns its jobs.
LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Reaped:
    """Jobs of dead workers: given back, or given up."""

    again: int
    failed: int


def beat(worker: str, *, now: datetime) -> None:
    """Say that this worker lives."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": now})


def bury(worker: str) -> None:
    """Say that this worker has stopped: what it left can be taken at once."""
    Heartbeat.objects.filter(worker=worker).delete()


def run_one(queue: str, *, worker: str, now: datetime) -> bool:
    """Run the next ready job of a queue; False when there is none.

    The job decides about its own transactions. An exception fails the job for
    good, visibly; a database that went away leaves it to the reaper.
    """
    job = _claim(queue, worker, now)
    if job is None:
        return False
    try:
        _call(job)
    except Exception as problem:
        if is_away(problem):
            raise
        _finish(job, TaskResultStatus.FAILED, now=now, problem=problem)
        logger.error("job %s failed with %s", job.task_path, type(problem).__qualname__)
    else:
        _finish(job, TaskResultStatus.SUCCESSFUL, now=now)
    return True


def reap(*, now: datetime) -> Reaped:
    """Give back the jobs of workers that are gone; after three tries give them up."""
    again = failed = 0
    alive = set(Heartbeat.objects.filter(at__gt=now - LEASE).values_list("worker", flat=True))
    for job in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if job.worker_ids and job.worker_ids[-1] in alive:
            continue
        if len(job.worker_ids) >= MAX_ATTEMPTS:
            failed += _finish(job, TaskResultStatus.FAILED, now=now, problem=WorkerLostError())
            logger.error("job %s given up after %d workers", job.task_path, len(job.worker_ids))
        else:
            again += _same_run(job).update(status=TaskResultStatus.READY, started_at=None)
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()
    return Reaped(again, failed)


class WorkerLostError(Exception):
    """Every worker that took this job was lost before it ended."""


def _claim(queue: str, worker: str, now: datetime) -> "Job | None":
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, queue_name=queue).filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=now)
    )
    job = ready.first()
    if job is None:
        return None
    job.worker_ids = [*job.worker_ids, worker]
    taken = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.READY).update(
        status=TaskResultStatus.RUNNING, started_at=now, worker_ids=job.worker_ids
    )
    job.started_at = now
    return job if taken == 1 else None


def _call(job: "Job") -> None:
    task, given = job.task, job.args_kwargs
    if task.takes_context:
        context = TaskContext(task_result=cast("Any", job.task_result))
        task.call(context, *given["args"], **given["kwargs"])
    else:
        task.call(*given["args"], **given["kwargs"])


def _same_run(job: "Job") -> DBTaskResultQuerySet:
    """Only this very run: a worker thought dead must not overwrite its successor's."""
    return DBTaskResult.objects.filter(
        pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at
    )


def _finish(job: "Job", status: str, *, now: datetime, problem: Exception | None = None) -> int:
    kind = type(problem)
    changed: int = _same_run(job).update(
        status=status,
        finished_at=now,
        exception_class_path=f"{kind.__module__}.{kind.__qualname__}" if problem else "",
        # Where it went wrong, without the message: that may name people.
        traceback="".join(traceback.format_tb(problem.__traceback__)) if problem else "",
    )
    return changed
