"""Whether the people of a plan can work its hours: both ledgers, read and compared.

Nothing is planned and nothing is written here; a roster that follows has to find the
same hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.shifts import Least, ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused, Source
from dayuan.kernel.workcal import WorkCalendar
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people.queries import Appointment, Kind, contract_hours
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.queries import certificates, leave, rates
from dayuan.resources.rosters.rules import can, days, law, need, questions, sheet, year
from dayuan.resources.rosters.rules import certificates as certified
from dayuan.resources.rosters.rules.balance import Balance, balance
from dayuan.resources.rosters.rules.certificates import Share
from dayuan.resources.rosters.rules.questions import Question
from dayuan.resources.rosters.rules.rates import Rates, Worth, worth_of_year
from dayuan.resources.rosters.rules.sheet import Line, Verdict
from dayuan.resources.rosters.rules.whatif import WhatIf
from dayuan.resources.rosters.rules.year import Month, Staffing

#: Who arranges duties sees whether they can be arranged at all.
VERB = "rosters.duty.manage"


@dataclass(frozen=True, slots=True)
class Group:
    """A shift plan that a clause wants compared with its people."""

    code: str
    plan: ShiftPlan
    source: Source


@dataclass(frozen=True)
class Feasibility:
    """The whole sheet of one group: in a plain week, and in one month with those appointed."""

    group: Group
    month: Period[date]
    #: By the people of the plan, or those that are tried.
    lines: tuple[Line, ...]
    #: By those who hold each post as their main one today.
    actual: Mapping[str, Line]
    balances: tuple[Balance, ...]
    questions: tuple[Question, ...]
    week: law.Limit
    overtime: law.Limit
    #: The year's holidays are not published yet.
    guessed: bool
    calendar: WorkCalendar
    tried: WhatIf
    compiled: Compiled
    #: What the site entered for an hour, as far as the reader may know it.
    rates: Rates
    #: By post: how many of those who hold it today have the certificates it asks for.
    certified: Mapping[str, tuple[Share, ...]]

    def verdict(self, line: Line) -> Verdict:
        """Return how a post stands; numbers that are tried stand for people who are there."""
        if self.tried.tried(line.ask.post).people is not None:
            return line.verdict
        return sheet.standing(line, self.actual[line.ask.post])

    @property
    def posts(self) -> tuple[str, ...]:
        """Return the posts of the sheet."""
        return tuple(line.ask.post for line in self.lines)

    def least(self, post: str) -> tuple[Least, ...]:
        """Return what says how many people of a post must be there at any time."""
        kept = need.in_force(self.group.plan, self.compiled.handbook)
        return tuple(one for one in kept if one.post == post)

    def waiting(self, post: str) -> tuple[Least, ...]:
        """Return what would ask for more people if the site answered a question with yes."""
        known = self.compiled.handbook
        return tuple(
            one
            for one in self.group.plan.least
            if one.post == post and one.when and need.answered(known, one.when) is None
        )

    def months(self, post: str) -> tuple[Month, ...]:
        """Return a post's twelve months; none where nobody has decided its hours."""
        plan, handbook = self.group.plan, self.compiled.handbook
        on = self.tried.on_day(post, need.on_day(plan, handbook, post))
        line = next((one for one in self.lines if one.ask.post == post), None)
        if on is None or line is None:
            return ()
        staffing = Staffing(
            line.ask.people, line.terms.hours_a_week, line.terms.away,
            Fraction(self.overtime.value).limit_denominator(1000),
        )  # fmt: skip
        return year.year(self.month.start.year, self.calendar, on, staffing)

    def rate(self, month: date) -> Fraction | None:
        """Return what an hour of a month costs: what is tried, else what the site entered."""
        return self.rates.of_month(month) if self.tried.rate is None else self.tried.rate

    def worth(self, months: Sequence[Month]) -> Worth | None:
        """Return what the hours that lack in these months come to; ``None`` without a rate."""
        return worth_of_year((one, self.rate(one.first)) for one in months)

    def costs(self, months: Sequence[Month]) -> Fraction | None:
        """Return what overtime and holidays cost in these months; ``None`` without a rate."""
        rated = ((one, self.rate(one.first)) for one in months)
        found = [one.costs(rate) for one, rate in rated if rate is not None]
        return sum(found, Fraction(0)) if found else None


