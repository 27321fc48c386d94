"""Clocks that limits are counted on: round the clock, or in a site's working hours.

A limit of two hours means two hours of the clock it is counted on. Office hours
stop at lunch, in the evening, on rest days and holidays, and run on a make-up
Saturday; a night patrol's minutes always run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from dayuan.kernel.workcal import WorkCalendar

ZERO = timedelta(0)
#: No office is closed for so many days on end: a calendar that says so is mistaken, and
#: the clock then runs round rather than never.
LONGEST_REST = 120


class Clock(Protocol):
    """What limits are counted on."""

    def plus(self, start: datetime, spent: timedelta) -> datetime:
        """Return the instant at which ``spent`` has run since ``start``."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much has run from ``start`` to ``end``; nothing if they are reversed."""


@dataclass(frozen=True, slots=True)
class RoundTheClock:
    """Every minute counts."""

    def plus(self, start: datetime, spent: timedelta) -> datetime:
        """Return ``start`` moved on by ``spent``."""
        return start + spent

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the time that has passed."""
        return max(end - start, ZERO)


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of working hours of a day, by the wall clock: ``[start, end)``."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError("a stretch of working hours ends after it starts, on the same day")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Only the working hours of worked days count; ``spans`` stand in order."""

    calendar: WorkCalendar
    spans: Sequence[Span]

    def plus(self, start: datetime, spent: timedelta) -> datetime:
        """Return the instant at which so much working time has run since ``start``.

        No time at all is ``start`` itself, whatever the hour. What ends with the
        day ends at its last minute, not at the next day's first.
        """
        left = spent
        if left <= ZERO:
            return start
        for opens, closes in self._stretches(start):
            here = closes - max(opens, start)
            if here >= left:
                return max(opens, start) + left
            left -= max(here, ZERO)
        return start + spent

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between two instants."""
        total = ZERO
        for opens, closes in self._stretches(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), ZERO)
        return total

    def _stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches that end after an instant, as instants, in order."""
        day, rested = self.calendar.local_day(start), 0
        while rested < LONGEST_REST:
            if self.calendar.worked(day):
                rested = 0
                for span in self.spans:
                    closes = self._instant(day, span.end)
                    if closes > start:
                        yield self._instant(day, span.start), closes
            else:
                rested += 1
            day += timedelta(days=1)

    def _instant(self, day: date, clock: time) -> datetime:
        # In UTC: a difference of two wall-clock times would forget a change of summer time.
        return self.calendar.at(day, clock).astimezone(UTC)
