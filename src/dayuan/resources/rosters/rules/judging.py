"""What a month's roster breaks, said to people: by rule, by person, by day; pure.

The judgement is the checker's own, over the same problem that a planner is given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from dayuan.kernel import problems
from dayuan.kernel.problems import Blocker, NeedsApproval, Problem
from dayuan.kernel.text import Text
from dayuan.resources.rosters.planner.checking import Breach, Judgement, judge
from dayuan.resources.rosters.planner.problem import Cell, Roster
from dayuan.resources.rosters.rules import certificates, drafting, naming, need
from dayuan.resources.rosters.rules.certificates import Uncertified
from dayuan.resources.rosters.rules.drafting import Draft


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that is not kept: how often, what that costs, and who may let it pass."""

    code: str
    units: int
    cost: int
    hard: bool
    breaches: tuple[Breach, ...]

    @property
    def must_be_accepted(self) -> bool:
        """Tell whether somebody has to accept it by name before it may stand."""
        return not self.hard and naming.must_be_accepted(self.code)


@dataclass(frozen=True, slots=True)
class Cover:
    """How many stand on a post in one shift of one day, and how many should."""

    day: date
    shift: str
    post: str
    needed: int
    there: int

    @property
    def missing(self) -> int:
        """Return how many are missing."""
        return max(0, self.needed - self.there)


@dataclass(frozen=True)
class Judged:
    """A month held against its rules."""

    draft: Draft
    lines: Roster
    judgement: Judgement

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        """Return every rule that is not kept, those that hold first, then the dearest.

        A certificate that does not bind yet stands in :attr:`uncertified` alone.
        """
        found: dict[str, list[Breach]] = {}
        for one in (*self.judgement.violations, *self.judgement.priced):
            if not naming.only_pointed_out(one.rule.code):
                found.setdefault(one.rule.code, []).append(one)
        rows = [_broken(code, breaches) for code, breaches in found.items()]
        return tuple(sorted(rows, key=lambda one: (not one.hard, -one.cost, one.code)))

    @cached_property
    def cover(self) -> tuple[Cover, ...]:
        """Return each post of each shift of each day, with who is there."""
        there: dict[tuple[int, str, str], int] = {}
        for cells in self.lines.values():
            for number, cell in enumerate(cells):
                if cell:
                    key = (number, cell.shift, cell.post)
                    there[key] = there.get(key, 0) + 1
        draft = self.draft
        asked = need.need(draft.plan, draft.handbook, draft.calendar, draft.month)
        return tuple(
            Cover(
                one.day, one.shift, one.post, one.people,
                there.get((draft.day(one.day), one.shift, one.post), 0),
            )
            for one in asked
        )  # fmt: skip

    @cached_property
    def uncertified(self) -> tuple[Uncertified, ...]:
        """Return who stands without a certificate that is asked for, whether it binds or not."""
        stands = (
            (int(person), cell.post, day)
            for person, cells in self.lines.items()
            for day, cell in zip(self.draft.days, cells, strict=True)
            if cell is not None
        )
        return tuple(certificates.uncertified(self.draft.asked, stands))

    def of_person(self, person: int) -> tuple[Breach, ...]:
        """Return what one person's line breaks."""
        code = str(person)
        every = (*self.judgement.violations, *self.judgement.priced)
        return tuple(one for one in every if one.person == code)

    def problems(self, accepted: Mapping[str, int] | None = None) -> tuple[Problem, ...]:
        """Return everything against publishing, as values; ``accepted`` by rule and units."""
        return tuple(_problem(self, one, accepted or {}) for one in self.broken)


def judged(draft: Draft, lines: Roster) -> Judged:
    """Hold a month against its rules."""
    return Judged(draft, lines, judge(drafting.problem(draft), lines))


def line_problems(draft: Draft, person: int, cells: Mapping[date, Cell]) -> tuple[Problem, ...]:
    """Return what one person's set cells break that holds whatever it costs, all else free.

    A cell that breaks one of these could never be part of a roster that is published.
    """
    member = next((one for one in draft.members if one.person == person), None)
    if member is None:
        return (_not_of_the_group(),)
    alone = replace(draft, members=(member,), fixed={})
    line = {str(person): tuple(cells.get(day) for day in draft.days)}
    whole = drafting.problem(alone)
    judgement = judge(
        type(whole)(whole.days, whole.shifts, whole.people, (), (), whole.weekends, whole.holidays),
        line,
    )
    seen = Judged(alone, line, judgement)
    return tuple(_problem(seen, one, {}) for one in seen.broken if one.hard)


def _broken(code: str, breaches: Iterable[Breach]) -> Broken:
    found = tuple(breaches)
    hard = any(one.rule.hard for one in found)
    return Broken(code, sum(one.units for one in found), sum(o.cost for o in found), hard, found)


def _problem(found: Judged, one: Broken, accepted: Mapping[str, int]) -> Problem:
    kind: type[Problem] = problems.Warning
    if one.hard:
        kind = Blocker
    elif one.must_be_accepted and accepted.get(one.code, 0) < one.units:
        kind = NeedsApproval
    says = naming.says(one.code, found.draft.handbook)
    first = min((b.day for b in one.breaches if b.day is not None), default=None)
    when = None if first is None else found.draft.month.start + timedelta(days=first)
    return kind(
        f"rosters.month.{one.code}", _what_next(one.code, _said(says, one.units, when)),
        naming.source(found.draft.plan, one.code, found.draft.handbook),
    )  # fmt: skip


def _said(says: Text, units: int, first: date | None) -> Text:
    zh, en = says.in_language("zh"), says.in_language("en")
    if first is None:
        return Text(f"{zh}（{units}）。", f"{en} ({units}).")
    return Text(
        f"{zh}（{units}，最早 {first.month} 月 {first.day} 日）。",
        f"{en} ({units}, first on {first.isoformat()}).",
    )


def _what_next(code: str, says: Text) -> Text:
    """Return a sentence with what to do, where it is not plain from what is said."""
    if not naming.certificate_of(code):
        return says
    return Text(
        f"{says.zh}请先登记证书，或换人。",
        f"{says.en} Enter the certificate first, or choose another.",
    )


def _not_of_the_group() -> Blocker:
    return Blocker(
        "rosters.month.not_of_the_group",
        Text(
            "此人这个月不在这一组，也不替这一组的班。请先办理任职。",
            "This person is neither of the group nor relieves it this month. Appoint first.",
        ),
    )
