"""Asking the index: every line is matched and its record's door asked in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from dayuan.platform.access.actors import Actor
from dayuan.platform.access.owners import one_by_one
from dayuan.platform.search import listed
from dayuan.platform.search.listed import Hit, Source
from dayuan.platform.search.matching import newest
from dayuan.platform.search.models import Line
from dayuan.platform.search.tokens import Term, asked, guessed, rare

#: Shown of each kind, counted of each kind, and on a page of one kind.
FEW, COUNTED, PAGE = 6, 100, 50


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
    """Return what the actor may see of what was asked for, by kind, the newest first.

    A number that nobody has is looked for once more as if a digit were wrong or two swapped.
    Whether that is needed is told by what the actor may see alone.
    """
    if groups := _groups(actor, asked(question)):
        return Found(groups)
    groups = _groups(actor, guessed(question))
    return Found(groups, near=bool(groups))


def page(actor: Actor, question: str, *, kind: str, before: int | None) -> Group | None:
    """Return one page of one kind; nothing for a kind the actor may not search."""
    source = next((s for s in listed.open_to(actor) if s.kind == kind), None)
    if source is None:
        return None
    for terms in (asked(question), guessed(question)):
        if (found := _page(actor, source, terms, before)) or before is not None:
            return found
    return Group(source, (), 0)


def _groups(actor: Actor, terms: Sequence[Term]) -> tuple[Group, ...]:
    if not terms:
        return ()
    kinds = listed.open_to(actor)
    found = _together([_lines(actor, one, terms, None, COUNTED + 1) for one in kinds])
    return tuple(
        Group(source, _hits(actor, source, owners[:FEW]), len(owners))
        for source, owners in zip(kinds, found, strict=True)
        if owners
    )


def _together(asked: "Sequence[QuerySet[Line, tuple[int, int]]]") -> list[list[int]]:
    """Ask all of these in one statement; return the records of each, the newest first.

    Each stands in brackets of its own and is cut off there, which Django's union cannot say
    to SQLite.
    """
    if not asked:
        return []
    parts: list[str] = []
    given: list[Any] = []
    for number, one in enumerate(asked):
        sql, values = one.query.sql_with_params()
        # Django's own words, with a mark for every value.
        parts.append(f"SELECT {number}, found.* FROM ({sql}) AS found")  # noqa: S608 - see above
        given += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        rows = sorted(cursor.fetchall(), key=lambda row: -row[1])
    return [[owner for kind, _pk, owner in rows if kind == number] for number in range(len(asked))]


def _page(actor: Actor, source: Source, terms: Sequence[Term], before: int | None) -> Group | None:
    lines = list(_lines(actor, source, terms, before, PAGE + 1)) if terms else []
    if not lines:
        return None
    shown = lines[:PAGE]
    older = shown[-1][0] if len(lines) > PAGE else None
    hits = _hits(actor, source, [owner for _pk, owner in shown])
    return Group(source, hits, len(hits), older)


def _lines(
    actor: Actor, source: Source, terms: Sequence[Term], before: int | None, most: int
) -> "QuerySet[Line, tuple[int, int]]":
    """Return lines that answer and whose records the actor may see, the newest first.

    What is hidden is left out before anything is put in order, cut off or counted.
    """
    rows = Line.objects.filter(site_id=actor.site_id, kind=source.kind)
    found = newest(_seen(rows, source.rows(actor), few=rare(terms)), source.kind, terms, before)
    return cast("QuerySet[Line, tuple[int, int]]", found.values_list("pk", "owner_id")[:most])


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


def _hits(actor: Actor, source: Source, ids: Sequence[int]) -> tuple[Hit, ...]:
    by_id = {hit.owner_id: hit for hit in source.cards(actor, ids)} if ids else {}
    return tuple(by_id[pk] for pk in ids if pk in by_id)
