"""The surfaces by which an act is given, as values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.acts import Act
from tests.permissions.world import World

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """A form on a page: which, about what, and what is typed."""

    name: str
    of: tuple[Any, ...] = ()
    typed: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Program:
    """An operation of the interface: what stands in its address, and what is sent."""

    operation: str
    of: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True)
class Phone:
    """An act that a phone queued."""

    act: str
    about: int
    values: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A row of a file that is imported."""

    importer: str
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Shell:
    """A line typed at the server, behind ``dayuan``."""

    line: tuple[str, ...]


Surface = Page | Program | Phone | Row | Shell


@dataclass(frozen=True)
class Ways:
    """One command with every surface by which it is given."""

    act: Act
    surfaces: Callable[[World, Arguments], tuple[Surface, ...]]
    #: Entries of what a surface does besides, by the type of the entry; with the reason.
    besides: frozenset[str] = frozenset()
    #: Why its page takes no notice of whoever may not, where it does not say so.
    silent: str = ""
    #: Surfaces that do not ask at all for what was done already, and why.
    lets_be: Mapping[str, str] = field(default_factory=dict)
