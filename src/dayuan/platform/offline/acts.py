"""The acts that may be queued, and the day's list that may be kept, by module.

A module above registers both: the offline module knows neither tasks nor cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was about, for the log: whoever may see it may see the entry."""

    kind: str
    pk: int


class Act(Protocol):
    """Carries out one act by the module's own command, which asks everything it always asks."""

    def __call__(
        self, *, about: int, values: Mapping[str, Any], actor: Actor, at: datetime
    ) -> Subject:
        """Do it; raise :class:`Refused` where it cannot be done."""


class Day(Protocol):
    """Gives what a person may read without a network."""

    def __call__(self, *, actor: Actor, at: datetime) -> Sequence[Mapping[str, Any]]:
        """Return codewords, ids, times and words of the plan; nothing that people typed."""


acts: Registry[Act] = Registry("act without a network")
days: Registry[Day] = Registry("list for a phone without a network")
