"""A month's roster as a problem for the planner, and as one that is judged; pure.

Both ledgers come together here: what the posts need day by day, and what each person may
and can do. Whoever arranges by hand and the planner are held to the same rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from dayuan.handbook.schema import Handbook
from dayuan.handbook.schema.shifts import ShiftPlan, WeightName
from dayuan.kernel.periods import Period
from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.resources.rosters.planner.problem import (
    Cell,
    Demand,
    Duty,
    Fairness,
    LongestStretch,
    MostMinutes,
    Ordered,
    Person,
    PersonRule,
    Problem,
    Rest,
    Rule,
    Shift,
)
from dayuan.resources.rosters.rules import can, law, naming, need
from dayuan.resources.rosters.rules.certificates import Asked
from dayuan.resources.rosters.rules.days import days
from dayuan.resources.rosters.rules.hours import SMALL_HOURS, Night

#: How many days before the month still bear on it: stretches, nights and rest.
BEFORE = 10
_DAY = 24 * 60
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Wish:
    """A day somebody would rather (not) work, in some shift or at all."""

    day: date
    shift: str = ""
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can be planned: what is held, and what the past and the month bring."""

    person: int
    tenures: tuple[can.Tenure, ...]
    #: The days on which the person may lead a shift.
    leads: tuple[Period[date], ...] = ()
    #: The last days before the month, ending with the day before its first.
    before: tuple[Cell, ...] = ()
    away: tuple[Period[date], ...] = ()
    #: Days on which another duty stands that is none of this roster.
    elsewhere: frozenset[date] = frozenset()
    wishes: tuple[Wish, ...] = ()
    #: Duties that stand already, of shifts or at times that the plan does not man.
    odd: frozenset[Duty] = frozenset()
    #: What the comprehensive period brought before the month, in minutes.
    minutes_before: int = 0
    #: What earlier months brought, by the name of the fairness rule.
    carry: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """Everything a month of a group is arranged from."""

    plan: ShiftPlan
    handbook: Handbook
    calendar: WorkCalendar
    month: Period[date]
    members: tuple[Member, ...]
    #: Cells that were set by hand.
    fixed: Mapping[tuple[int, date], Cell] = field(default_factory=dict)
    #: Months of a comprehensive period, the whole of it; the month alone where there is none.
    period: Period[date] | None = None
    #: Shifts of earlier days that are none of the plan's.
    more_shifts: tuple[Shift, ...] = ()
    #: What counts as a night.
    night: Night = SMALL_HOURS
    #: The certificates that its posts ask for, with who has them.
    asked: tuple[Asked, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days of the month."""
        return tuple(days(self.month))

    def day(self, day: date) -> int:
        """Return the number of a day in the month."""
        return (day - self.month.start).days


def shifts(plan: ShiftPlan) -> tuple[Shift, ...]:
    """Return the shifts of a plan that have times, as the planner knows them."""
    return tuple(
        Shift(one.code, int(60 * need.length_of(one)), 60 * one.start.hour + one.start.minute)
        for one in plan.shifts
        if one.code and one.start is not None and one.end is not None
    )


def is_night(shift: Shift, night: Night) -> bool:
    """Tell whether a shift counts as a night, wherever in the day it lies."""
    start, end = shift.start, shift.start + shift.minutes
    first, last = (60 * at.hour + at.minute for at in (night.start, night.end))
    last += _DAY if last <= first else 0
    taken = sum(max(0, min(end, day + last) - max(start, day + first)) for day in (-_DAY, 0, _DAY))
    return taken >= 60 * night.least


def problem(draft: Draft) -> Problem:
    """Return the month as a problem."""
    known = (*shifts(draft.plan), *draft.more_shifts)
    return Problem(
        days=len(draft.days),
        shifts=known,
        people=tuple(_person(draft, member, known) for member in draft.members),
        demands=tuple(_demands(draft)),
        fairness=tuple(_fairness(draft, known)),
        weekends=_weekends(draft),
        holidays=frozenset(_of_kind(draft, DayKind.HOLIDAY)),
        first=draft.month.start,
    )


def may_do(plan: ShiftPlan, post: str) -> tuple[str, ...]:
    """Return the posts of a plan that a holder of a post may stand on: the own one first."""
    own = (post,) if post in plan.posts else ()
    relieved = (one for relief in plan.relief if relief.post == post for one in relief.relieves)
    return tuple(dict.fromkeys((*own, *relieved)))


# --- people -------------------------------------------------------------------------------


def _person(draft: Draft, member: Member, known: Sequence[Shift]) -> Person:
    manned = _manned(draft.plan)
    posts = {one for held in member.tenures for one in may_do(draft.plan, held.post)}
    may = frozenset(Duty(post, shift) for post in posts for shift in manned.get(post, ()))
    may |= {duty for duty in member.odd if duty.post in posts}
    rules = (
        *_held(draft, member, may),
        *_limits(draft, known),
        *_hours(draft, member),
        *_wishes(draft, member, may),
        *_relief(draft, member, may),
        *_certificates(draft, member, may),
    )
    return Person(str(member.person), may, rules, member.before)


def _manned(plan: ShiftPlan) -> dict[str, list[str]]:
    """Return the shifts in which a post is needed at all."""
    found: dict[str, list[str]] = {}
    for shift in plan.shifts:
        for post in shift.strength:
            found.setdefault(post, []).append(shift.code or "")
    return found


def _held(draft: Draft, member: Member, may: frozenset[Duty]) -> Iterable[PersonRule]:
    """Yield what holds whatever it costs: appointment, leave, other duties, set cells."""
    for number, day in enumerate(draft.days):
        able = {p for t in member.tenures if day in t for p in may_do(draft.plan, t.post)}
        if not_able := frozenset(duty for duty in may if duty.post not in able):
            yield Ordered(Rule("appointment"), number, not_able)
        if any(day in one for one in member.away):
            yield Ordered(Rule("away"), number)
        if day in member.elsewhere:
            yield Ordered(Rule("elsewhere"), number)
        if (member.person, day) in draft.fixed:
            cell = draft.fixed[member.person, day]
            only = frozenset({cell}) if cell else None
            yield Ordered(Rule("fixed"), number, only, wanted=cell is not None)


def _limits(draft: Draft, known: Sequence[Shift]) -> Iterable[PersonRule]:
    """Yield the law's and the plan's limits on rest and stretches."""
    rest = law.limit(draft.plan, "rest_between_shifts_least")
    if rest is not None:
        yield Rest(_rule("rest_between_shifts_least", rest), round(60 * rest.value))
    row = law.limit(draft.plan, "days_in_a_row_most")
    if row is not None:
        yield LongestStretch(_rule("days_in_a_row_most", row), int(row.value))
    off = law.limit(draft.plan, "days_off_a_week_least")
    if off is not None:
        yield _days_off(_rule("days_off_a_week_least", off), int(off.value), known)
    nights = law.limit(draft.plan, "nights_in_a_row_most")
    which = frozenset(shift.code for shift in known if is_night(shift, draft.night))
    if nights is not None and which:
        yield LongestStretch(_rule("nights_in_a_row_most", nights), int(nights.value), which)


def _days_off(rule: Rule, least: int, known: Sequence[Shift]) -> PersonRule:
    """Say that seven days on end hold so many days off.

    One of them is the same as six days on end at most; for more of them the hours of the
    longest shift stand for a day.
    """
    if least == 1:
        return LongestStretch(rule, _WEEK - 1)
    longest = max((shift.minutes for shift in known), default=_DAY)
    return MostMinutes(rule, (_WEEK - least) * longest, every=_WEEK)


def _rule(code: str, limit: law.Limit) -> Rule:
    return Rule(code, limit.price)


def norm_of(draft: Draft, member: Member) -> tuple[int, int]:
    """Return a member's norm of the month and the overtime allowed beyond it, in minutes.

    Working days of leave are hours that need not be worked any more.
    """
    terms = can.Terms.of(draft.plan)
    found = can.can(member.tenures, draft.calendar, draft.month, terms)
    away = sum(
        (
            can.a_day(can.at(member.tenures, day), terms)
            for day in draft.days
            if draft.calendar.worked(day) and any(day in one for one in member.away)
        ),
        Fraction(0),
    )
    hours = sum((one.hours for one in found), Fraction(0)) - away
    over = sum((one.overtime for one in found), Fraction(0))
    return max(0, int(60 * hours)), int(60 * over)


def _hours(draft: Draft, member: Member) -> Iterable[PersonRule]:
    norm, over = norm_of(draft, member)
    limit = law.limit(draft.plan, "overtime_a_month_most") or law.LIMITS["overtime_a_month_most"]
    overtime = _rule("overtime_a_month_most", limit)
    yield MostMinutes(Rule("overtime", naming.price(draft.plan, "overtime")), norm)
    if draft.period is None:
        yield MostMinutes(overtime, norm + over)
        return
    terms = can.Terms.of(draft.plan)
    found = can.can(member.tenures, draft.calendar, draft.period, terms)
    most = sum((one.hours + one.overtime for one in found), Fraction(0))
    name = Rule("hours_a_period_most", limit.price)
    yield MostMinutes(name, int(60 * most), already=member.minutes_before)


def _wishes(draft: Draft, member: Member, may: frozenset[Duty]) -> Iterable[PersonRule]:
    rule = Rule("wish", naming.price(draft.plan, "wish"))
    for wish in member.wishes:
        if wish.day in draft.month:
            meant = frozenset(one for one in may if one.shift == wish.shift)
            duties = meant if wish.shift else None
            yield Ordered(rule, draft.day(wish.day), duties, wanted=wish.wanted)


def _relief(draft: Draft, member: Member, may: frozenset[Duty]) -> Iterable[PersonRule]:
    """Yield that people rather stand on a post of their own."""
    rule = Rule("relief", naming.price(draft.plan, "relief"))
    for number, day in enumerate(draft.days):
        own = {held.post for held in member.tenures if day in held}
        if other := frozenset(one for one in may if one.post not in own):
            yield Ordered(rule, number, other)


def _certificates(draft: Draft, member: Member, may: frozenset[Duty]) -> Iterable[PersonRule]:
    """Yield where somebody lacks what a post asks for.

    Where nobody has it and it does not bind there is nothing to choose: it is only said.
    """
    for one in draft.asked:
        duties = frozenset(duty for duty in may if duty.post in one.posts)
        if not duties or not (one.binds or one.held):
            continue
        name = naming.certificate(one.code, binds=one.binds)
        rule = Rule(name) if one.binds else Rule(name, naming.UNCERTIFIED)
        for number, day in enumerate(draft.days):
            if not one.has(member.person, day):
                yield Ordered(rule, number, duties)


# --- what is asked ------------------------------------------------------------------------


def _demands(draft: Draft) -> Iterable[Demand]:
    every = need.need(draft.plan, draft.handbook, draft.calendar, draft.month)
    # A plan may be changed to one whose shifts are open: what no shift asks for is nobody's.
    asked = [one for one in every if one.shift != need.NO_SHIFT]
    cover = Rule("cover", naming.price(draft.plan, "cover"))
    over = Rule("over", naming.price(draft.plan, "over"))
    needed: dict[tuple[date, str], set[str]] = {}
    there = {(one.day, one.shift, one.post) for one in asked}
    for one in asked:
        duty = frozenset({Duty(one.post, one.shift)})
        yield Demand(draft.day(one.day), duty, one.people, cover, over)
        if one.leader:
            needed.setdefault((one.day, one.shift), set())
    yield from _nobody_else(draft, there, over)
    yield from _least(draft, asked)
    yield from _leaders(draft, needed)


def _nobody_else(draft: Draft, there: set[tuple[date, str, str]], over: Rule) -> Iterable[Demand]:
    """Yield that a post needs nobody on a day its strength is nought."""
    for post, manned in _manned(draft.plan).items():
        for shift in manned:
            for number, day in enumerate(draft.days):
                if (day, shift, post) not in there:
                    yield Demand(number, frozenset({Duty(post, shift)}), 0, None, over)


def _least(draft: Draft, asked: Iterable[need.Demand]) -> Iterable[Demand]:
    """Yield the fewest of a post that must be there at any time, dearer than the rest."""
    fewest = {one.post: one.people for one in need.in_force(draft.plan, draft.handbook)}
    rule = Rule("least", naming.price(draft.plan, "least"))
    for one in asked:
        if one.post in fewest:
            duty = frozenset({Duty(one.post, one.shift)})
            yield Demand(draft.day(one.day), duty, fewest[one.post], rule)


def _leaders(draft: Draft, shifts_led: Iterable[tuple[date, str]]) -> Iterable[Demand]:
    """Yield exactly one leader in each shift, on whichever of its posts."""
    none = Rule("leader", naming.price(draft.plan, "leader"))
    two = Rule("two_leaders", naming.price(draft.plan, "two_leaders"))
    manned = _manned(draft.plan)
    for day, shift in shifts_led:
        squad = frozenset(Duty(post, shift) for post, codes in manned.items() if shift in codes)
        who = frozenset(
            str(one.person) for one in draft.members if any(day in held for held in one.leads)
        )
        yield Demand(draft.day(day), squad, 1, none, two, who)


# --- what is shared -----------------------------------------------------------------------


def _fairness(draft: Draft, known: Sequence[Shift]) -> Iterable[Fairness]:
    """Yield even shares among the holders of each post: they may do the same."""
    nights = frozenset(shift.code for shift in known if is_night(shift, draft.night))
    free = frozenset(
        number for number, day in enumerate(draft.days) if not draft.calendar.worked(day)
    )
    holidays = frozenset(_of_kind(draft, DayKind.HOLIDAY))
    measures: tuple[tuple[WeightName, frozenset[str] | None, frozenset[int] | None, bool], ...] = (
        ("nights_fair", nights, None, bool(nights)),
        ("weekends_fair", None, free - holidays, bool(free - holidays)),
        ("holidays_fair", None, holidays, bool(holidays)),
        ("work_fair", None, None, True),
    )
    for post in dict.fromkeys((*draft.plan.posts, *(one.post for one in draft.plan.relief))):
        who = _whole_month(draft, post)
        if len(who) > 1:
            for name, which, on, counts in measures:
                if counts:
                    rule = Rule(name, naming.price(draft.plan, name))
                    carry = {str(m.person): m.carry.get(name, 0) for m in who}
                    yield Fairness(rule, frozenset(carry), which, on, 1, carry)


def _whole_month(draft: Draft, post: str) -> list[Member]:
    """Return who holds a post as the main one all month and is not away: they can be compared.

    Nor can who may not stand there for want of a certificate.
    """
    binding = [one for one in draft.asked if one.binds and post in one.posts]
    return [
        one
        for one in draft.members
        if not one.away
        and all(asked.has(one.person, day) for asked in binding for day in draft.days)
        and any(
            held.main and held.post == post and draft.days[0] in held and draft.days[-1] in held
            for held in one.tenures
        )
    ]


def _weekends(draft: Draft) -> tuple[tuple[int, ...], ...]:
    """Return the days of rest that touch each other, week by week."""
    weeks: dict[date, list[int]] = {}
    for number, day in enumerate(draft.days):
        if draft.calendar.kind(day) is DayKind.REST:
            weeks.setdefault(day - timedelta(days=day.weekday()), []).append(number)
    return tuple(tuple(found) for found in weeks.values())


def _of_kind(draft: Draft, kind: DayKind) -> Iterable[int]:
    return (n for n, day in enumerate(draft.days) if draft.calendar.kind(day) is kind)
