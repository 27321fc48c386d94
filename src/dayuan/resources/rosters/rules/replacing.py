"""Who may come instead of somebody who cannot, and what it costs; pure.

A blocker is what nobody may choose; a warning has a price that somebody accepts. The order is
the plan's: relief posts as it names them, then whoever has fewest hours this month. Nobody is
scored, and nothing of earlier months counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems, blockers
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import WorkCalendar
from dayuan.resources.rosters.rules import certificates, hours, law
from dayuan.resources.rosters.rules.attendance import hours as between
from dayuan.resources.rosters.rules.certificates import Asked
from dayuan.resources.rosters.rules.days import WORKING_DAYS, month_of
from dayuan.resources.rosters.rules.hours import Stint, Terms

_WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Someone:
    """A person who might come: through which post, his duties around, when he is away.

    ``away`` are approved absences; a duty within one is refused.
    """

    person: int
    through: str
    duties: tuple[Stint, ...] = ()
    away: tuple[Period[datetime], ...] = ()
    there: Period[date] = Period(date(1900, 1, 1))  # noqa: RUF009 - it is frozen
    may_stand: bool = True
    #: The certificates that the post asks for and the person does not have that day.
    lacks: tuple[Asked, ...] = ()


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
class Candidate:
    """One person with everything that speaks against him, and what it comes to."""

    person: int
    through: str
    #: The place of his post among the reliefs of the plan; none for all others.
    relief: int | None
    month_hours: Fraction
    in_a_row: int
    rest_before: Fraction | None
    overtime: Fraction
    problems: Problems
    #: What is pointed out and has no price: nothing of it has to be accepted.
    notes: Problems = ()

    @property
    def may_come(self) -> bool:
        """Tell whether he can be chosen."""
        return not blockers(self.problems)

    @property
    def costs(self) -> Problems:
        """Return what has to be accepted by whoever chooses him."""
        return tuple(one for one in self.problems if isinstance(one, MindThis))


def candidates(wanted: Wanted, people: Sequence[Someone]) -> tuple[Candidate, ...]:
    """Return everybody, those who may come first, in the order of the plan."""
    found = [candidate(wanted, one) for one in people]
    return tuple(sorted(found, key=_order))


def _order(one: Candidate) -> tuple[bool, bool, int, Fraction, int]:
    place = one.relief if one.relief is not None else 0
    return not one.may_come, one.relief is None, place, one.month_hours, one.person


def candidate(wanted: Wanted, one: Someone) -> Candidate:
    """Return one person with what speaks against him."""
    month, after = _months(wanted, one)
    before = _rests(wanted, one)[0]
    return Candidate(
        person=one.person,
        through=one.through,
        relief=_relief(wanted, one.through),
        month_hours=month.planned,
        in_a_row=_run({d.day for d in one.duties}, wanted.stint.day),
        rest_before=before,
        overtime=after.split.overtime - month.split.overtime,
        problems=tuple(_problems(wanted, one)),
        notes=certificates.candidate_problems(o for o in one.lacks if not o.binds),
    )


def _relief(wanted: Wanted, through: str) -> int | None:
    reliefs = wanted.plan.relief if wanted.plan else ()
    able = (n for n, r in enumerate(reliefs) if r.post == through and wanted.post in r.relieves)
    return next(able, None) if through != wanted.post else None


def _problems(wanted: Wanted, one: Someone) -> Iterator[Problem]:
    if not one.may_stand:
        yield _NOT_THE_POST
    yield from certificates.candidate_problems(o for o in one.lacks if o.binds)
    if any(wanted.period.overlaps(d.counted) for d in one.duties if d.counted is not None):
        yield _ON_DUTY
        return
    if any(wanted.period.overlaps(gone) for gone in one.away):
        yield _AWAY
        return
    yield from _rest(wanted, one)
    yield from _days(wanted, one)
    yield from _long_day(wanted, one)
    yield from _long_week(wanted, one)
    yield from _overtime(wanted, one)
    yield from _nights(wanted, one)


# --- rest, days, nights -----------------------------------------------------------------------


def _rests(wanted: Wanted, one: Someone) -> tuple[Fraction | None, Fraction | None]:
    """Return the hours of rest before and after, where there is a duty on that side."""
    found = [d.counted for d in one.duties if d.counted is not None and d.counted.end is not None]
    whole, end = wanted.period, wanted.period.end or wanted.period.start
    before = [p.end for p in found if p.end is not None and p.end <= whole.start]
    after = [p.start for p in found if p.start >= end]
    return (
        between(max(before), whole.start) if before else None,
        between(end, min(after)) if after else None,
    )


def _rest(wanted: Wanted, one: Someone) -> Iterator[Problem]:
    limit = wanted.limit("rest_between_shifts_least")
    if limit is None:
        return
    for rest, where in zip(_rests(wanted, one), (_BEFORE, _AFTER), strict=True):
        if rest is not None and rest < _number(limit):
            yield _broken(
                "rosters.little_rest", limit,
                Text(
                    f"{where.zh}只歇 {_said(rest)} 小时，至少要 {_said(_number(limit))} 小时",
                    f"only {_said(rest)} h of rest {where.en}, {_said(_number(limit))} h wanted",
                ),
            )  # fmt: skip


def _run(worked: set[date], day: date) -> int:
    """Return how many days in a row would be worked, this one among them."""
    first = last = day
    while first - _DAY in worked:
        first -= _DAY
    while last + _DAY in worked:
        last += _DAY
    return (last - first).days + 1


def _days(wanted: Wanted, one: Someone) -> Iterator[Problem]:
    worked, day = {d.day for d in one.duties}, wanted.stint.day
    run, most = _run(worked, day), wanted.limit("days_in_a_row_most")
    if most is not None and run > most.value:
        yield _broken("rosters.days_in_a_row", most, _in_a_row(run))
    elif run > WORKING_DAYS:
        yield MindThis("rosters.many_days", _in_a_row(run), law.DAY_OFF)
    least = wanted.limit("days_off_a_week_least")
    if least is not None and _days_off(worked | {day}, day, run) < least.value:
        yield _broken(
            "rosters.no_day_off", least,
            Text("七天里就没有休息日了", "no day off would be left in seven days"),
        )  # fmt: skip


def _days_off(worked: set[date], day: date, run: int) -> int:
    """Return the fewest days off in seven days on end around a day, as a month is judged."""
    if run >= _WEEK:
        return 0
    firsts = (day - n * _DAY for n in range(_WEEK))
    return min(sum(1 for n in range(_WEEK) if first + n * _DAY not in worked) for first in firsts)


def _in_a_row(run: int) -> Text:
    return Text(f"连续第 {run} 天上班", f"would be {run} days in a row")


def _nights(wanted: Wanted, one: Someone) -> Iterator[Problem]:
    most, night = wanted.limit("nights_in_a_row_most"), wanted.terms.night
    if most is None or not hours.is_night(wanted.stint, night, wanted.calendar):
        return
    others = {d.day for d in one.duties if hours.is_night(d, night, wanted.calendar)}
    run = _run(others, wanted.stint.day)
    if run > most.value:
        yield _broken(
            "rosters.nights_in_a_row", most,
            Text(f"连续第 {run} 个夜班", f"would be {run} nights in a row"),
        )  # fmt: skip


# --- hours ------------------------------------------------------------------------------------


def _long_day(wanted: Wanted, one: Someone) -> Iterator[Problem]:
    """A second duty on one day: the law's day with its overtime is the most."""
    other = sum((d.hours for d in one.duties if d.day == wanted.stint.day), Fraction(0))
    day, over = wanted.limit("hours_a_day_most"), wanted.limit("overtime_a_day_most")
    if not other or day is None or over is None:
        return
    total = other + wanted.stint.hours
    if total > _number(day) + _number(over):
        yield _broken(
            "rosters.long_day", over,
            Text(f"当天共 {_said(total)} 小时", f"{_said(total)} h on one day"),
        )  # fmt: skip


