"""Whether the people of a post can do its hours: compared in plain weeks, without a solver.

Nothing is called covered while nobody could stand in: three people who exactly fill
three shifts are "full, and nobody to relieve them".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dayuan.handbook.schema.shifts import Relief

_NONE = Fraction(0)


class Verdict(StrEnum):
    """How a post stands."""

    #: Nobody has decided how many people it needs when.
    UNDECIDED = "undecided"
    #: Nobody is needed: its people are free for others.
    FREE = "free"
    #: Hours are missing, whatever relief can give.
    SHORT = "short"
    #: Its own hours do not suffice; relief makes up for it.
    RELIEVED = "relieved"
    #: The hours suffice while nobody is away; there is nobody to stand in.
    TIGHT = "tight"
    #: The plan's people would do, those appointed do not: places are vacant.
    VACANT = "vacant"
    #: The hours suffice, and somebody can stand in.
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Ask:
    """One post as it is asked about: its people, and the hours it needs in a week.

    ``hours`` is ``None`` where nobody has decided them.
    """

    post: str
    people: int
    hours: Fraction | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What one person gives in a week: the norm, less the share that is away."""

    hours_a_week: Fraction
    away: Fraction = _NONE

    @property
    def of_one(self) -> Fraction:
        """Return the hours one person is there for in a week."""
        return self.hours_a_week * (1 - self.away)

    def people_for(self, hours: Fraction) -> Fraction:
        """Return how many people a number of hours takes: 168 hours at 40 are 4.2."""
        return hours / self.of_one


@dataclass(frozen=True, slots=True)
class Help:
    """What a relief post gives to another in a week.

    ``proven`` says that its own need is known and met first; otherwise the hours are the
    most it could give if it had nothing else to do.
    """

    post: str
    hours: Fraction
    proven: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One post of the sheet; everything in hours a week, or in people."""

    ask: Ask
    terms: Terms
    helps: tuple[Help, ...] = ()

    @property
    def has(self) -> Fraction:
        """Return the hours its own people give."""
        return self.ask.people * self.terms.of_one

    @property
    def people_needed(self) -> Fraction | None:
        """Return how many people it takes; ``None`` where nobody has decided the hours."""
        return None if self.ask.hours is None else self.terms.people_for(self.ask.hours)

    @property
    def gap(self) -> Fraction:
        """Return the hours its own people lack; nought where they do, or where it is open."""
        return max(_NONE, (self.ask.hours or _NONE) - self.has)

    @property
    def spare(self) -> Fraction:
        """Return the hours its own people have left; nought where its need is not decided."""
        return _NONE if self.ask.hours is None else max(_NONE, self.has - self.ask.hours)

    @property
    def relieved(self) -> Fraction:
        """Return the hours that relief is proven to give."""
        return sum((one.hours for one in self.helps if one.proven), _NONE)

    @property
    def missing(self) -> Fraction:
        """Return the hours that are missing after relief."""
        return max(_NONE, self.gap - self.relieved)

    @property
    def verdict(self) -> Verdict:
        """Return how the post stands."""
        if self.ask.hours is None:
            return Verdict.UNDECIDED
        if not self.ask.hours:
            return Verdict.FREE
        if self.missing:
            return Verdict.SHORT
        if self.gap:
            return Verdict.RELIEVED
        # Where leave was taken off already, hours that suffice are hours with relief.
        can_stand_in = self.spare or self.terms.away or any(h.proven for h in self.helps)
        return Verdict.COVERED if can_stand_in else Verdict.TIGHT


class _Pool:
    """What relief posts have left while posts are filled in the plan's order."""

    def __init__(self, lines: Mapping[str, Line]) -> None:
        self._lines = lines
        self._left = {post: _could_give(line) for post, line in lines.items()}
        self._gaps = {post: line.gap for post, line in lines.items()}
        self.given: dict[str, list[Help]] = {post: [] for post in lines}

    def give(self, relief: str, post: str) -> None:
        """Let a relief post fill what a post lacks, as far as it can.

        What is not proven is told and fills nothing. A post without a gap hears who
        could stand in.
        """
        left, gap = self._left[relief], self._gaps[post]
        proven = self._lines[relief].ask.hours is not None
        hours = min(left, gap)
        if not left or not (gap or proven):
            return
        self.given[post].append(Help(relief, hours, proven))
        self._left[relief] -= hours
        if proven:
            self._gaps[post] -= hours


def sheet(asks: Sequence[Ask], terms: Terms, relief: Sequence[Relief]) -> tuple[Line, ...]:
    """Compare posts with their people; relief goes out in the order the plan names."""
    lines = {one.post: Line(one, terms) for one in asks}
    pool = _Pool(lines)
    for one in relief:
        for post in one.relieves:
            if one.post in lines and post in lines and lines[post].ask.hours:
                pool.give(one.post, post)
    return tuple(Line(line.ask, terms, tuple(pool.given[post])) for post, line in lines.items())


def _could_give(line: Line) -> Fraction:
    return line.has if line.ask.hours is None else line.spare


def standing(planned: Line, actual: Line) -> Verdict:
    """Return how a post stands by the plan's people and by those who are really appointed."""
    if planned.verdict in _WORKS and actual.verdict is Verdict.SHORT:
        return Verdict.VACANT
    return planned.verdict


_WORKS = frozenset({Verdict.RELIEVED, Verdict.TIGHT, Verdict.COVERED})
