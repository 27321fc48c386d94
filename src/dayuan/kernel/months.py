"""Calendar months as instants of a time zone: what happened in one, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Month:
    """One month, by its first day; ``[start, end)`` are its instants."""

    first: date
    start: datetime
    end: datetime


def last_months(now: datetime, zone: tzinfo, number: int) -> tuple[Month, ...]:
    """Return the last months, the oldest first; the one ``now`` lies in is the last of them."""
    here = now.astimezone(zone).date().replace(day=1)
    firsts = [here]
    for _earlier in range(number - 1):
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    return tuple(Month(first, _begin(first, zone), _begin(_next(first), zone)) for first in firsts)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def shared(month: Month, spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """Return how much of a month lies within these spans, which must not overlap."""
    whole = timedelta()
    for start, end in spans:
        # In universal time: two instants of one zone are subtracted by the face of its clock.
        part = min(end.astimezone(UTC), month.end) - max(start.astimezone(UTC), month.start)
        whole += max(part, timedelta())
    return whole
