"""What the program publishes, so that a handbook can bind clauses to it.

Each module lists its own entries; the outermost floor collects them. Binding
has one direction: the program names codewords and typed parameters, and only a
handbook says which clause uses which, with which numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from dayuan.kernel.text import Text


class Params(BaseModel):
    """Base of a capability's typed parameters; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoParams(Params):
    """A capability that takes none."""


@dataclass(frozen=True, slots=True)
class Capability:
    """Something the program can do, by a codeword that is never renamed or reused.

    ``live`` is false while nobody can start it yet: a clause bound to it is
    *prepared*, not *enforced*.
    """

    code: str
    label: Text
    params: type[Params] = NoParams
    live: bool = True


@dataclass(frozen=True, slots=True)
class Verb:
    """A permission: something a post may be granted by the handbook."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case: what its playbooks may count from and ask for, the acts a step may be."""

    code: str
    label: Text
    anchors: Mapping[str, Text] = field(default_factory=dict)
    acts: Mapping[str, Text] = field(default_factory=dict)
    #: What the program itself knows of such a case; false unless it says otherwise.
    facts: Mapping[str, Text] = field(default_factory=dict)
    #: Acts that a plan may well do without.
    optional: frozenset[str] = frozenset()
    live: bool = True


@dataclass(frozen=True)
class Catalogue:
    """Everything the program publishes, checked to hold together."""

    capabilities: Mapping[str, Capability]
    verbs: Mapping[str, Verb]
    case_kinds: Mapping[str, CaseKind]

    @classmethod
    def of(
        cls,
        *,
        capabilities: Iterable[Capability] = (),
        verbs: Iterable[Verb] = (),
        case_kinds: Iterable[CaseKind] = (),
    ) -> "Catalogue":
        """Collect entries; two with one codeword raise ``ValueError``."""
        return cls(_index(capabilities), _index(verbs), _index(case_kinds))


Entry = TypeVar("Entry", Capability, Verb, CaseKind)


def _index(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.code in found:
            raise ValueError(f"{entry.code} is published twice")
        found[entry.code] = entry
    return MappingProxyType(found)
