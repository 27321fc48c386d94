"""Mending a published month by few changes: what is asked, what changes, what it costs; pure.

What is over or has begun stays as it is. Whoever cannot come is away; everybody else would
rather stay where they are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.resources.rosters.planner.problem import (
    Cell,
    Demand,
    Duty,
    Ordered,
    PersonRule,
    Problem,
    Roster,
    Rule,
)
from dayuan.resources.rosters.rules import drafting, judging, months, naming
from dayuan.resources.rosters.rules.drafting import Draft
from dayuan.resources.rosters.rules.judging import Judged

#: What a changed cell costs, and a person who is touched at all: dearer than anything that
#: only makes a roster less even, or more would be moved than the absence asks for.
CELL, PERSON = Rule("changed", 150), Rule("touched", 400)
#: So many times its price a post costs that nobody stands on: a chain of changes is cheaper.
_WEIGHS = 20
_OVER = Rule("over_already")


@dataclass(frozen=True, slots=True)
class Change:
    """One day of one person: the duty that goes, what was there and what will be."""

    person: int
    day: date
    was: Cell
    will: Cell
    #: The row of the duty list that goes; the new one is made when the proposal is accepted.
    duty: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The problem of mending, from which day of the month on, and who is away when."""

    problem: Problem
    since: int
    away: Mapping[str, frozenset[int]]


def asked(
    draft: Draft, lines: Roster, person: int, last: date, *, first: date, at: datetime
) -> Asked:
    """Return what is to be mended: everything from now on, without what has begun."""
    today = draft.day(draft.calendar.local_day(at))
    since = min(max(0, today), len(draft.days))
    line = lines.get(str(person), ())
    away = frozenset(
        number
        for number, cell in enumerate(line)
        if cell and first <= draft.days[number] <= last and not has_begun(draft, number, cell, at)
    )
    whole = _standing(_begun(draft, lines, since, at), lines)
    return Asked(_as_much(whole, lines), since, {str(person): away} if away else {})


def has_begun(draft: Draft, number: int, cell: Cell, at: datetime) -> bool:
    """Tell whether a duty has begun: it is noted and given away by what is left of it."""
    if cell is None:
        return False
    return start_of(draft, number, cell) <= at


def start_of(draft: Draft, number: int, cell: Duty) -> datetime:
    """Return when a cell begins."""
    known = {one.code: one for one in (*drafting.shifts(draft.plan), *draft.more_shifts)}
    start = known[cell.shift].start
    return draft.calendar.at(draft.days[number], months.clock(start))


def changes(draft: Draft, before: Roster, after: Roster) -> list[Change]:
    """Return what differs between two months, person by person and day by day."""
    return [
        Change(int(code), day, was, will)
        for code, line in before.items()
        for day, was, will in zip(draft.days, line, after[code], strict=True)
        if was != will
    ]


def changed(lines: Roster, draft: Draft, found: Iterable[Change]) -> dict[str, tuple[Cell, ...]]:
    """Return a month with changes made."""
    by_place = {(str(one.person), draft.day(one.day)): one.will for one in found}
    return {
        code: tuple(by_place.get((code, number), cell) for number, cell in enumerate(line))
        for code, line in lines.items()
    }


def without(lines: Roster, draft: Draft, found: Iterable[Change], person: int) -> Roster:
    """Return a month in which one person's changed days are empty and all else is as it was."""
    gone = {draft.day(one.day) for one in found if one.person == person and one.will is None}
    line = lines.get(str(person), ())
    left = tuple(None if number in gone else cell for number, cell in enumerate(line))
    return {**lines, str(person): left} if line else lines


def costs(before: Judged, after: Judged) -> tuple[str, ...]:
    """Return the rules that somebody has to accept, broken more often by the changes."""
    known = {one.code: one.units for one in before.broken}
    return tuple(
        one.code
        for one in after.broken
        if one.must_be_accepted and one.units > known.get(one.code, 0)
    )


def forbidden(before: Judged, after: Judged) -> Problems:
    """Return what the changes break that holds whatever it costs."""
    known = {(one.rule.code, one.person, one.day) for one in before.judgement.violations}
    new = {
        one.rule.code
        for one in after.judgement.violations
        if (one.rule.code, one.person, one.day) not in known
    }
    return named(after, new)


def named(judged: Judged, codes: Collection[str]) -> Problems:
    """Return the problems of some rules in sentences."""
    wanted = {f"rosters.month.{code}" for code in codes}
    return tuple(one for one in judged.problems() if one.code in wanted)


