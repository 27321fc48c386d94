"""The establishment report: planned places, who holds them, vacancies, printed sums.

Control is by headcount; what the plan prints stands beside what its rows add up
to, with the decision that explains a difference. Nothing is corrected silently.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Handbook, Post
from dayuan.handbook.schema.organisation import Subtotal
from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.text import Text
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.reference.people.queries.persons import in_force
from dayuan.reference.people.rules import Count, Tally
from dayuan.reference.sites import queries as sites


@dataclass(frozen=True, slots=True)
class Holder:
    """One person on a post, how it is held, and the roles filled beside it."""

    person: Person
    kind: str
    roles: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post: places, holders, what is vacant."""

    code: str
    post: Post
    holders: tuple[Holder, ...]
    reports_to: Text | None

    @property
    def title(self) -> Text:
        """Return the post's title."""
        return self.post.title.text

    @property
    def headcount(self) -> int:
        """Return the planned number of people."""
        return self.post.headcount

    @property
    def held(self) -> int:
        """Return how many hold it as their main post: one person counts once."""
        return sum(1 for holder in self.holders if holder.kind == Kind.MAIN)

    @property
    def vacant(self) -> int:
        """Return how many places are empty."""
        return max(0, self.headcount - self.held)

    @property
    def over(self) -> int:
        """Return how many are there beyond the plan."""
        return max(0, self.held - self.headcount)


@dataclass(frozen=True, slots=True)
class UnitBlock:
    """The posts of one unit, in the plan's order."""

    code: str
    title: Text
    lines: tuple[PostLine, ...]

    @property
    def headcount(self) -> int:
        """Return the planned number of people."""
        return sum(line.headcount for line in self.lines)

    @property
    def held(self) -> int:
        """Return how many are there."""
        return sum(line.held for line in self.lines)


@dataclass(frozen=True, slots=True)
class SumLine:
    """A sum the plan prints, beside what its rows add up to."""

    title: Text
    posts_printed: int | None
    posts_real: int
    people_printed: int
    people_real: int
    source: Source
    discrepancy: Source | None

    @property
    def agrees(self) -> bool:
        """Tell whether print and rows say the same."""
        posts_agree = self.posts_printed in (None, self.posts_real)
        return posts_agree and self.people_printed == self.people_real


@dataclass(frozen=True, slots=True)
class Establishment:
    """The whole report for one day."""

    on: date
    units: tuple[UnitBlock, ...]
    sums: tuple[SumLine, ...]
    counts: tuple[Count, ...] = ()

    @property
    def lines(self) -> tuple[PostLine, ...]:
        """Return every post."""
        return tuple(line for unit in self.units for line in unit.lines)

    @property
    def headcount(self) -> int:
        """Return the planned number of people."""
        return sum(line.headcount for line in self.lines)

    @property
    def held(self) -> int:
        """Return how many are there."""
        return sum(line.held for line in self.lines)

    @property
    def vacant(self) -> int:
        """Return how many places are empty."""
        return sum(line.vacant for line in self.lines)


def establishment(site_id: int, *, on: date) -> Establishment:
    """Return the report of a site for a day; the number of queries does not grow with it."""
    plan = sites.plan_of(site_id)
    rows = _rows(site_id, on)
    by_post = {code: _line(plan, code, rows) for code in plan.handbook.posts}
    return Establishment(
        on=on,
        units=tuple(_units(plan.handbook, by_post)),
        sums=(*_subtotals(plan.handbook), *_groups(plan.handbook)),
        counts=counts_of(plan, Tally.of(rows)),
    )


def counts(site_id: int, *, on: date) -> tuple[Count, ...]:
    """Return what the plan's clauses count, beside who is there that day; one query."""
    return counts_of(sites.plan_of(site_id), Tally.of(_rows(site_id, on)))


def counts_of(plan: Compiled, tally: Tally) -> tuple[Count, ...]:
    """Return what the plan's clauses count, beside who was counted; asks the database nothing."""
    return tuple(_counts(plan, tally))


def posts_by_unit(handbook: Handbook) -> list[tuple[str, list[tuple[str, Post]]]]:
    """Return units with their posts in the plan's own order; posts without a row come last."""
    found: dict[str, list[tuple[str, Post]]] = {}
    for code, post in sorted(handbook.posts.items(), key=_by_row):
        found.setdefault(post.unit, []).append((code, post))
    return list(found.items())


