"""One post over a year, month by month: hours, overtime, and what is left for leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.resources.rosters.rules import days, law

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Staffing:
    """So many people, their hours a week, the share of them that is away, the overtime cap."""

    people: int
    hours_a_week: Fraction
    away: Fraction
    overtime_a_month: Fraction


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a post, in hours of all its people together."""

    first: date
    #: Its holidays are not published yet: weeks are counted as plain ones.
    guessed: bool
    need: Fraction
    #: Those of the need that fall on statutory holidays.
    on_holidays: Fraction
    #: What the people give within their norm, leave taken off.
    norm: Fraction
    #: The most they may give beyond it.
    cap: Fraction

    @property
    def overtime(self) -> Fraction:
        """Return the hours beyond the norm that the need takes."""
        return max(_NONE, self.need - self.norm)

    @property
    def uncovered(self) -> Fraction:
        """Return the hours that even all the overtime the law allows leaves open."""
        return max(_NONE, self.overtime - self.cap)

    @property
    def leave(self) -> Fraction:
        """Return the hours that are left for leave and training beyond what was taken off."""
        return max(_NONE, self.norm - self.need)

    def costs(self, rate: Fraction) -> Fraction:
        """Return about what the hours beyond the norm cost at a rate for one hour.

        The law's own holidays count by their own rate and the rest by that of working days.
        A rest day that is not given back costs more.
        """
        beyond = max(_NONE, self.overtime - self.on_holidays)
        at = law.PAY
        return rate * (beyond * at[DayKind.WORKDAY] + self.on_holidays * at[DayKind.HOLIDAY]) / 100


#: How many hours a post needs on a kind of day.
OnDay = Callable[[DayKind], Fraction]


def year(number: int, calendar: WorkCalendar, on: OnDay, staffing: Staffing) -> tuple[Month, ...]:
    """Return the twelve months of a post."""
    return tuple(_month(one, calendar, on, staffing) for one in days.months_of(number))


def _month(period: Period[date], calendar: WorkCalendar, on: OnDay, staffing: Staffing) -> Month:
    kinds = [calendar.kind(day) for day in days.days(period)]
    triple = [calendar.kind(day) for day in days.days(period) if calendar.paid_triple(day)]
    present = staffing.people * (1 - staffing.away)
    return Month(
        first=period.start,
        guessed=days.is_guess(calendar, period),
        need=sum((on(kind) for kind in kinds), _NONE),
        on_holidays=sum((on(kind) for kind in triple), _NONE),
        norm=present * days.norm(calendar, period, float(staffing.hours_a_week)),
        cap=staffing.people * staffing.overtime_a_month,
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """The twelve months together: what one month has over helps no other month."""

    need: Fraction
    norm: Fraction
    overtime: Fraction
    uncovered: Fraction
    leave: Fraction

    @classmethod
    def of(cls, months: Sequence[Month]) -> "Sums":
        """Add the months up."""
        names = ("need", "norm", "overtime", "uncovered", "leave")
        return cls(*(sum((getattr(one, name) for one in months), _NONE) for name in names))