def groups(actor: Actor) -> list[Group]:
    """Return the shift plans that the plan in force wants compared; the actor may arrange them."""
    permissions.require(actor, VERB)
    plan = sites.plan_of(actor.site_id)
    found = {
        str(use.parameters["shift_plan"]): use.source
        for use in reversed(plan.uses_of("rosters.feasibility"))
    }
    known = plan.handbook.shift_plans
    return [Group(code, known[code], found[code]) for code in known if code in found]


def sheet_of(
    actor: Actor, code: str, month: date, *, tried: WhatIf | None = None, today: date
) -> Feasibility:
    """Return the sheet of a group for a month; one that is not there does not exist."""
    group = next((one for one in groups(actor) if one.code == code), None)
    if group is None:
        raise Refused(hidden=True)
    compiled, period = sites.plan_of(actor.site_id), days.month_of(month)
    plan, posts = group.plan, compiled.handbook.posts
    calendar = sites.calendar(actor.site_id)
    rows, have = certificates.held_since(actor.site_id, of_sheet(plan), min(period.start, today))
    held = _held(rows)
    tried, gone = tried or WhatIf(), leave.away(actor.site_id, {h.person for h in held}, period)
    planned = {post: posts[post].headcount for post in of_sheet(plan) if post in posts}
    appointed = _appointed(held, today)
    there = {post: len(appointed.get(post, ())) for post in planned}
    return Feasibility(
        group=group,
        month=period,
        lines=_lines(plan, compiled, tried, planned),
        actual={
            one.ask.post: one for one in _lines(plan, compiled, tried.with_those_there(), there)
        },
        balances=_balances(plan, compiled, calendar, held, period, gone),
        questions=questions.questions(code, plan, compiled.handbook),
        week=_limit(plan, "hours_a_week_most"),
        overtime=_limit(plan, "overtime_a_month_most"),
        guessed=days.is_guess(calendar, period),
        calendar=calendar,
        tried=tried,
        compiled=compiled,
        rates=rates.known_rates(actor, code),
        certified=certified.shares(
            certificates.asked_of(actor.site_id, list(planned), have),
            {post: appointed.get(post, ()) for post in planned},
            today,
        ),
    )


def of_sheet(plan: ShiftPlan) -> tuple[str, ...]:
    """Return the posts a sheet speaks of: the group's own, then those that relieve them."""
    return tuple(dict.fromkeys((*plan.posts, *(one.post for one in plan.relief))))


def _limit(plan: ShiftPlan, rule: str) -> law.Limit:
    # Both rules have a number of the law: there is always one.
    return law.limit(plan, rule) or law.LIMITS[rule]


def _lines(
    plan: ShiftPlan, compiled: Compiled, tried: WhatIf, people_of: Mapping[str, int]
) -> tuple[Line, ...]:
    weekly = need.week(plan, compiled.handbook)
    hours = tried.hours_a_week or Fraction(_limit(plan, "hours_a_week_most").value)
    asks = [tried.ask(post, number, weekly.get(post)) for post, number in people_of.items()]
    return sheet.sheet(asks, sheet.Terms(hours, tried.away), plan.relief)


def _balances(
    plan: ShiftPlan,
    compiled: Compiled,
    calendar: WorkCalendar,
    held: list[can.Tenure],
    period: Period[date],
    away: Mapping[int, Sequence[Period[date]]],
) -> tuple[Balance, ...]:
    weekly = need.week(plan, compiled.handbook)
    demands = need.need(plan, compiled.handbook, calendar, period)
    supplies = can.can(held, calendar, period, can.Terms.of(plan), away=away)
    open_posts = [post for post, hours in weekly.items() if hours is None]
    return balance(plan.posts, demands, supplies, undecided=open_posts)


def _held(rows: Sequence[Appointment]) -> list[can.Tenure]:
    return [
        can.Tenure(
            row.person_id,
            row.post,
            row.start,
            row.end,
            row.kind == Kind.MAIN,
            contract_hours(row),
        )
        for row in rows
        if row.kind != Kind.ROLE
    ]


def _appointed(held: list[can.Tenure], today: date) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in held:
        if one.main and today in one:
            found.setdefault(one.post, []).append(one.person)
    return found