def _counts(plan: Compiled, tally: Tally) -> Iterable[Count]:
    """Count for the clauses that the plan binds to counting, and for no other."""
    handbook = plan.handbook
    summed = _clauses(plan, "people.establishment")
    for title, posts, people, source in (*_sums_of_posts(handbook), *_sums_of_groups(handbook)):
        if _asks(source, summed):
            held = sum(tally.main[post] for post in set(posts))
            yield Count(title, posts, "", people, held, source)
    filled = _clauses(plan, "people.concurrent")
    for code, role in handbook.roles.items():
        source = role.source.value
        if role.headcount is not None and _asks(source, filled):
            held = tally.roles[code]
            yield Count(role.title.text, role.held_by, code, role.headcount, held, source)


def _clauses(plan: Compiled, capability: str) -> set[str]:
    return {binding.clause for binding in plan.bindings_of(capability)}


def _asks(source: Source, clauses: set[str]) -> bool:
    return source.kind is SourceKind.CLAUSE and source.ref in clauses


_Sum = tuple[Text, tuple[str, ...], int, Source]


def _sums_of_posts(handbook: Handbook) -> Iterable[_Sum]:
    codes = {id(post): code for code, post in handbook.posts.items()}
    for one in handbook.establishment.subtotals:
        posts = tuple(codes[id(post)] for post in _summed(handbook, one))
        yield one.title.text, posts, one.people_printed, one.source.value


def _sums_of_groups(handbook: Handbook) -> Iterable[_Sum]:
    for one in handbook.establishment.groups:
        yield one.title.text, one.posts, one.people, one.source.value


def _by_row(entry: tuple[str, Post]) -> tuple[float, str]:
    code, post = entry
    return post.row or math.inf, code


def _rows(site_id: int, on: date) -> list[Appointment]:
    rows = Appointment.objects.filter(in_force(on), site_id=site_id)
    return list(rows.select_related("person").order_by("start", "pk"))


def _line(plan: Compiled, code: str, rows: Sequence[Appointment]) -> PostLine:
    post = plan.handbook.posts[code]
    mine = [row for row in rows if row.post == code]
    roles = [row for row in mine if row.kind == Kind.ROLE]
    held = sorted((row for row in mine if row.kind != Kind.ROLE), key=_main_first)
    return PostLine(
        code=code,
        post=post,
        holders=tuple(
            Holder(row.person, row.kind, _roles_of(plan.handbook, row.person_id, roles))
            for row in held
        ),
        reports_to=plan.post_title(post.reports_to) if post.reports_to else None,
    )


def _main_first(row: Appointment) -> tuple[bool, date, int]:
    return row.kind != Kind.MAIN, row.start, row.pk


def _roles_of(handbook: Handbook, person_id: int, roles: Iterable[Appointment]) -> tuple[Text, ...]:
    return tuple(
        handbook.roles[row.role].title.text
        for row in roles
        if row.person_id == person_id and row.role in handbook.roles
    )


def _units(handbook: Handbook, by_post: dict[str, PostLine]) -> Iterable[UnitBlock]:
    for code, posts in posts_by_unit(handbook):
        lines = tuple(by_post[post] for post, _ in posts)
        yield UnitBlock(code, handbook.units[code].title.text, lines)


def _subtotals(handbook: Handbook) -> Iterable[SumLine]:
    for one in handbook.establishment.subtotals:
        posts = _summed(handbook, one)
        yield SumLine(
            title=one.title.text,
            posts_printed=one.posts_printed,
            posts_real=len(posts),
            people_printed=one.people_printed,
            people_real=sum(post.headcount for post in posts),
            source=one.source.value,
            discrepancy=one.discrepancy.value if one.discrepancy else None,
        )


def _summed(handbook: Handbook, one: Subtotal) -> list[Post]:
    if one.posts:
        return [handbook.posts[code] for code in one.posts]
    return [post for post in handbook.posts.values() if one.unit in (None, post.unit)]


def _groups(handbook: Handbook) -> Iterable[SumLine]:
    for one in handbook.establishment.groups:
        yield SumLine(
            title=one.title.text,
            posts_printed=None,
            posts_real=len(one.posts),
            people_printed=one.people,
            people_real=sum(handbook.posts[code].headcount for code in one.posts),
            source=one.source.value,
            discrepancy=None,
        )
