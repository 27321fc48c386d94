"""The working calendar: which days are worked, and why a day is free.

Days the site or the State Council has named are data; a year without data
degrades to plain weekdays and the days that the law itself names, and says so: it
never fails. What the State Council adds to those days is not guessed.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dayuan.kernel.statutory import statutory


class DayKind(StrEnum):
    """What a day is by law and custom; pay classes follow from it."""

    WORKDAY = "workday"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"

    @property
    def worked(self) -> bool:
        """Tell whether offices work on such a day."""
        return self in (DayKind.WORKDAY, DayKind.MAKE_UP)


def _by_law(year: int) -> Container[date]:
    return statutory(year) or ()


@dataclass(frozen=True)
class WorkCalendar:
    """The named days of a site, and the years for which they are complete."""

    zone: ZoneInfo
    named: Mapping[date, DayKind] = field(default_factory=dict)
    published_years: frozenset[int] = frozenset()
    #: The statutory holidays of China hold here.
    by_law: bool = False

    def kind(self, day: date) -> DayKind:
        """Return what this day is; unnamed days follow the week, and the law's own days."""
        if day in self.named:
            return self.named[day]
        if self.by_law and day.year not in self.published_years and day in _by_law(day.year):
            return DayKind.HOLIDAY
        return DayKind.REST if day.weekday() >= 5 else DayKind.WORKDAY

    def paid_triple(self, day: date) -> bool:
        """Tell whether work on a day is paid threefold: on the law's own days alone.

        The calendar calls the whole stretch around such a day a holiday. Where the law of
        China does not hold, or the year is beyond the tables, that is all there is.
        """
        known = statutory(day.year) if self.by_law else None
        return self.kind(day) is DayKind.HOLIDAY if known is None else day in known

    def is_guess(self, day: date) -> bool:
        """Tell whether the year's holidays are not known yet."""
        return day.year not in self.published_years and day not in self.named

    def worked(self, day: date) -> bool:
        """Tell whether offices work on this day."""
        return self.kind(day).worked

    def last_worked_on_or_before(self, day: date) -> date:
        """Return the day itself if it is worked, else the last worked day before it."""
        for back in range(60):
            candidate = day - timedelta(days=back)
            if self.worked(candidate):
                return candidate
        return day

    def local_day(self, instant: datetime) -> date:
        """Return the site's date at an instant."""
        return instant.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """Return the instant of a wall-clock time on a site's day."""
        return datetime.combine(day, clock, tzinfo=self.zone)

    def plus_days(self, instant: datetime, days: int) -> datetime:
        """Move an instant by whole days of the site's own clock."""
        local = instant.astimezone(self.zone)
        return datetime.combine(local.date() + timedelta(days=days), local.timetz())
