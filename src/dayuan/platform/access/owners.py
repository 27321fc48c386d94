"""Owners: may this actor see the record that a file, a notice or an entry belongs to?

Platform modules hang things on records they do not know. The module that owns
the record registers the one answer, and every surface asks it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Protocol, TypeVar

from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor

Row = TypeVar("Row")


class OwnerDoor(Protocol):
    """The door of one kind of record."""

    def __call__(self, actor: Actor, owner_ids: Collection[int], /) -> set[int]:
        """Return those of these records that the actor may see now, in one query."""


doors: Registry[OwnerDoor] = Registry("owner")


def may_see(actor: Actor, kind: str, owner_id: int) -> bool:
    """Tell whether the actor may see (kind, id); an unknown kind is never seen."""
    return owner_id in seen(actor, kind, [owner_id])


def seen(actor: Actor, kind: str, owner_ids: Collection[int]) -> set[int]:
    """Return those of these records that the actor may see; of an unknown kind none."""
    door = doors.get(kind)
    return door(actor, owner_ids) if door is not None and owner_ids else set()


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
