"""Asking the index: every line is matched and its record's door asked in one statement."""

import json
from collections import Counter
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
from dayuan.platform.search.matching import Asked, Fit, answering, fits, newest_first, said
from dayuan.platform.search.models import Line
from dayuan.platform.search.tokens import Wanted, rare, wanted

#: Shown of each kind, counted of each kind, and on a page of one kind.
FEW, COUNTED, PAGE = 6, 100, 50
#: A place on the pages of a kind is one number: how well what was shown fits, and its line.
_LINES = 2**48
#: Records that have what was asked for, and those whose number is only like it.
_EXACT, _LIKE = (Fit.WHOLE, Fit.TITLE, Fit.BESIDE), (Fit.NEAR,)
#: Where the question stands in a statement; no words that anybody could type.
_QUESTION = Asked("§question§", "§better§")


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
    if not asked.terms or not kinds:
        return Found()
    statements = [_statement(actor, source, asked, None, COUNTED + 1) for source in kinds]
    rows = _found(kinds, statements, asked, _EXACT) or _rows(
        kinds, statements, asked, [_LIKE] * len(kinds)
    )
    groups = (_group(source, [r for r in rows if r.kind == n]) for n, source in enumerate(kinds))
    near = bool(rows) and rows[0].fit is Fit.NEAR
    return Found(tuple(group for group in groups if group.total), near)


def page(actor: Actor, question: str, *, kind: str, before: int | None) -> Group | None:
    """Return one page of one kind; nothing for a kind the actor may not search."""
    source = next((s for s in listed.open_to(actor) if s.kind == kind), None)
    if source is None:
        return None
    rows = _from_there(actor, source, wanted(question), before)
    shown = rows[:PAGE]
    older = shown[-1].place if len(rows) > PAGE else None
    return Group(source, _hits(source, shown), len(shown), older)


def _from_there(actor: Actor, source: Source, asked: Wanted, before: int | None) -> "list[_Row]":
    """Return what follows a place: the rest of what fitted so, then what fits less well."""
    whole = _statement(actor, source, asked, None, PAGE + 1)
    if before is None:
        return _found([source], [whole], asked, _EXACT) or _rows([source], [whole], asked, [_LIKE])
    stood, line = divmod(before, _LINES)
    rest = _statement(actor, source, asked, line, PAGE + 1)
    rows = _rows([source], [rest], asked, [[fit for fit in Fit if fit == stood]])
    worse = [fit for fit in _EXACT if fit > stood]
    return rows + _found([source], [whole], asked, worse) if len(rows) <= PAGE else rows


def _group(source: Source, rows: "Sequence[_Row]") -> Group:
    return Group(source, _hits(source, rows[:FEW]), len(rows))


# ── one statement ───────────────────────────────────────────────────────────────────────────


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


class _Statement(NamedTuple):
    """What is asked about one kind, with a mark where the question stands."""

    sql: str
    given: tuple[Any, ...]
    circle: str
    grows: bool
    most: int
    before: int | None

    def asking(self, question: Asked) -> tuple[str, list[Any]]:
        """Return the statement with the question among its values."""
        there = dict(zip(_QUESTION, question, strict=True))
        given = [there.get(one, one) if isinstance(one, str) else one for one in self.given]
        if connection.vendor == "sqlite" or not self.grows:
            return self.sql, given
        return newest_first(self.sql, given, self.most, self.before)


def _statement(
    actor: Actor, source: Source, asked: Wanted, before: int | None, most: int
) -> _Statement:
    """Return what finds the lines that answer and whose records the actor may see, newest first.

    What is hidden is left out before anything is put in order, cut off or counted. It is
    the same for every way to fit, and putting it in words takes longer than asking it.
    """
    rows = Line.objects.filter(site_id=actor.site_id, kind=source.kind)
    door = source.rows(actor) if source.rows is not None else None
    if door is not None:
        rows = _seen(rows, door, few=rare(asked.terms))
    found = answering(rows, _QUESTION, before)
    lines: QuerySet[Line, Any] = found.values_list("pk", "owner_id", _read(source, door))
    worded = lines[:most].query.sql_with_params()
    return _Statement(*worded, source.circle(actor), source.grows, most, before)


def _rows(
    kinds: Sequence[Source],
    statements: Sequence[_Statement],
    asked: Wanted,
    among: Sequence[Sequence[Fit]],
) -> list[_Row]:
    """Ask about all kinds, each in these ways to fit, at once; the best and newest first.

    Each part stands in brackets of its own and is cut off there, which Django's union cannot
    say to SQLite.
    """
    parts: list[str] = []
    given: list[Any] = []
    for n, (source, statement) in enumerate(zip(kinds, statements, strict=True)):
        for fit in (fit for fit in fits(asked) if fit in among[n]):
            # Django's own words, with a mark for every value.
            words = said(source.kind, asked, fit, statement.circle, grows=source.grows)
            sql, values = statement.asking(words)
            parts.append(f"SELECT {n}, {int(fit)}, found.* FROM ({sql}) AS found")  # noqa: S608 - see above
            given += values
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        rows = [_row(*row) for row in cursor.fetchall()]
    return sorted(rows, key=_order)


def _found(
    kinds: Sequence[Source],
    statements: Sequence[_Statement],
    asked: Wanted,
    among: Sequence[Fit],
) -> list[_Row]:
    """Return what fits in these ways; of kinds that grow what is told beside only for the rest.

    Where a page is full of better ones, all that is told beside them would be gone through
    for nothing: most of it is in the titles.
    """
    soon = [[fit for fit in among if not (s.grows and fit is Fit.BESIDE)] for s in kinds]
    rows = _rows(kinds, statements, asked, soon)
    full = Counter(row.kind for row in rows)
    later = [
        [fit for fit in among if fit not in soon[n] and full[n] < one.most]
        for n, one in enumerate(statements)
    ]
    return sorted(rows + _rows(kinds, statements, asked, later), key=_order)


def _order(row: _Row) -> tuple[int, int]:
    return row.fit, -row.line


def _row(kind: int, fit: int, line: int, owner: int, read: str) -> _Row:
    return _Row(kind, Fit(fit), line, owner, json.loads(read))


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
