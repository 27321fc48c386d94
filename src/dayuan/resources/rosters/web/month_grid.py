"""A month as a grid: what each cell says, who misses what, and how each person stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.workcal import DayKind
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.reference.people.queries import Person
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.planner.checking import Breach
from dayuan.resources.rosters.planner.problem import Cell, Shift
from dayuan.resources.rosters.queries import Sheet
from dayuan.resources.rosters.rules import drafting, months, naming
from dayuan.resources.rosters.rules.drafting import Draft, Member
from dayuan.resources.rosters.rules.judging import Cover

_HOUR = 60
_NUMERALS = "一二三四五六七八九十"
#: What a cell's duty is called between page and program: post and shift.
BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as it is drawn."""

    mark: str
    post: str
    looks: str
    says: str
    what: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How one person stands at the end of the month."""

    hours: str
    norm: str
    over: bool
    nights: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """One day as the head of its column."""

    day: date
    kind: DayKind
    weekday: str
    says: str
    today: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """Who is there and who is missing, of one shift of one day."""

    needed: int
    there: int
    missing: int
    says: str


@dataclass(frozen=True, slots=True)
class Way:
    """A shift as pages name it: mark, title and times."""

    code: str
    mark: str
    title: str
    hours: str
    number: int


class Grid:
    """A month as it is drawn, whoever looks at it; asks the database nothing."""

    def __init__(self, found: Sheet, compiled: Compiled, *, today: date) -> None:
        self.found, self.compiled, self.today = found, compiled, today
        self.draft: Draft = found.month.draft
        self._breaches: dict[tuple[int, int], list[Breach]] = {}
        self._of_person: dict[int, list[Breach]] = {}
        judgement = found.judged.judgement
        for one in (*judgement.violations, *judgement.priced):
            if one.person is not None:
                person = int(one.person)
                self._of_person.setdefault(person, []).append(one)
                if one.day is not None:
                    self._breaches.setdefault((person, one.day), []).append(one)

    # --- names ----------------------------------------------------------------------------

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Return the shifts of the plan, in its order."""
        known = {one.code: one for one in drafting.shifts(self.draft.plan)}
        shifts = [one for one in self.draft.plan.shifts if one.code in known]
        titles = [words(one.title.text) for one in shifts]
        return tuple(
            Way(one.code or "", mark, title, hours_of(known[one.code or ""]), number)
            for number, (one, title, mark) in enumerate(
                zip(shifts, titles, short(titles), strict=True), start=1
            )
        )

    @cached_property
    def posts(self) -> dict[str, str]:
        """Return the posts that are manned in some shift, with their titles."""
        manned = [post for shift in self.draft.plan.shifts for post in shift.strength]
        own = [post for post in self.draft.plan.posts if post in manned]
        every = dict.fromkeys((*own, *manned))
        return {post: words(self.compiled.post_title(post)) for post in every}

    @cached_property
    def post_marks(self) -> dict[str, str]:
        """Return the short mark of each post."""
        return dict(zip(self.posts, short(list(self.posts.values())), strict=True))

    @property
    def post_keys(self) -> list[tuple[str, str]]:
        """Return what the marks of posts mean."""
        return [(self.post_marks[post], title) for post, title in self.posts.items()]

    @cached_property
    def _way(self) -> dict[str, Way]:
        more = [
            Way(one.code, "✱", hours_of(one), hours_of(one), 0) for one in self.draft.more_shifts
        ]
        return {one.code: one for one in (*self.ways, *more)}

    @property
    def other_ways(self) -> list[Way]:
        """Return hours that no shift of the plan has: somebody entered them by hand."""
        return [one for one in self._way.values() if not one.number]

    def title_of(self, cell: Cell) -> str:
        """Return what somebody does, in words."""
        if cell is None:
            return _("off duty")
        return f"{self._way[cell.shift].title} {self.post_title(cell.post)}"

    def way(self, shift: str) -> Way:
        """Return a shift as pages name it."""
        return self._way[shift]

    def post_title(self, post: str) -> str:
        """Return what a post is called."""
        return self.posts.get(post) or words(self.compiled.post_title(post))

    # --- people ---------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[tuple[str, list[Member]]]:
        """Return everybody under the title of the main post, in the plan's order."""
        by_post: dict[str, list[Member]] = {}
        for one in sorted(self.draft.members, key=lambda m: self.person(m).staff_number):
            by_post.setdefault(main_post(one), []).append(one)
        order = list(dict.fromkeys((*self.draft.plan.posts, *by_post)))
        return [
            (self.post_title(post) if post else _("Without a post here"), by_post[post])
            for post in order
            if post in by_post
        ]

    def person(self, member: Member) -> Person:
        """Return who it is."""
        return self.found.month.persons[member.person]

    def stand(self, member: Member) -> Stand:
        """Return hours against the norm, nights, and what is not kept."""
        norm, _over = drafting.norm_of(self.draft, member)
        cells = [one for one in self.line(member) if one]
        known = {one.code: one for one in self._known}
        minutes = sum(known[one.shift].minutes for one in cells)
        return Stand(
            _whole(minutes),
            _whole(norm),
            minutes > norm,
            sum(1 for one in cells if drafting.is_night(known[one.shift], self.draft.night)),
            self._wrongs(self._of_person.get(member.person, ())),
        )

    def line(self, member: Member) -> tuple[Cell, ...]:
        """Return what a person does, day by day."""
        return self.found.month.lines[str(member.person)]

    @cached_property
    def _known(self) -> tuple[Shift, ...]:
        return (*drafting.shifts(self.draft.plan), *self.draft.more_shifts)

    # --- cells ----------------------------------------------------------------------------

    def cells(self, member: Member) -> Iterator[Shown]:
        """Yield a person's cells, day by day."""
        name, own = self.person(member).name, main_post(member)
        for number, cell in enumerate(self.line(member)):
            yield self._shown(member, name, own, number, cell)

    def _shown(self, member: Member, name: str, own: str, number: int, cell: Cell) -> Shown:
        day = self.draft.days[number]
        fixed = (member.person, day) in self.draft.fixed
        wrong = "；".join(self._wrongs(self._breaches.get((member.person, number), ())))
        mark, looks, what_says = self._looks(member, day, cell, fixed=fixed)
        said = [name, day_said(day), what_says, *([_("set by hand")] if fixed else []), wrong]
        other = cell is not None and cell.post != own
        return Shown(
            mark=mark,
            post=self._post_mark(cell.post) if other and cell else "",
            looks=" ".join(
                [looks, *(["set"] if fixed else []), *(["wrong"] if wrong else [])]
            ).strip(),
            says=" ".join(one for one in said if one),
            what=f"{cell.post}{BETWEEN}{cell.shift}" if cell else "off" if fixed else "",
            wrong=wrong,
        )

    def _looks(self, member: Member, day: date, cell: Cell, *, fixed: bool) -> tuple[str, str, str]:
        """Return mark, looks and words of a cell."""
        if cell is not None:
            way = self._way[cell.shift]
            return way.mark, f"s{way.number}", self.title_of(cell)
        if any(day in one for one in member.away):
            return pgettext("mark in a grid: on leave", "L"), "away", _("on leave or at a training")
        if day in member.elsewhere:
            return pgettext("mark in a grid: other duty", "E"), "away", _("on another duty")
        if fixed:
            return pgettext("mark in a grid: day off", "o"), "off", _("day off")
        if not any(day in one for one in member.tenures):
            return "", "no", _("not appointed that day")
        return "", "", _("nothing planned")

    def _post_mark(self, post: str) -> str:
        return self.post_marks.get(post) or self.post_title(post)[:1]

    def _wrongs(self, breaches: Iterable[Breach]) -> tuple[str, ...]:
        """Return what is wrong in sentences; what is only shared unevenly is no mark."""
        codes = dict.fromkeys(one.rule.code for one in breaches if marked(one.rule.code))
        return tuple(words(naming.says(code, self.draft.handbook)) for code in codes)

    # --- days and cover -------------------------------------------------------------------

    @cached_property
    def heads(self) -> list[Head]:
        """Return the days of the month."""
        return [self._head(day) for day in self.draft.days]

    def _head(self, day: date) -> Head:
        kind = self.draft.calendar.kind(day)
        title = self.found.month.titles.get(day, "")
        named = kind in {DayKind.HOLIDAY, DayKind.MAKE_UP} or title
        more = [words(sites.DAY_KINDS[kind])] if named or kind is DayKind.REST else []
        said = " ".join([day_said(day), *more, *([title] if title else [])])
        return Head(day, kind, weekday(day), said, day == self.today)

    @cached_property
    def _cover(self) -> dict[tuple[date, str], list[Cover]]:
        found: dict[tuple[date, str], list[Cover]] = {}
        for one in self.found.judged.cover:
            found.setdefault((one.day, one.shift), []).append(one)
        return found

    def cover(self, day: date, way: Way, post: str = "") -> Covered:
        """Return how a shift of a day is covered, on all posts or on one."""
        every = self._cover.get((day, way.code), [])
        rows = [one for one in every if not post or one.post == post]
        needed, there, missing = (
            sum(row) for row in zip(*((r.needed, r.there, r.missing) for r in rows), strict=True)
        ) if rows else (0, 0, 0)  # fmt: skip
        said = _("%(what)s %(day)s: needs %(needed)d, there %(there)d") % {
            "what": f"{way.title} {self.posts[post]}" if post else way.title,
            "day": day_said(day), "needed": needed, "there": there,
        }  # fmt: skip
        lacking = [f"{self.post_title(r.post)} −{r.missing}" for r in rows if r.missing]
        if missing:
            said += _(", missing %(n)d") % {"n": missing}
            said += f" ({'、'.join(lacking) if times.in_chinese() else ', '.join(lacking)})"
        return Covered(needed, there, missing, said)

    @cached_property
    def manned(self) -> list[tuple[Way, str]]:
        """Return each post of each shift, in the plan's order."""
        by_code = {one.code: one for one in self.ways}
        return [
            (by_code[shift.code], post)
            for shift in self.draft.plan.shifts
            if shift.code in by_code
            for post in self.posts
            if post in shift.strength
        ]

    def choices(self) -> list[tuple[str, str]]:
        """Return every duty that the plan knows, as a form offers it."""
        return [
            (f"{post}{BETWEEN}{way.code}", f"{way.title} {way.hours} {self.posts[post]}")
            for way, post in self.manned
        ]


