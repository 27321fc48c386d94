"""How a line of the table of commands is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.permissions.table import parts
from tests.permissions.world import World

Arguments = Callable[[World, str], Mapping[str, Any]]


@dataclass(frozen=True)
class Act:
    """One command: its verbs, who may give it, and with what it is called."""

    name: str
    verbs: tuple[str, ...]
    may: frozenset[str]
    arguments: Arguments
    #: It touches a thing of this site; another site's director is refused.
    ours: bool = True
    #: The refusal of a command that looks for ours among the giver's own and finds nothing.
    none_of_ours: tuple[str, ...] = ()


def act(
    name: str,
    verbs: str,
    may: str,
    arguments: Arguments,
    *,
    ours: bool = True,
    none_of_ours: str = "",
) -> Act:
    """Write one line."""
    none = (f"no: {none_of_ours}",) if none_of_ours else ()
    return Act(f"dayuan.{name}", tuple(verbs.split()), parts(may), arguments, ours, none)
