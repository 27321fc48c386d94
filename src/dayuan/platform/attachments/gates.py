"""Who may add a file to a record, or take one away: told by the record's module."""

from dataclasses import dataclass
from typing import Protocol

from dayuan.kernel.problems import Problems
from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor


class Rule(Protocol):
    """Answers for one record."""

    def __call__(self, actor: Actor, owner_id: int, /) -> Problems:
        """Return what stands in the way; nothing when it may be done."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The two rules of a kind of record."""

    attach: Rule
    remove: Rule


gates: Registry[Gate] = Registry("attachment gate")
