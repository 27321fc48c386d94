"""Owners: may this actor see the record that a file, a notice or an entry belongs to?

Platform modules hang things on records they do not know. The module that owns
the record registers the one answer, and every surface asks it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, Protocol, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor

Row = TypeVar("Row")


class OwnerDoor(Protocol):
    """The door of one kind of record."""

    def __call__(self, actor: Actor, owner_ids: Collection[int], /) -> set[int]:
        """Return those of these records that the actor may see now, in one query."""


class OwnerRows(Protocol):
    """The records of one kind that an actor may see, to be asked for inside another question."""

    def __call__(self, actor: Actor, /) -> "QuerySet[Any]":
        """Return them as a query that is not sent by itself."""


doors: Registry[OwnerDoor] = Registry("owner")
#: Beside the door, for kinds whose records stand in a table: a list of what hangs on
#: them then costs one question. Both answers come from the same function above.
rows: Registry[OwnerRows] = Registry("rows of an owner")


def may_see(actor: Actor, kind: str, owner_id: int) -> bool:
    """Tell whether the actor may see (kind, id); an unknown kind is never seen."""
    return owner_id in seen(actor, kind, [owner_id])


def seen(actor: Actor, kind: str, owner_ids: Collection[int]) -> set[int]:
    """Return those of these records that the actor may see; of an unknown kind none."""
    door = doors.get(kind)
    return door(actor, owner_ids) if door is not None and owner_ids else set()


def hanging_on_seen(actor: Actor, *, kind: str, pk: str, among: Collection[str] | None = None) -> Q:
    """Return the condition on rows that hang on a record, named by the fields ``kind`` and ``pk``.

    It leaves out what hangs on hidden records and on kinds nobody answers for. Kinds
    that have a door and no ``rows`` stay in: they still go ``through`` their door. Whoever
    knows which kinds there are says so in ``among``: putting a door into words takes time.
    """
    found = Q(pk__in=[])
    for code in doors:
        if among is not None and code not in among:
            continue
        of_kind = Q(**{kind: code})
        if (seen_rows := rows.get(code)) is not None:
            of_kind &= one_by_one(pk, seen_rows(actor))
        found |= of_kind
    return found


def one_by_one(field: str, seen_rows: QuerySet[Any]) -> Q:
    """Return the condition that a field names one of these rows, looked up for each on its own.

    PostgreSQL and newer SQLite turn an EXISTS round: they gather every row there is and join.
    For ten notices among a million cases that is the wrong end, and what was quick in a young
    house takes a second in an old one. A single value with a limit is never turned round.
    """
    return Q(**{field: Subquery(seen_rows.filter(pk=OuterRef(field)).values("pk")[:1])})


def through(
    actor: Actor,
    rows: Iterable[Row],
    *,
    belongs_to: Callable[[Row], tuple[str, Collection[int]]],
    without_door: bool,
) -> list[Row]:
    """Return the rows whose records the actor may all see; each door is asked once.

    ``without_door`` says what happens to rows about records nobody answers for.
    """
    pairs = [(row, belongs_to(row)) for row in rows]
    asked: dict[str, set[int]] = defaultdict(set)
    for _row, (kind, ids) in pairs:
        asked[kind].update(ids)
    open_to = {kind: seen(actor, kind, ids) for kind, ids in asked.items() if kind in doors}
    return [
        row
        for row, (kind, ids) in pairs
        if (set(ids) <= open_to[kind] if kind in open_to else without_door)
    ]
