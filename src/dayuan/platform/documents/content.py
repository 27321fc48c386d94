"""What a document says before it is drawn: plain values that every renderer draws alike.

The values name no font, no address and no markup. ``as_data`` turns them into what the
renderers are handed: words that can be seen, numbers and lists, nothing that could be
run. What people typed is never evaluated by anything that stands behind it.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a new line stays a new line."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One box of a form: what is asked, what stands there. A ``wide`` one fills its line."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The boxes of a form, two on a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``weight`` is its share of the width."""

    label: str
    weight: int = 1
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head stands on every sheet; ``empty`` is said where it has no rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class GridHead:
    """The head of a narrow column: its number, small print under it; shaded all the way down."""

    label: str
    small: str = ""
    mark: str = ""
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of a grid; ``strong`` names the cells that must be seen from afar.

    Its ``kind`` is empty, ``group`` for a title above the lines that follow, or ``sum`` for
    what stands under the whole grid.
    """

    title: str
    cells: tuple[str, ...] = ()
    kind: str = ""
    strong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Many narrow columns under a head that stands on every sheet, as on a wall.

    Each row has a cell for every head, then one for each of the ``ends``.
    """

    corner: str
    heads: tuple[GridHead, ...]
    ends: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Lines under each other, counted or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that lies in the house, by its digest; ``url`` is where a page shows it."""

    sha256: str
    url: str
    caption: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures side by side."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: for whom, with the name and the day where they are known."""

    role: str
    name: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, kept together with what stands right before them."""

    fields: tuple[Signature, ...]
    #: The word before the line for the day.
    dated: str
    #: Small print that belongs to them, so that it never stands alone on a sheet.
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a sheet of its own."""


Block = (
    Heading | Paragraph | Note | Facts | Table | Grid | Listed | Pictures | Signatures | PageBreak
)

_NAMES: Mapping[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Note: "note",
    Facts: "facts",
    Table: "table",
    Grid: "grid",
    Listed: "listed",
    Pictures: "pictures",
    Signatures: "signatures",
    PageBreak: "page_break",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: what it is called, whose it is, what it says.

    ``number`` and ``label`` are those of the record, in the words they are printed in.
    A ``restricted`` one carries the reader's name across every sheet. A ``wide`` one lies
    across sheets of A3.
    """

    title: str
    site: str
    number: str = ""
    label: str = ""
    restricted: bool = False
    wide: bool = False
    blocks: tuple[Block, ...] = ()


def plain(text: str) -> str:
    """Return the words of a text that can be seen on paper.

    Control, zero-width and direction characters go: what is printed must not read
    otherwise than it is kept. New lines stay, a tab is a space.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(
        "".join(c for c in line if unicodedata.category(c)[0] != "C") for line in lines
    )


def as_data(document: Document) -> dict[str, Any]:
    """Return a document as what the renderers are handed, and what is kept when it is issued."""
    return {
        "title": plain(document.title),
        "site": plain(document.site),
        "number": plain(document.number),
        "label": plain(document.label),
        "restricted": document.restricted,
        "wide": document.wide,
        "blocks": [_block(block) for block in document.blocks],
    }


#: How it looks, and where a page finds it: another release may see that otherwise.
_LOOKS = frozenset({"weight", "numeric", "url", "wide", "shaded"})


def digest(data: Data) -> str:
    """Return the digest of what a document says; the same words have the same one."""
    said = json.dumps(_said(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _said(found: Any) -> Any:
    if isinstance(found, Mapping):
        return {name: _said(one) for name, one in found.items() if name not in _LOOKS}
    return [_said(one) for one in found] if isinstance(found, list) else found


def _block(block: Block) -> dict[str, Any]:
    return {"is": _NAMES[type(block)], **_values(block)}


def _values(found: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(found, field.name)) for field in fields(found)}


def _value(found: Any) -> Any:
    if isinstance(found, str):
        return plain(found)
    if isinstance(found, bool | int):
        return found
    if isinstance(found, Sequence):
        return [_value(one) for one in found]
    return _values(found)
