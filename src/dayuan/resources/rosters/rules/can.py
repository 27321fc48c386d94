"""The second ledger: what people can do, by their appointments and the working-time regime.

One person gives hours once, at the main post; a second post brings no more hours. An
appointment that begins or ends inside the period counts for its days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import WorkCalendar
from dayuan.resources.rosters.rules import law
from dayuan.resources.rosters.rules.days import WORKING_DAYS, days, month_of

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody holds a post from a day on, until a day if it is known; the main post first."""

    person: int
    post: str
    start: date
    end: date | None = None
    main: bool = True
    #: The contract's hours a week; none means the group's norm.
    hours_a_week: Fraction | None = None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Terms:
    """By which hours people work: the week's norm, and the most beyond it in a month."""

    hours_a_week: float
    overtime_a_month: float

    @classmethod
    def of(cls, plan: ShiftPlan) -> "Terms":
        """Return the terms of a group: its own limits, never looser than the law's."""
        found = {
            rule: law.limit(plan, rule) for rule in ("hours_a_week_most", "overtime_a_month_most")
        }
        week, over = (one.value if one else 0 for one in found.values())
        return cls(week, over)


@dataclass(frozen=True, slots=True)
class Supply:
    """What one person can give to one post in a period, in hours: the norm, and beyond it.

    ``leave`` is what leave in force takes from the norm; ``hours`` come without it.
    """

    person: int
    post: str
    hours: Fraction
    overtime: Fraction
    leave: Fraction = Fraction(0)


def can(
    tenures: Iterable[Tenure],
    calendar: WorkCalendar,
    period: Period[date],
    terms: Terms,
    *,
    away: Mapping[int, Sequence[Period[date]]] | None = None,
) -> tuple[Supply, ...]:
    """Return what everybody can do in a period, by person and post, who is ``away`` when."""
    gone = away or {}
    by_person: dict[int, list[Tenure]] = {}
    for one in tenures:
        by_person.setdefault(one.person, []).append(one)
    shares = [(day, calendar.worked(day), _share(day, terms)) for day in days(period)]
    return tuple(
        Supply(person, post, *hours)
        for person in sorted(by_person)
        for post, hours in sorted(
            _of_person(by_person[person], shares, terms, gone.get(person, ())).items()
        )
    )


def at(held: Iterable[Tenure], day: date) -> Tenure | None:
    """Return by which tenure somebody gives the hours of a day: the main post's first."""
    ordered = sorted(held, key=lambda one: (not one.main, one.start, one.post))
    return next((one for one in ordered if day in one), None)


def a_day(tenure: Tenure | None, terms: Terms) -> Fraction:
    """Return the hours of a working day: by contract, or by the group's norm."""
    own = tenure.hours_a_week if tenure is not None else None
    week = Fraction(terms.hours_a_week).limit_denominator(1000) if own is None else own
    return week / WORKING_DAYS


def _share(day: date, terms: Terms) -> Fraction:
    """Return a day's share of the month's overtime, so that parts of a month add up to it."""
    month = month_of(day)
    length = ((month.end or month.start) - month.start).days
    return Fraction(terms.overtime_a_month).limit_denominator(1000) / length


def _of_person(
    held: Sequence[Tenure],
    shares: Sequence[tuple[date, bool, Fraction]],
    terms: Terms,
    away: Sequence[Period[date]],
) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    ordered = sorted(held, key=lambda one: (not one.main, one.start, one.post))
    found: dict[str, tuple[Fraction, Fraction, Fraction]] = {}
    for day, worked, over in shares:
        tenure = next((one for one in ordered if day in one), None)
        if tenure is not None:
            hours, overtime, leave = found.get(tenure.post, (_NONE, _NONE, _NONE))
            here = not any(day in days_off for days_off in away)
            length = a_day(tenure, terms)
            found[tenure.post] = (
                hours + length * (worked and here),
                overtime + over * here,
                leave + length * (worked and not here),
            )
    return found
