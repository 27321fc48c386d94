"""Owners: may this actor see the record that a file, a notice or an entry belongs to?

Platform modules hang things on records they do not know. The module that owns
the record registers the one answer, and every surface asks it.
"""

from typing import Protocol

from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor


class OwnerDoor(Protocol):
    """The door of one kind of record."""

    def __call__(self, actor: Actor, owner_id: int, /) -> bool:
        """Tell whether the actor may see this record now."""


doors: Registry[OwnerDoor] = Registry("owner")


def may_see(actor: Actor, kind: str, owner_id: int) -> bool:
    """Tell whether the actor may see (kind, id); an unknown kind is never seen."""
    door = doors.get(kind)
    return door is not None and door(actor, owner_id)
