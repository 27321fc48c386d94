"""The hours of one person in a month, split as the law pays them; pure.

Standard working time: what a day has beyond the norm's eight hours is paid 150 per cent; work
on days of rest 200, but only what no other day off of the month gave back in equal time; work
on the law's own holidays 300. Comprehensive working time: what a period has beyond its norm
150, the law's holidays 300, no 200. A night shift belongs to the day it starts, with all its
hours. Hours are fractions, so that they add up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import WorkCalendar
from dayuan.resources.rosters.rules import law
from dayuan.resources.rosters.rules.attendance import hours as between
from dayuan.resources.rosters.rules.days import WORKING_DAYS, days, month_of

_NONE = Fraction(0)
_WEEK, _QUARTER, _YEAR = 7, 3, 12


@dataclass(frozen=True, slots=True)
class Night:
    """What counts as a night: so many hours of a shift between two times, as the site decided.

    An end that is no later than the start is one of the next day.
    """

    start: time
    end: time
    least: Fraction


#: What the plan's rules on nights mean where a site has not decided what a night is: the
#: interval of the ILO's Night Work Convention (C171, article 1).
SMALL_HOURS = Night(time(0), time(5), Fraction(3))


@dataclass(frozen=True, slots=True)
class Terms:
    """By which hours somebody works."""

    hours_a_week: Fraction
    overtime_a_month: Fraction
    #: Over what a comprehensive regime is balanced; empty for standard working time.
    period: str = ""
    night: Night | None = None

    @property
    def a_day(self) -> Fraction:
        """Return the norm of a working day."""
        return self.hours_a_week / WORKING_DAYS

    @property
    def cap(self) -> Fraction:
        """Return the overtime the law allows until hours are settled."""
        months = {"quarter": _QUARTER, "year": _YEAR}.get(self.period, 1)
        return self.overtime_a_month * months

    @classmethod
    def of(cls, plan: ShiftPlan | None, night: Night | None = None) -> "Terms":
        """Return the terms of a group, or the law's own where somebody is in none."""
        week, over = _limit(plan, "hours_a_week_most"), _limit(plan, "overtime_a_month_most")
        working = plan.working_time if plan else None
        balanced = working is not None and working.regime == "comprehensive"
        period = (working.period or "month") if balanced and working else ""
        return cls(week, over, period, night)


def _limit(plan: ShiftPlan | None, name: str) -> Fraction:
    found = (law.limit(plan, name) if plan else None) or law.LIMITS[name]
    return Fraction(found.value).limit_denominator(1000)


@dataclass(frozen=True, slots=True)
class Stint:
    """One duty: its day, its planned hours, and what counts; nobody came where that is empty."""

    day: date
    planned: Fraction
    counted: Period[datetime] | None
    noted: bool = False

    @classmethod
    def planned_for(cls, day: date, start: datetime, end: datetime) -> "Stint":
        """Return a duty of which nothing is noted: it counts as planned."""
        return cls(day, between(start, end), Period(start, end))

    @property
    def hours(self) -> Fraction:
        """Return the hours that count."""
        found = self.counted
        return _NONE if found is None or found.end is None else between(found.start, found.end)


@dataclass(frozen=True, slots=True)
class Split:
    """Hours by what the law pays for them, in per cent of the wage."""

    within: Fraction = _NONE
    #: 150, 200 and 300 per cent.
    over: Fraction = _NONE
    rest: Fraction = _NONE
    holiday: Fraction = _NONE

    @property
    def overtime(self) -> Fraction:
        """Return what counts against the month's limit: all hours paid beyond the wage."""
        return self.over + self.rest + self.holiday


@dataclass(frozen=True, slots=True)
class Hours:
    """One person's month."""

    norm: Fraction
    planned: Fraction
    #: What counts: as noted, and as planned where nobody noted anything.
    counted: Fraction
    split: Split
    nights: int
    #: Duties of the month, and how many of them nobody noted.
    duties: int
    unnoted: int
    cap: Fraction

    @property
    def above_cap(self) -> bool:
        """Tell whether there is more overtime than the law allows."""
        return self.split.overtime > self.cap


@dataclass(frozen=True)
class Person:
    """When somebody is of the house, and which days are leave."""

    there: Period[date]
    away: frozenset[date] = frozenset()
    #: The contract's hours a week; none means the group's. What is paid as overtime goes by
    #: the law's hours all the same.
    hours_a_week: Fraction | None = None