def _long_week(wanted: Wanted, one: Someone) -> Iterator[Problem]:
    limit = wanted.limit("hours_a_week_most")
    if limit is None or (wanted.terms.period and limit.source == law.WEEK):
        return
    monday = wanted.stint.day - timedelta(days=wanted.stint.day.weekday())
    week = Period(monday, monday + timedelta(days=_WEEK))
    total = sum((d.hours for d in (*one.duties, wanted.stint) if d.day in week), Fraction(0))
    if total <= _number(limit):
        return
    says = Text(
        f"这一周共 {_said(total)} 小时，标准是 {_said(_number(limit))} 小时",
        f"{_said(total)} h in this week, {_said(_number(limit))} h is the norm",
    )
    # The law lets a week be longer by overtime, within its own limits; a plan may forbid it.
    if limit.source == law.WEEK or limit.price is not None:
        yield MindThis("rosters.long_week", says, limit.source)
    else:
        yield Blocker("rosters.long_week", says, limit.source)


def _months(wanted: Wanted, one: Someone) -> tuple[hours.Hours, hours.Hours]:
    """Return the month as it is planned, and as it would be."""
    person = hours.Person(one.there, frozenset(_away_days(wanted, one)))

    def month(duties: Sequence[Stint]) -> hours.Hours:
        return hours.reckon(
            duties, month=month_of(wanted.stint.day), terms=wanted.terms,
            calendar=wanted.calendar, person=person,
        )  # fmt: skip

    return month(one.duties), month((*one.duties, wanted.stint))


def _away_days(wanted: Wanted, one: Someone) -> Iterator[date]:
    month, at = month_of(wanted.stint.day), wanted.calendar
    for gone in one.away:
        day = max(month.start, at.local_day(gone.start))
        while month.end is not None and day < month.end:
            if gone.end is not None and at.at(day, datetime.min.time()) >= gone.end:
                break
            yield day
            day += _DAY


def _overtime(wanted: Wanted, one: Someone) -> Iterator[Problem]:
    before, after = _months(wanted, one)
    added = after.split.overtime - before.split.overtime
    if added <= 0:
        return
    limit = wanted.limit("overtime_a_month_most")
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


def _broken(code: str, limit: law.Limit, says: Text) -> Problem:
    kind = Blocker if limit.price is None else MindThis
    return kind(code, says, limit.source)


def _number(limit: law.Limit) -> Fraction:
    return Fraction(limit.value).limit_denominator(1000)


def _said(value: Fraction) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


_BEFORE, _AFTER = Text("上一班之后", "before it"), Text("下一班之前", "after it")
_NOT_THE_POST = Blocker(
    "rosters.not_the_post",
    Text(
        "不担任这个岗位，也不担任它的替补岗位",
        "holds neither this post nor one of its alternates",
    ),
)
_ON_DUTY = Blocker("rosters.on_duty_then", Text("这段时间已有值班", "is on duty in that time"))
_AWAY = Blocker("rosters.away_then", Text("这段时间不在", "is away in that time"))
