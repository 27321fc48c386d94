"""One duty more beside those that somebody has: rest, days, nights and hours; pure.

The one place of these rules: by hand, in another's place, by a swap, they are asked here. A
number comes from the plan or, where it is stricter, from the law; where the plan gives it a
price, breaking it is a warning. What somebody has already, or gives away for the duty, is
nobody's doing: only what gets worse is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import WorkCalendar
from dayuan.resources.rosters.rules import hours, law
from dayuan.resources.rosters.rules.attendance import hours as between
from dayuan.resources.rosters.rules.days import WORKING_DAYS, month_of
from dayuan.resources.rosters.rules.hours import Hours, Stint, Terms

_WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """The duty that somebody is wanted for, and the rules of its group."""

    post: str
    stint: Stint
    plan: ShiftPlan | None
    terms: Terms
    calendar: WorkCalendar

    @property
    def period(self) -> Period[datetime]:
        """Return from when to when."""
        if self.stint.counted is None:
            raise ValueError("a duty that is wanted has hours")
        return self.stint.counted

    def limit(self, rule: str) -> law.Limit | None:
        """Return what limits a rule: the plan's number, or the law's."""
        return law.limit(self.plan, rule) if self.plan else law.LIMITS.get(rule)


@dataclass(frozen=True)
class Worker:
    """What somebody has around a duty, what he gives away for it, and when he is of the house."""

    duties: tuple[Stint, ...] = ()
    gives: tuple[Stint, ...] = ()
    #: Days of leave of the month: no part of anybody's norm.
    away: frozenset[date] = frozenset()
    there: Period[date] = Period(date(1900, 1, 1))  # noqa: RUF009 - it is frozen


@dataclass(frozen=True)
class Fit:
    """One duty with one person: what would come of it."""

    wanted: Wanted
    worker: Worker

    @cached_property
    def before(self) -> Hours:
        """Return the month as it stands."""
        return self._month((*self.worker.duties, *self.worker.gives))

    @cached_property
    def after(self) -> Hours:
        """Return the month as it would be."""
        return self._month((*self.worker.duties, self.wanted.stint))

    def _month(self, duties: Sequence[Stint]) -> Hours:
        wanted = self.wanted
        return hours.reckon(
            duties, month=month_of(wanted.stint.day), terms=wanted.terms,
            calendar=wanted.calendar, person=hours.Person(self.worker.there, self.worker.away),
        )  # fmt: skip

    @property
    def days_in_a_row(self) -> int:
        """Return how many days in a row would be worked, this one among them."""
        return _run({one.day for one in self.worker.duties}, self.wanted.stint.day)

    @cached_property
    def rests(self) -> tuple[Fraction | None, Fraction | None]:
        """Return the hours of rest before and after, where there is a duty on that side."""
        whole = self.wanted.period
        end = whole.end or whole.start
        found = [one.counted for one in self.worker.duties if one.counted is not None]
        before = [one.end for one in found if one.end is not None and one.end <= whole.start]
        after = [one.start for one in found if one.start >= end]
        return (
            between(max(before), whole.start) if before else None,
            between(end, min(after)) if after else None,
        )

    def problems(self) -> Iterator[Problem]:
        """Yield what speaks against it, and what it costs."""
        yield from self._rest()
        yield from self._days()
        yield from self._long_day()
        yield from self._long_week()
        yield from self._overtime()
        yield from self._nights()

    # --- rest, days, nights -------------------------------------------------------------------

    def _rest(self) -> Iterator[Problem]:
        limit = self.wanted.limit("rest_between_shifts_least")
        if limit is None:
            return
        least = number(limit)
        for rest, where in zip(self.rests, (_BEFORE, _AFTER), strict=True):
            if rest is not None and rest < least:
                yield _broken(
                    "rosters.little_rest", limit,
                    Text(
                        f"{where.zh}只歇 {_said(rest)} 小时，至少要 {_said(least)} 小时",
                        f"only {_said(rest)} h of rest {where.en}, {_said(least)} h wanted",
                    ),
                )  # fmt: skip

    def _days(self) -> Iterator[Problem]:
        wanted, day = self.wanted, self.wanted.stint.day
        if any(one.day == day for one in (*self.worker.duties, *self.worker.gives)):
            return
        run, most = self.days_in_a_row, wanted.limit("days_in_a_row_most")
        if most is not None and run > most.value:
            yield _broken("rosters.days_in_a_row", most, _in_a_row(run))
        elif run > WORKING_DAYS:
            yield MindThis("rosters.many_days", _in_a_row(run), law.DAY_OFF)
        least = wanted.limit("days_off_a_week_least")
        worked = {one.day for one in self.worker.duties} | {day}
        if least is not None and _days_off(worked, day, run) < least.value:
            yield _broken(
                "rosters.no_day_off", least,
                Text("七天里就没有休息日了", "no day off would be left in seven days"),
            )  # fmt: skip

    def _nights(self) -> Iterator[Problem]:
        wanted = self.wanted
        most = wanted.limit("nights_in_a_row_most")
        night = wanted.terms.night or hours.SMALL_HOURS
        if most is None or not hours.is_night(wanted.stint, night, wanted.calendar):
            return
        worker, day = self.worker, wanted.stint.day
        if any(
            one.day == day and hours.is_night(one, night, wanted.calendar) for one in worker.gives
        ):
            return
        others = {d.day for d in worker.duties if hours.is_night(d, night, wanted.calendar)}
        run = _run(others, day)
        if run > most.value:
            yield _broken(
                "rosters.nights_in_a_row", most,
                Text(f"连续第 {run} 个夜班", f"would be {run} nights in a row"),
            )  # fmt: skip

    # --- hours --------------------------------------------------------------------------------

    def _long_day(self) -> Iterator[Problem]:
        """A second duty on one day: the law's day with its overtime is the most.

        Where hours are balanced over longer, a long day is only to be seen.
        """
        wanted = self.wanted
        same = (one.hours for one in self.worker.duties if one.day == wanted.stint.day)
        other = sum(same, Fraction(0))
        day, over = wanted.limit("hours_a_day_most"), wanted.limit("overtime_a_day_most")
        if not other or day is None or over is None:
            return
        total, most = other + wanted.stint.hours, number(day) + number(over)
        if total > most:
            says = Text(
                f"当天共 {_said(total)} 小时，连加班最多 {_said(most)} 小时",
                f"{_said(total)} h on one day, {_said(most)} h with overtime at most",
            )
            seen = MindThis("rosters.long_day", says, over.source)
            yield seen if wanted.terms.period else _broken("rosters.long_day", over, says)

    def _long_week(self) -> Iterator[Problem]:
        wanted, limit = self.wanted, self.wanted.limit("hours_a_week_most")
        if limit is None or (wanted.terms.period and limit.source == law.WEEK):
            return
        monday = wanted.stint.day - timedelta(days=wanted.stint.day.weekday())
        week = Period(monday, monday + timedelta(days=_WEEK))

        def length(duties: Sequence[Stint]) -> Fraction:
            return sum((one.hours for one in duties if one.day in week), Fraction(0))

        kept = length(self.worker.duties)
        total = kept + wanted.stint.hours
        if total <= max(number(limit), kept + length(self.worker.gives)):
            return
        says = Text(
            f"这一周共 {_said(total)} 小时，标准是 {_said(number(limit))} 小时",
            f"{_said(total)} h in this week, {_said(number(limit))} h is the norm",
        )
        # The law lets a week be longer by overtime, within its own limits; a plan may forbid it.
        if limit.source == law.WEEK or limit.price is not None:
            yield MindThis("rosters.long_week", says, limit.source)
        else:
            yield Blocker("rosters.long_week", says, limit.source)

    def _overtime(self) -> Iterator[Problem]:
        after = self.after
        if not after.split.overtime:
            return
        added = after.split.overtime - self.before.split.overtime
        if added <= 0:
            return
        limit = self.wanted.limit("overtime_a_month_most")
        total = _said(after.split.overtime)
        if limit is not None and after.above_cap:
            yield _broken(
                "rosters.overtime_most", limit,
                Text(
                    f"本月加班会到 {total} 小时，上限 {_said(after.cap)} 小时",
                    f"{total} h of overtime this month, {_said(after.cap)} h at most",
                ),
            )  # fmt: skip
            return
        yield MindThis(
            "rosters.costs_overtime",
            Text(f"加班 {_said(added)} 小时，本月共 {total} 小时",
                 f"overtime {_said(added)} h, {total} h this month"),
            law.PAID,
        )  # fmt: skip


def number(limit: law.Limit) -> Fraction:
    """Return a limit's number exactly."""
    return Fraction(limit.value).limit_denominator(1000)


def _run(worked: set[date], day: date) -> int:
    first = last = day
    while first - _DAY in worked:
        first -= _DAY
    while last + _DAY in worked:
        last += _DAY
    return (last - first).days + 1


def _days_off(worked: set[date], day: date, run: int) -> int:
    """Return the fewest days off in seven days on end around a day, as a month is judged."""
    if run >= _WEEK:
        return 0
    firsts = (day - n * _DAY for n in range(_WEEK))
    return min(sum(1 for n in range(_WEEK) if first + n * _DAY not in worked) for first in firsts)


def _in_a_row(run: int) -> Text:
    return Text(f"连续第 {run} 天上班", f"would be {run} days in a row")


def _broken(code: str, limit: law.Limit, says: Text) -> Problem:
    kind = Blocker if limit.price is None else MindThis
    return kind(code, says, limit.source)


def _said(value: Fraction) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


_BEFORE, _AFTER = Text("上一班之后", "before it"), Text("下一班之前", "after it")
