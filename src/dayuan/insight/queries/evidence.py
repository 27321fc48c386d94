"""When a clause was fulfilled, as far as the reader may know of the cases."""

from dataclasses import dataclass

from dayuan.platform.access.actors import Actor
from dayuan.work import queries as work
from dayuan.work.queries import Fulfilment

#: How many of the last times a page shows.
LAST = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last times, newest first, and how often in all; hidden cases are in neither."""

    last: tuple[Fulfilment, ...]
    total: int


def evidence_of(actor: Actor, clause: str) -> Evidence:
    """Return when a clause was fulfilled on cases this actor may know of."""
    rows = work.fulfilments(actor, clause)
    last = tuple(rows[:LAST])
    return Evidence(last, len(last) if len(last) < LAST else rows.count())
