"""Whose password somebody may void: told from above, where reporting lines are known.

The slip of a reset opens the account. Whoever could reset anybody could become
anybody, so the verb alone does not do.
"""

from datetime import datetime
from typing import Protocol

from dayuan.kernel.problems import Problems
from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor


class Supervision(Protocol):
    """Knows who answers for whom."""

    def __call__(self, actor: Actor, account_id: int, /, *, at: datetime) -> Problems:
        """Return why this account is not this actor's to reset; nothing if it is."""


answers: Registry[Supervision] = Registry("supervision answer")


def problems(actor: Actor, account_id: int, *, at: datetime) -> Problems:
    """Return everything that stands in the way of this actor resetting this account."""
    return tuple(p for answer in answers.values() for p in answer(actor, account_id, at=at))
