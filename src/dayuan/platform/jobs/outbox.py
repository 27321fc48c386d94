"""The outbox: what happens because of an act, after the act is certain.

A command publishes an event in its own transaction; one delivery per consumer
is written with it. The worker hands each delivery to its consumer in one
transaction together with the mark "done": what the consumer writes in the
database happens exactly once, however often a worker is killed. A consumer that
reaches outside the database must use the event's id as a stable key: it may
reach out more than once.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction

from dayuan.kernel.registry import Registry
from dayuan.platform.jobs.models import Delivery, Hold, Outbox
from dayuan.platform.jobs.outage import is_away

logger = logging.getLogger(__name__)

#: After this many tries a delivery waits for a person.
MAX_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)
HOLD = "outbox"
_CODEWORD = re.compile(r"[A-Za-z0-9_.:+\-]{0,80}")


@dataclass(frozen=True, slots=True)
class Message:
    """One event as its consumer gets it; ``at`` is when it happened, ``now`` the present."""

    id: int
    kind: str
    ids: Mapping[str, Any]
    at: datetime
    now: datetime


Consumer = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class _Registered:
    kind: str
    name: str
    function: Consumer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round of deliveries did."""

    done: int = 0
    postponed: int = 0


consumers: Registry[_Registered] = Registry("outbox consumer")


def consumer(kind: str, name: str) -> Callable[[Consumer], Consumer]:
    """Register a consumer of a kind of event; ``name`` is never reused or renamed."""

    def register(function: Consumer) -> Consumer:
        consumers.register(name, _Registered(kind, name, function))
        return function

    return register


def publish(kind: str, *, at: datetime, **ids: Any) -> int:
    """Write an event and its deliveries into the running transaction; return its id.

    Values are ids, codewords and lists of them: names and texts are refused, so
    that the outbox never holds what somebody may not see.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish inside the command's transaction")
    for name, value in ids.items():
        _check(name, value)
    event = Outbox.objects.create(kind=kind, payload=ids, created_at=at)
    Delivery.objects.bulk_create(
        Delivery(event=event, consumer=one.name, next_at=at)
        for one in consumers.values()
        if one.kind == kind
    )
    return event.pk


def deliver_due(*, now: datetime, limit: int = 200) -> Outcome:
    """Hand over what is due, oldest first; one bad delivery never stops the others."""
    if held():
        return Outcome()
    due = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=now)
    done = postponed = 0
    for pk in list(due.order_by("event_id", "pk").values_list("pk", flat=True)[:limit]):
        result = _deliver(pk, now)
        done += result is True
        postponed += result is False
    return Outcome(done, postponed)


def held() -> bool:
    """Tell whether nothing is handed over (after a restore, until a person says so)."""
    return Hold.objects.filter(name=HOLD).exists()


def _check(name: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        for one in value:
            _check(name, one)
    elif isinstance(value, str):
        if not _CODEWORD.fullmatch(value):
            raise ValueError(f"{name} is no codeword; events carry ids, never texts")
    elif not isinstance(value, int | None):
        raise ValueError(f"{name} is a {type(value).__name__}; events carry ids and codewords")


def _deliver(pk: int, now: datetime) -> bool | None:
    """Return True when done, False when postponed, None when somebody else had it."""
    try:
        with transaction.atomic():
            if not _claim(pk, now):
                return None
            delivery = Delivery.objects.select_related("event").get(pk=pk)
            consumers[delivery.consumer].function(_message(delivery.event, now))
    except Exception as problem:
        if is_away(problem):
            raise
        _postpone(pk, problem, now)
        return False
    return True


def _claim(pk: int, now: datetime) -> bool:
    """Mark it done first: the row stays locked until the consumer's writes commit."""
    waiting = Delivery.objects.filter(pk=pk, state=Delivery.State.WAITING, next_at__lte=now)
    return waiting.update(state=Delivery.State.DONE, done_at=now) == 1


def _message(event: Outbox, now: datetime) -> Message:
    return Message(event.pk, event.kind, MappingProxyType(event.payload), event.created_at, now)


def _postpone(pk: int, problem: Exception, now: datetime) -> None:
    delivery = Delivery.objects.get(pk=pk)
    attempts = delivery.attempts + 1
    failed = attempts >= MAX_ATTEMPTS
    wait = min(_FIRST_WAIT * 2 ** (attempts - 1), _LONGEST_WAIT)
    Delivery.objects.filter(pk=pk, attempts=delivery.attempts).update(
        state=Delivery.State.FAILED if failed else Delivery.State.WAITING,
        attempts=attempts,
        next_at=now + wait,
        problem=f"{type(problem).__module__}.{type(problem).__qualname__}"[:120],
    )
    logger.log(
        logging.ERROR if failed else logging.WARNING,
        "delivery %d to %s: try %d failed with %s%s",
        pk,
        delivery.consumer,
        attempts,
        type(problem).__qualname__,
        "; it waits for a person now" if failed else "",
    )
