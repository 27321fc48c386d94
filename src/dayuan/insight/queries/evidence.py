"""When a clause was fulfilled, as far as the reader may know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dayuan.platform.access.actors import Actor
from dayuan.resources.equipment.queries import Count, survey
from dayuan.work import queries as work
from dayuan.work.queries import Case, Fulfilment

#: How many of the last times a page shows.
LAST = 10
#: One act may fulfil a clause in several ways at once; so many rows are enough for ten acts.
_ROWS = 6 * LAST
#: Nobody counts further than this: an everyday clause is fulfilled hundreds of times a day.
COUNTED_MOST = 1000


@dataclass(frozen=True, slots=True)
class Time:
    """One time a clause was fulfilled: an act on a case, and every way in which it did."""

    case: Case
    at: datetime
    ways: tuple[Fulfilment, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last times, newest first, and how often in all; hidden cases are in neither.

    A clause is fulfilled by acts on cases, or by counting what it wants counted.
    """

    last: tuple[Time | Count, ...]
    total: int
    #: There are more than ``total``, which then is where the counting ends.
    more: bool = False


def evidence_of(actor: Actor, clause: str) -> Evidence:
    """Return when a clause was fulfilled, on cases and in registers this actor may know of."""
    rows = work.fulfilments(actor, clause)
    counts = survey.counts_for(actor, clause)
    read, counted = list(rows[:_ROWS]), list(counts[:LAST])
    times: list[Time | Count] = [*_times(read), *counted]
    total = len(times)
    if len(read) == _ROWS or len(counted) == LAST:
        acts = rows.order_by().values("case_id", "at").distinct()
        total = acts[: COUNTED_MOST + 1].count() + counts[: COUNTED_MOST + 1].count()
    last = tuple(sorted(times, key=_when, reverse=True)[:LAST])
    return Evidence(last, min(total, COUNTED_MOST), more=total > COUNTED_MOST)


def _when(one: Time | Count) -> datetime:
    return one.counted_at if isinstance(one, Count) else one.at


def _times(rows: Iterable[Fulfilment]) -> list[Time]:
    found: dict[tuple[datetime, int], list[Fulfilment]] = {}
    for row in rows:
        found.setdefault((row.at, row.case_id), []).append(row)
    return [Time(ways[0].case, at, tuple(ways)) for (at, _case), ways in found.items()]