def reckon(
    stints: Sequence[Stint],
    *,
    month: Period[date],
    terms: Terms,
    calendar: WorkCalendar,
    person: Person,
) -> Hours:
    """Return one person's month; ``stints`` reach back to where the settlement begins."""
    mine = [one for one in stints if one.day in month]
    split = _balanced if terms.period else _standard
    return Hours(
        norm=norm(month, _by_contract(terms, person), calendar, person),
        planned=sum((one.planned for one in mine), _NONE),
        counted=sum((one.hours for one in mine), _NONE),
        split=split(stints, month, terms, calendar, person),
        nights=sum(is_night(one, terms.night, calendar) for one in mine),
        duties=len(mine),
        unnoted=sum(not one.noted for one in mine),
        cap=terms.cap,
    )


def _by_contract(terms: Terms, person: Person) -> Terms:
    own = person.hours_a_week
    return terms if own is None else replace(terms, hours_a_week=own)


def norm(period: Period[date], terms: Terms, calendar: WorkCalendar, person: Person) -> Fraction:
    """Return the norm: the worked days of a period on which somebody was of the house."""
    return terms.a_day * sum(1 for day in days(period) if _owed(day, calendar, person))


def _owed(day: date, calendar: WorkCalendar, person: Person) -> bool:
    return calendar.worked(day) and day in person.there and day not in person.away


def _by_day(stints: Iterable[Stint], period: Period[date]) -> dict[date, Fraction]:
    found: dict[date, Fraction] = {}
    for one in stints:
        if one.day in period and one.hours:
            found[one.day] = found.get(one.day, _NONE) + one.hours
    return found


def _standard(
    stints: Sequence[Stint],
    month: Period[date],
    terms: Terms,
    calendar: WorkCalendar,
    person: Person,
) -> Split:
    worked, a_day = _by_day(stints, month), terms.a_day
    holiday = rest = over = normal = _NONE
    for day, length in worked.items():
        if calendar.paid_triple(day):
            holiday += length
        elif calendar.worked(day):
            normal, over = normal + min(length, a_day), over + max(_NONE, length - a_day)
        else:
            rest += length
    free = [d for d in days(month) if _owed(d, calendar, person) and d not in worked]
    given_back = min(rest, a_day * len(free))
    return Split(normal + given_back, over, rest - given_back, holiday)


def _balanced(
    stints: Sequence[Stint],
    month: Period[date],
    terms: Terms,
    calendar: WorkCalendar,
    person: Person,
) -> Split:
    worked = _by_day(stints, month)
    holiday = sum((n for day, n in worked.items() if calendar.paid_triple(day)), _NONE)
    over = _NONE
    for period in settled(terms.period, month):
        done = _by_day(stints, period)
        ordinary = sum((n for day, n in done.items() if not calendar.paid_triple(day)), _NONE)
        over += max(_NONE, ordinary - norm(period, terms, calendar, person))
    ordinary = sum(worked.values(), _NONE) - holiday
    return Split(max(_NONE, ordinary - over), over, _NONE, holiday)


def settled(period: str, month: Period[date]) -> tuple[Period[date], ...]:
    """Return the stretches of a comprehensive regime that end in a month, and are settled then."""
    last = _last(month)
    if period == "week":
        ends = (day for day in days(month) if day.weekday() == _WEEK - 1)
        return tuple(
            Period(day - timedelta(days=_WEEK - 1), day + timedelta(days=1)) for day in ends
        )
    length = {"quarter": _QUARTER, "year": _YEAR}.get(period, 1)
    if last.month % length:
        return ()
    first = last.replace(month=last.month - length + 1, day=1)
    return (Period(first, month.end),)


def reaches_back(period: str, month: Period[date]) -> date:
    """Return the first day whose hours a month's settlement needs."""
    firsts = [one.start for one in settled(period, month)] if period else []
    return min([month.start, *firsts])


def _last(month: Period[date]) -> date:
    return (month.end or month_of(month.start).end or month.start) - timedelta(days=1)


def is_night(stint: Stint, night: Night | None, calendar: WorkCalendar) -> bool:
    """Tell whether a duty counts as a night."""
    found = stint.counted
    if night is None or found is None or found.end is None:
        return False
    # From ten to six runs into the next day: the night before may reach into this duty.
    over = timedelta(days=1 if night.end <= night.start else 0)
    day, last = calendar.local_day(found.start) - over, calendar.local_day(found.end)
    total = _NONE
    while day <= last:
        start = max(found.start, calendar.at(day, night.start))
        end = min(found.end, calendar.at(day + over, night.end))
        total += max(_NONE, between(start, end))
        day += timedelta(days=1)
    return total >= night.least
