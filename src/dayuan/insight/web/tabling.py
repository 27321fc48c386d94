"""A table of the plan: its heading, its rows, and a place each row can be linked to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dayuan.handbook.compiled import natural
from dayuan.handbook.schema import SourceRef
from dayuan.kernel.problems import Source

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the code by which links find it; the first cell names it."""

    code: str
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a page."""

    heading: Any
    columns: Sequence[Any]
    rows: Sequence[Line]
    note: str = ""
    code: str = ""

    @property
    def lines(self) -> list[tuple[Line, list[tuple[Any, Any]]]]:
        """Return each row with its cells beside the names of their columns."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


def sources(*refs: SourceRef | None) -> list[Source]:
    """Return the sources of a row, leaving out what it does not have."""
    return [ref.value for ref in refs if ref is not None]


def in_order(entries: Mapping[str, Entry], key: Callable[[Entry], Any]) -> list[tuple[str, Entry]]:
    """Return entries by a key; those that are equal by their code."""
    return sorted(entries.items(), key=lambda item: (key(item[1]), item[0]))


def by_source(entry: Any) -> Any:
    """Return where the plan speaks of an entry: the plan's own order."""
    return natural(entry.source.value.ref)
