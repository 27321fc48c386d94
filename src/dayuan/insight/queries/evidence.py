"""When a clause was fulfilled, as far as the reader may know of the cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dayuan.platform.access.actors import Actor
from dayuan.work import queries as work
from dayuan.work.queries import Case, Fulfilment

#: How many of the last times a page shows.
LAST = 10
#: One act may fulfil a clause in several ways at once; so many rows are enough for ten acts.
_ROWS = 6 * LAST


@dataclass(frozen=True, slots=True)
class Time:
    """One time a clause was fulfilled: an act on a case, and every way in which it did."""

    case: Case
    at: datetime
    ways: tuple[Fulfilment, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last times, newest first, and how often in all; hidden cases are in neither."""

    last: tuple[Time, ...]
    total: int


def evidence_of(actor: Actor, clause: str) -> Evidence:
    """Return when a clause was fulfilled on cases this actor may know of."""
    rows = work.fulfilments(actor, clause)
    read = list(rows[:_ROWS])
    times = tuple(_times(read))
    if len(read) < _ROWS:
        return Evidence(times[:LAST], len(times))
    total = rows.order_by().values("case_id", "at").distinct().count()
    return Evidence(times[:LAST], total)


def _times(rows: Iterable[Fulfilment]) -> list[Time]:
    found: dict[tuple[datetime, int], list[Fulfilment]] = {}
    for row in rows:
        found.setdefault((row.at, row.case_id), []).append(row)
    return [Time(ways[0].case, at, tuple(ways)) for (at, _case), ways in found.items()]
