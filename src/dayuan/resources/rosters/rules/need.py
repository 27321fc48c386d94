"""The first ledger: what posts need, by day, shift and post.

A night shift belongs to the day it starts, with all its hours. A plan that leaves times
or strengths open needs what it asks for at any time (``least``), and nothing is invented
beyond that.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from dayuan.handbook.schema import Handbook
from dayuan.handbook.schema.shifts import Least, Shift, ShiftPlan, Strength
from dayuan.kernel.periods import Period
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.resources.rosters.rules import law
from dayuan.resources.rosters.rules.days import days

#: What a need is called that no shift has been given to yet.
NO_SHIFT = ""
_DAY_OFF = 2
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Demand:
    """So many people of a post in one shift of one day.

    ``leader`` names the role that one of the shift's people must fill, where one of this
    post could; ``pay`` is what an hour beyond the norm is paid on such a day, in per cent.
    """

    day: date
    kind: DayKind
    pay: int
    shift: str
    start: datetime
    end: datetime
    post: str
    people: int
    leader: str = ""
    skills: tuple[Text, ...] = ()

    @property
    def hours(self) -> Fraction:
        """Return the hours of all its people together."""
        # In universal time: two instants of one zone are subtracted by the face of its clock.
        length = self.end.astimezone(UTC) - self.start.astimezone(UTC)
        return self.people * Fraction(round(length.total_seconds()), 3600)


def is_decided(plan: ShiftPlan) -> bool:
    """Tell whether every shift has its times and strengths."""
    return bool(plan.shifts) and all(s.start and s.end and s.strength for s in plan.shifts)


def in_force(plan: ShiftPlan, handbook: Handbook) -> tuple[Least, ...]:
    """Return what must be there at any time, by what the site has answered; the most counts."""
    found: dict[str, Least] = {}
    for one in plan.least:
        if one.when is not None and not answered(handbook, one.when):
            continue
        if one.post not in found or found[one.post].people < one.people:
            found[one.post] = one
    return tuple(found.values())


def answered(handbook: Handbook, setting: str) -> bool | None:
    """Return what the site said to a question; ``None`` where it has not said anything."""
    found = handbook.settings.get(setting)
    return found.value if found is not None and isinstance(found.value, bool) else None


def need(
    plan: ShiftPlan, handbook: Handbook, calendar: WorkCalendar, period: Period[date]
) -> tuple[Demand, ...]:
    """Return everything the posts of a plan need in a period, day by day."""
    if is_decided(plan):
        return tuple(_by_shifts(plan, handbook, calendar, period))
    return tuple(_at_least(plan, handbook, calendar, period))


def hours_of(demands: Iterable[Demand]) -> dict[str, Fraction]:
    """Return the hours each post needs."""
    found: dict[str, Fraction] = {}
    for one in demands:
        found[one.post] = found.get(one.post, Fraction(0)) + one.hours
    return found


def week(plan: ShiftPlan, handbook: Handbook) -> Mapping[str, Fraction | None]:
    """Return the hours each post needs in a plain week; ``None`` where nobody has decided.

    A plain week has five working days, two days of rest and no holiday.
    """
    if is_decided(plan):
        return {post: _week_of(plan, post) for post in plan.posts}
    known = {one.post: Fraction(24 * _WEEK * one.people) for one in in_force(plan, handbook)}
    return {post: known.get(post) if plan.round_the_clock else None for post in plan.posts}


def _week_of(plan: ShiftPlan, post: str) -> Fraction:
    total = Fraction(0)
    for shift in plan.shifts:
        strength = shift.strength.get(post)
        if strength is not None:
            five = (_WEEK - _DAY_OFF) * people_on(strength, DayKind.WORKDAY)
            total += length_of(shift) * (five + _DAY_OFF * people_on(strength, DayKind.REST))
    return total


def on_day(plan: ShiftPlan, handbook: Handbook, post: str) -> Callable[[DayKind], Fraction] | None:
    """Return how many hours a post needs on a kind of day; ``None`` where it is not decided."""
    if week(plan, handbook).get(post) is None:
        return None
    if not is_decided(plan):
        seats = sum(one.people for one in in_force(plan, handbook) if one.post == post)
        return lambda _kind: Fraction(24 * seats)
    manned = [
        (length_of(shift), strength)
        for shift in plan.shifts
        if (strength := shift.strength.get(post)) is not None
    ]
    return lambda kind: sum(
        (length * people_on(strength, kind) for length, strength in manned), Fraction(0)
    )


def length_of(shift: Shift) -> Fraction:
    """Return the hours of a shift on the clock; equal times are a whole day."""
    if shift.start is None or shift.end is None:
        raise ValueError("a shift without times has no length")
    minutes = 60 * (shift.end.hour - shift.start.hour) + shift.end.minute - shift.start.minute
    return Fraction(minutes % (24 * 60) or 24 * 60, 60)


def people_on(strength: Strength, kind: DayKind) -> int:
    """Return how many people a strength asks for on a kind of day."""
    if kind.worked or strength.rest_days is strength.holidays is None:
        return strength.people
    rest = strength.people if strength.rest_days is None else strength.rest_days
    if kind is DayKind.HOLIDAY and strength.holidays is not None:
        return strength.holidays
    return rest


def _by_shifts(
    plan: ShiftPlan, handbook: Handbook, calendar: WorkCalendar, period: Period[date]
) -> Iterable[Demand]:
    leading = _leading(plan, handbook)
    for day in days(period):
        kind = calendar.kind(day)
        for number, shift in enumerate(plan.shifts):
            start, end = _instants(shift, calendar, day)
            for post, strength in shift.strength.items():
                if people := people_on(strength, kind):
                    yield Demand(
                        day, kind, law.PAY[kind], shift.code or str(number + 1), start, end,
                        post, people, (plan.leader or "") if post in leading else "",
                        _skills(handbook, post),
                    )  # fmt: skip


def _at_least(
    plan: ShiftPlan, handbook: Handbook, calendar: WorkCalendar, period: Period[date]
) -> Iterable[Demand]:
    if not plan.round_the_clock:
        return
    kept = in_force(plan, handbook)
    for day in days(period):
        kind = calendar.kind(day)
        start = calendar.at(day, time())
        end = calendar.at(day + timedelta(days=1), time())
        for one in kept:
            yield Demand(
                day, kind, law.PAY[kind], NO_SHIFT, start, end, one.post, one.people,
                skills=_skills(handbook, one.post),
            )  # fmt: skip


def _instants(shift: Shift, calendar: WorkCalendar, day: date) -> tuple[datetime, datetime]:
    start, end = shift.start or time(), shift.end or time()
    until = day if end > start else day + timedelta(days=1)
    return calendar.at(day, start), calendar.at(until, end)


def _leading(plan: ShiftPlan, handbook: Handbook) -> frozenset[str]:
    """Return the posts whose people may lead a shift, where each shift has a leader."""
    if not plan.leader_in_every_shift or plan.leader is None:
        return frozenset()
    role = handbook.roles.get(plan.leader)
    return frozenset(role.held_by if role else (plan.leader,))


def _skills(handbook: Handbook, post: str) -> tuple[Text, ...]:
    found = handbook.posts.get(post)
    return tuple(one.text for one in found.skills) if found else ()