def main_post(member: Member) -> str:
    """Return the post somebody holds first of all this month."""
    held = sorted(member.tenures, key=lambda one: not one.main)
    return held[0].post if held else ""


def marked(code: str) -> bool:
    """Tell whether a rule that is not kept is a mark on the cell: not what is only shared."""
    return not naming.is_priced(code) or naming.must_be_accepted(code)


def short(titles: Sequence[str]) -> list[str]:
    """Return a mark for each title: the first letter that tells them apart, or numbers.

    What all of them begin with says nothing: of "gate guard" and "gate watch" it is g and w.
    """
    same = _alike(titles) if len(titles) > 1 else 0
    found = [title[same : same + 1].strip() for title in titles]
    # A numeral is read faster as the digit that sets the shift; 一 alone looks like a dash.
    if len(set(found)) == len(found) and all(found) and not set(found) & set(_NUMERALS):
        return found
    return [str(number) for number in range(1, len(titles) + 1)]


def hours_of(shift: Shift) -> str:
    """Return the times of a shift: 08:00–16:00."""
    start, end = months.clock(shift.start), months.clock(shift.start + shift.minutes)
    return f"{start:%H:%M}–{end:%H:%M}"


def _alike(titles: Sequence[str]) -> int:
    """Return how many first letters all titles share."""
    columns = enumerate(zip(*titles, strict=False))
    ends = min(len(title) for title in titles)
    return next((at for at, letters in columns if len(set(letters)) > 1), ends)


def day_said(day: date) -> str:
    """Return a day of the month as it is read aloud."""
    return times.day(day, year=False)


def day_short(day: date) -> str:
    """Return a day of the month without its weekday, where many stand in a row."""
    said = times.day(day, year=False)
    return said.split(" ")[0] if times.in_chinese() else said.partition(" ")[2]


def weekday(day: date) -> str:
    """Return the weekday in one or two letters."""
    said = times.day(day, year=False)
    return said[-1] if times.in_chinese() else said[:2]


def _whole(minutes: int) -> str:
    return f"{minutes / _HOUR:.1f}".removesuffix(".0")
