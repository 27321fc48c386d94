"""Sweeps: what is done again and again, each run claimed by exactly one worker."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import F, Q

from dayuan.kernel.registry import Registry
from dayuan.platform.jobs.models import SweepRow
from dayuan.platform.jobs.outage import is_away

logger = logging.getLogger(__name__)


class SweepFunction(Protocol):
    """Finds the rows that are due at ``now`` and acts on each once."""

    def __call__(self, *, now: datetime) -> object:
        """Do it; what it returns is not looked at."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep and how often it runs."""

    name: str
    every: timedelta
    function: SweepFunction


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: rows done, and rows that raised."""

    done: int
    failed: tuple[int, ...]


registered: Registry[Sweep] = Registry("sweep")


def register(name: str, *, every: timedelta, function: SweepFunction) -> None:
    """Run ``function(now=…)`` every so often, on one worker at a time."""
    registered.register(name, Sweep(name, every, function))


def run_due(*, now: datetime) -> list[str]:
    """Run every sweep that is due and not claimed by another worker; return their names."""
    _make_rows(now)
    return [sweep.name for sweep in registered.values() if _claim(sweep, now) and _run(sweep, now)]


def each_row(
    ids: Iterable[int],
    function: Callable[[int], object],
    *,
    push: Callable[[int], object] | None = None,
) -> Swept:
    """Call ``function`` for every id in a transaction of its own.

    A row that raises does not stop the others; ``push`` is called for it in
    another transaction, to move its next due time on, so that it is not the
    first one again in the next second.
    """
    done, failed = 0, []
    for pk in ids:
        try:
            with transaction.atomic():
                function(pk)
            done += 1
        except Exception as problem:
            if is_away(problem):
                raise
            failed.append(pk)
            logger.error("row %d of a sweep failed with %s", pk, type(problem).__qualname__)
            _push(pk, push)
    return Swept(done, tuple(failed))


def _push(pk: int, push: Callable[[int], object] | None) -> None:
    if push is None:
        return
    try:
        with transaction.atomic():
            push(pk)
    except Exception as problem:
        if is_away(problem):
            raise
        logger.error("row %d could not be pushed: %s", pk, type(problem).__qualname__)


def _make_rows(now: datetime) -> None:
    names = {sweep.name for sweep in registered.values()}
    known = set(SweepRow.objects.filter(name__in=names).values_list("name", flat=True))
    if missing := names - known:
        SweepRow.objects.bulk_create(
            [SweepRow(name=name, next_due=now) for name in sorted(missing)], ignore_conflicts=True
        )


def _claim(sweep: Sweep, now: datetime) -> bool:
    """Take this run: the due time moves on in one UPDATE that only one worker wins.

    A due time further off than one period is left over from a clock that went
    back: the sweep does not wait for the clock to catch up.
    """
    due = Q(next_due__lte=now) | Q(next_due__gt=now + sweep.every)
    rows = SweepRow.objects.filter(due, name=sweep.name)
    if not rows.exists():
        return False
    return rows.update(next_due=now + sweep.every, started_at=now) == 1


def _run(sweep: Sweep, now: datetime) -> bool:
    row = SweepRow.objects.filter(name=sweep.name)
    try:
        sweep.function(now=now)
    except Exception as problem:
        if is_away(problem):
            raise
        row.update(failures=F("failures") + 1)
        logger.error("sweep %s failed with %s", sweep.name, type(problem).__qualname__)
        return False
    row.update(finished_at=now, failures=0)
    return True
