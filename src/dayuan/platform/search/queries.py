"""Asking the index: every line is matched and its record's door asked in one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from dayuan.platform.access.actors import Actor
from dayuan.platform.access.owners import one_by_one
from dayuan.platform.search import listed
from dayuan.platform.search.listed import Hit, Read, Source
from dayuan.platform.search.matching import Fit, fits, fitting
from dayuan.platform.search.models import Line
from dayuan.platform.search.tokens import Wanted, rare, wanted

#: Shown of each kind, counted of each kind, and on a page of one kind.
FEW, COUNTED, PAGE = 6, 100, 50
#: A place on the pages of a kind is one number: how well what was shown fits, and its line.
_LINES = 2**48


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; ``total`` counts no further than it is said."""

    source: Source
    hits: tuple[Hit, ...]
    total: int
    #: Where the next page begins, if there is one.
    older: int | None = None

    @property
    def many(self) -> bool:
        """Tell whether there are more than anybody counts."""
        return self.total > COUNTED


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question; ``near`` where its number was not found as it was typed."""

    groups: tuple[Group, ...] = ()
    near: bool = False


def search(actor: Actor, question: str) -> Found:
    """Return what the actor may see of what was asked for, by kind.

    What is called exactly so comes first, then what has it in its title or number, then what
    was told; the newest first in each. A number that nobody has is looked for as if a digit
    were wrong or two swapped. Whether that is needed is told by what the actor may see alone.
    """
    kinds, asked = listed.open_to(actor), wanted(question)
    parts = [
        _Part(n, fit, None, COUNTED + 1) for n in range(len(kinds)) for fit in fits(asked)
    ]  # fmt: skip
    rows = _together(actor, kinds, asked, parts)
    groups = (_group(source, [r for r in rows if r.kind == n]) for n, source in enumerate(kinds))
    near = bool(rows) and rows[0].fit is Fit.NEAR
    return Found(tuple(group for group in groups if group.total), near)


def page(actor: Actor, question: str, *, kind: str, before: int | None) -> Group | None:
    """Return one page of one kind; nothing for a kind the actor may not search."""
    source = next((s for s in listed.open_to(actor) if s.kind == kind), None)
    if source is None:
        return None
    asked = wanted(question)
    parts = [_Part(0, fit, line, PAGE + 1) for fit, line in _from_there(asked, before)]
    rows = _together(actor, [source], asked, parts)
    shown = rows[:PAGE]
    older = shown[-1].place if len(rows) > PAGE else None
    return Group(source, _hits(source, shown), len(shown), older)


def _from_there(asked: Wanted, before: int | None) -> list[tuple[Fit, int | None]]:
    """Return which ways to fit a page still has, and below which line."""
    if before is None:
        return [(fit, None) for fit in fits(asked)]
    stood, line = divmod(before, _LINES)
    if stood == Fit.NEAR:
        return [(fit, line) for fit in fits(asked) if fit is Fit.NEAR]
    left = [fit for fit in fits(asked) if stood <= fit < Fit.NEAR]
    return [(fit, line if fit == stood else None) for fit in left]


def _group(source: Source, rows: "Sequence[_Row]") -> Group:
    return Group(source, _hits(source, rows[:FEW]), len(rows))


# ── one statement ───────────────────────────────────────────────────────────────────────────


class _Part(NamedTuple):
    """A part of the statement: a kind, a way to fit, below which line, how many at most."""

    kind: int
    fit: Fit
    before: int | None
    most: int


class _Row(NamedTuple):
    """A record that was found, with what was read of it."""

    kind: int
    fit: Fit
    line: int
    owner: int
    read: Read

    @property
    def place(self) -> int:
        """Return the place at which the next page goes on."""
        return self.fit * _LINES + self.line


def _together(
    actor: Actor, kinds: Sequence[Source], asked: Wanted, parts: Sequence[_Part]
) -> list[_Row]:
    """Ask everything in one statement; return what was found, what fits best and newest first.

    Each part stands in brackets of its own and is cut off there, which Django's union cannot
    say to SQLite. What is like a number counts only where nothing else was found.
    """
    said: list[str] = []
    given: list[Any] = []
    for part in parts:
        lines = _lines(actor, kinds[part.kind], asked, part)
        sql, values = lines.query.sql_with_params()
        # Django's own words, with a mark for every value.
        said.append(
            f"SELECT {part.kind}, {int(part.fit)}, found.* FROM ({sql}) AS found"  # noqa: S608 - see above
        )
        given += values
    if not said:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(said), given)
        rows = [_row(*row) for row in cursor.fetchall()]
    rows.sort(key=lambda row: (row.fit, -row.line))
    exact = [row for row in rows if row.fit is not Fit.NEAR]
    return exact or rows


def _row(kind: int, fit: int, line: int, owner: int, read: str) -> _Row:
    return _Row(kind, Fit(fit), line, owner, json.loads(read))


def _lines(actor: Actor, source: Source, asked: Wanted, part: _Part) -> "QuerySet[Line, Any]":
    """Return lines that answer and whose records the actor may see, the newest first.

    What is hidden is left out before anything is put in order, cut off or counted.
    """
    rows = Line.objects.filter(site_id=actor.site_id, kind=source.kind)
    door = source.rows(actor) if source.rows is not None else None
    if door is not None:
        rows = _seen(rows, door, few=part.fit is Fit.WHOLE or rare(asked.terms))
    found = fitting(rows, source.kind, asked, part.fit, part.before)
    lines: QuerySet[Line, Any] = found.values_list("pk", "owner_id", _read(source, door))
    return lines[: part.most]


def _read(source: Source, door: "QuerySet[Any] | None") -> "Subquery[Any] | Cast":
    """Return what the results show of a record, read through its door."""
    if door is None:
        return Cast(Value("{}"), JSONField())
    paths = {path: F(path) for path in source.reads}
    one = door.filter(pk=OuterRef("owner_id")).order_by()
    return Subquery(one.values_list(JSONObject(**paths))[:1])


def _seen(rows: QuerySet[Line], door: "QuerySet[Any]", *, few: bool) -> QuerySet[Line]:
    """Return those of the lines whose records pass the door, each looked up on its own.

    Two ways to say so, for PostgreSQL, which guesses how many will be left. Told that a field
    equals one value, it expects a single line, gathers every match and sorts: right where few
    can answer. Told that there is a value, it walks from the newest line down and stops when
    the page is full: right for a word that every tenth case has.
    """
    if few:
        return rows.filter(one_by_one("owner_id", door))
    found = Subquery(door.filter(pk=OuterRef("owner_id")).values("pk")[:1])
    return rows.alias(seen=found).filter(seen__isnull=False)


def _hits(source: Source, rows: Sequence[_Row]) -> tuple[Hit, ...]:
    """Return the results as they are shown, in their order."""
    by_id = {hit.owner_id: hit for hit in source.shown({row.owner: row.read for row in rows})}
    return tuple(by_id[row.owner] for row in rows if row.owner in by_id)
