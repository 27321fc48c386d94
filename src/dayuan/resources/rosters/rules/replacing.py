"""Who may come instead of somebody who cannot, and what it costs; pure.

A blocker is what nobody may choose; a warning has a price that somebody accepts. The order is
the plan's: relief posts as it names them, then whoever has fewest hours this month. Nobody is
scored, and nothing of earlier months counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems, blockers
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules import certificates
from dayuan.resources.rosters.rules.certificates import Asked
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.rules.fitting import Fit, Wanted, Worker
from dayuan.resources.rosters.rules.hours import Stint

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
    fit = Fit(wanted, Worker(one.duties, away=frozenset(_away_days(wanted, one)), there=one.there))
    return Candidate(
        person=one.person,
        through=one.through,
        relief=_relief(wanted, one.through),
        month_hours=fit.before.planned,
        in_a_row=fit.days_in_a_row,
        rest_before=fit.rests[0],
        overtime=fit.after.split.overtime - fit.before.split.overtime,
        problems=tuple(_problems(fit, one)),
        notes=certificates.candidate_problems(o for o in one.lacks if not o.binds),
    )


def _relief(wanted: Wanted, through: str) -> int | None:
    reliefs = wanted.plan.relief if wanted.plan else ()
    able = (n for n, r in enumerate(reliefs) if r.post == through and wanted.post in r.relieves)
    return next(able, None) if through != wanted.post else None


def _problems(fit: Fit, one: Someone) -> Iterator[Problem]:
    wanted = fit.wanted
    if not one.may_stand:
        yield _NOT_THE_POST
    yield from certificates.candidate_problems(o for o in one.lacks if o.binds)
    if any(wanted.period.overlaps(d.counted) for d in one.duties if d.counted is not None):
        yield _ON_DUTY
        return
    if any(wanted.period.overlaps(gone) for gone in one.away):
        yield _AWAY
        return
    yield from fit.problems()


def _away_days(wanted: Wanted, one: Someone) -> Iterator[date]:
    month, at = month_of(wanted.stint.day), wanted.calendar
    for gone in one.away:
        day = max(month.start, at.local_day(gone.start))
        while month.end is not None and day < month.end:
            if gone.end is not None and at.at(day, datetime.min.time()) >= gone.end:
                break
            yield day
            day += _DAY


_NOT_THE_POST = Blocker(
    "rosters.not_the_post",
    Text(
        "不担任这个岗位，也不担任它的替补岗位",
        "holds neither this post nor one of its alternates",
    ),
)
_ON_DUTY = Blocker("rosters.on_duty_then", Text("这段时间已有值班", "is on duty in that time"))
_AWAY = Blocker("rosters.away_then", Text("这段时间不在", "is away in that time"))
