"""What else stands on the page of one's own account: modules above say so at start."""

from typing import Protocol

from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui.shapes import Action


class OwnAction(Protocol):
    """One thing that a person may set about himself."""

    def __call__(self, actor: Actor, /) -> Action | None:
        """Return how it is reached, or ``None`` where this person has nothing of it."""


actions: Registry[OwnAction] = Registry("action on one's own account")


def actions_of(actor: Actor) -> list[Action]:
    """Return what this person may set about himself, beyond the account."""
    found = (one(actor) for one in actions.values())
    return [one for one in found if one is not None]