def kept(found: Iterable[Change]) -> list[dict[str, Any]]:
    """Return changes as they are kept with a proposal."""
    return [
        {
            "person": one.person, "day": one.day.isoformat(), "duty": one.duty,
            "was": list(one.was) if one.was else None,
            "will": list(one.will) if one.will else None,
        }
        for one in found
    ]  # fmt: skip


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Return changes that were kept."""
    return tuple(
        Change(row["person"], date.fromisoformat(row["day"]), _cell(row["was"]),
               _cell(row["will"]), row["duty"])
        for row in rows
    )  # fmt: skip


def stale(draft: Draft, lines: Roster, found: Iterable[Change], at: datetime) -> Problems:
    """Return whether the month is not any more what the changes were found for."""
    for one in found:
        number = draft.day(one.day)
        line = lines.get(str(one.person))
        if line is None or line[number] != one.was:
            return (STALE,)
        if has_begun(draft, number, one.was, at) or has_begun(draft, number, one.will, at):
            return (BEGUN,)
    return ()


def known(draft: Draft, found: Iterable[Change]) -> bool:
    """Tell whether the plan still has every shift of some changes."""
    shifts = {one.code for one in (*drafting.shifts(draft.plan), *draft.more_shifts)}
    return all(cell is None or cell.shift in shifts for o in found for cell in (o.was, o.will))


def judged(draft: Draft, lines: Roster) -> Judged:
    """Hold a month against its rules."""
    return judging.judged(draft, lines)


def _cell(row: Any) -> Cell:
    return Duty(*row) if row else None


def _as_much(whole: Problem, lines: Roster) -> Problem:
    """Return the problem that asks for no more than stood there before: gaps of old stay.

    What stood there weighs more than any calm, and calm more than an even roster.
    """
    demands = (_weighed(one, lines) if one.under else one for one in whole.demands)
    return replace(whole, demands=tuple(demands))


def _weighed(one: Demand, lines: Roster) -> Demand:
    under = one.under
    if under is not None and under.price is not None:
        under = replace(under, price=under.price * _WEIGHS)
    return replace(one, required=min(one.required, _there(one, lines)), under=under)


def _there(demand: Demand, lines: Roster) -> int:
    return sum(
        line[demand.day] in demand.duties
        for code, line in lines.items()
        if demand.who is None or code in demand.who
    )


def _standing(whole: Problem, lines: Roster) -> Problem:
    """Return the problem in which nobody loses what stands because a certificate ran out since.

    Nobody is put anywhere else without one.
    """
    people = (
        replace(one, rules=tuple(_left(rule, lines[one.code]) for rule in one.rules))
        for one in whole.people
    )
    return replace(whole, people=tuple(people))


def _left(rule: PersonRule, line: tuple[Cell, ...]) -> PersonRule:
    if not isinstance(rule, Ordered) or not naming.certificate_of(rule.rule.code):
        return rule
    cell = line[rule.day]
    if cell is None or rule.duties is None or cell not in rule.duties:
        return rule
    return replace(rule, duties=rule.duties - {cell})


def _begun(draft: Draft, lines: Roster, since: int, at: datetime) -> Problem:
    """Return the month in which what has begun on its first open day stays as it is."""
    whole = drafting.problem(draft)
    if since >= len(draft.days):
        return whole
    people = (
        replace(one, rules=(*one.rules, *_stays(draft, one.may, lines[one.code][since], since, at)))
        for one in whole.people
    )
    return replace(whole, people=tuple(people))


def _stays(
    draft: Draft, may: Iterable[Duty], cell: Cell, since: int, at: datetime
) -> Iterator[Ordered]:
    if has_begun(draft, since, cell, at):
        yield Ordered(_OVER, since, frozenset({cell}) if cell else None, wanted=True)
        return
    if over := frozenset(one for one in may if has_begun(draft, since, one, at)):
        yield Ordered(_OVER, since, over)


STALE = Blocker(
    "rosters.mending.stale",
    Text(
        "方案算好以后，这些班又变了。请重新算一次。",
        "These duties have changed since the proposal was made. Ask for another.",
    ),
)
BEGUN = Blocker(
    "rosters.mending.begun",
    Text(
        "方案里有班已经开始。请重新算一次。",
        "A duty of the proposal has begun. Ask for another.",
    ),
)
NO_MONTH = Blocker(
    "rosters.mending.no_month",
    Text(
        "这一班不在已发布的月排班里，请从名单里选替班的人。",
        "This duty is of no published month. Choose somebody from the list.",
    ),
)
BEGUN_ALREADY = Blocker(
    "rosters.mending.begun_already",
    Text(
        "这一班已经开始，请从名单里选人接剩下的时间。",
        "This duty has begun. Choose somebody from the list for what is left of it.",
    ),
)
UNTIL = Blocker(
    "rosters.mending.until",
    Text(
        "不能来的最后一天要在这一班当天到月底之间。",
        "The last day of the absence lies between the day of the duty and the month's end.",
    ),
)
ASKED_ALREADY = Blocker(
    "rosters.mending.asked_already",
    Text("正在为这一班计算方案，请等一下。", "A proposal for this duty is being worked out. Wait."),
)
NOT_ACCEPTED = Blocker(
    "rosters.not_accepted",
    Text("这个方案有代价，请看清以后确认。", "This proposal has a price. Read it and confirm."),
)
