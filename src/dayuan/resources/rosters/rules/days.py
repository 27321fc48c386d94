"""Days of a period, what they are, and how many hours their norm has."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import DayKind, WorkCalendar

#: The norm of a week lies on five working days.
WORKING_DAYS = 5


def days(period: Period[date]) -> Iterator[date]:
    """Yield the days of a period that ends."""
    if period.end is None:
        raise ValueError("only a period that ends has days to count")
    for number in range((period.end - period.start).days):
        yield period.start + timedelta(days=number)


def month_of(day: date) -> Period[date]:
    """Return the month a day lies in."""
    first = day.replace(day=1)
    return Period(first, _next(first))


def months_of(year: int) -> tuple[Period[date], ...]:
    """Return the twelve months of a year."""
    return tuple(month_of(date(year, number, 1)) for number in range(1, 13))


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def norm(calendar: WorkCalendar, period: Period[date], hours_a_week: float) -> Fraction:
    """Return the hours one person works in a period under the norm: its working days count."""
    worked = sum(1 for day in days(period) if calendar.worked(day))
    return worked * Fraction(hours_a_week).limit_denominator(1000) / WORKING_DAYS


def holidays(calendar: WorkCalendar, period: Period[date]) -> int:
    """Return how many days of a period the calendar calls a statutory holiday."""
    return sum(1 for day in days(period) if calendar.kind(day) is DayKind.HOLIDAY)


def is_guess(calendar: WorkCalendar, period: Period[date]) -> bool:
    """Tell whether the holidays of some day of a period are not known yet."""
    return any(calendar.is_guess(day) for day in days(period))
