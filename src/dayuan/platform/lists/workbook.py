"""A list as an Excel file: values as what they are, and nothing in it that runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dayuan.kernel.labels import Label
from dayuan.kernel.problems import Source
from dayuan.kernel.states import State
from dayuan.platform.ui import drawn, shapes, times

Plain = str | int | float | date | datetime | None
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST_YEAR = 1900
#: What Excel takes in one cell.
CELL = 32_767
#: Columns are as wide as what stands in them, between these.
_WIDTHS = (8, 60)
#: Every cell is written as what it is: no text becomes a formula, a link or a number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A list as it is written: its name, a line on source, time and person, its headings."""

    name: str
    line: str
    #: Words; a day stays a day, as short as a narrow column takes.
    headings: Sequence[str | date]
    zone: tzinfo
    #: How numbers and days of a column are shown, by its place, as Excel writes it: ``#,##0.0``.
    formats: Mapping[int, str] = field(default_factory=dict)


def write(file: Path, told: Told, rows: Iterable[Sequence[Any]]) -> int:
    """Write the file, row by row in little memory; return how many rows there are."""
    return write_all(file, [(told, rows)])


def write_all(file: Path, sheets: Iterable[tuple[Told, Iterable[Sequence[Any]]]]) -> int:
    """Write a file of several sheets, in their order; return how many rows there are in all."""
    with Workbook(str(file), {**_OPTIONS, "tmpdir": str(file.parent)}) as book:
        return sum(_write(book, told, rows) for told, rows in sheets)


def _write(book: Workbook, told: Told, rows: Iterable[Sequence[Any]]) -> int:
    # Excel refuses these in a sheet's name.
    title = "".join(c for c in told.name if c not in "[]:*?/\\'")[:31]
    sheet = _Sheet(book.add_worksheet(title or None), book, told)
    for cells in rows:
        sheet.add(cells)
    sheet.end()
    return sheet.rows


@dataclass
class _Sheet:
    sheet: Worksheet
    book: Workbook
    told: Told
    rows: int = 0
    widths: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        bold = self.book.add_format({"bold": True, "bottom": 1})
        soft = self.book.add_format({"font_color": "#555555"})
        self.day: Format = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.of_column: dict[int, Format] = {
            column: self.book.add_format({"num_format": how})
            for column, how in self.told.formats.items()
        }
        self.sheet.write_string(0, 0, self.told.line, soft)
        days = self.book.add_format({"bold": True, "bottom": 1, "num_format": "m-d"})
        for column, word in enumerate(self.told.headings):
            if isinstance(word, date):
                self.sheet.write_datetime(1, column, word, days)
            else:
                self.sheet.write_string(1, column, word, bold)
        self.widths = [_width(one) if isinstance(one, str) else 0 for one in self.told.headings]
        self.sheet.freeze_panes(2, 1)
        self.sheet.repeat_rows(1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)

    def add(self, cells: Sequence[Any]) -> None:
        """Write one row."""
        row = self.rows + 2
        for column, found in enumerate(cells):
            value = plain(found, self.told.zone)
            self._put(row, column, value)
            self.widths[column] = max(self.widths[column], _width(_as_read(value)))
        self.rows += 1

    def end(self) -> None:
        """Set the widths, now that everything was seen, and the arrows that narrow it down."""
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, min(max(width + 2, _WIDTHS[0]), _WIDTHS[1]))
        last = max(len(self.widths) - 1, 0)
        self.sheet.autofilter(1, 0, self.rows + 1, last)

    def _put(self, row: int, column: int, value: Any) -> None:
        how = self.of_column.get(column)
        if isinstance(value, datetime):
            self.sheet.write_datetime(row, column, value, how)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, how or self.day)
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value, how)
        elif value:
            self.sheet.write_string(row, column, value[:CELL])


def plain(found: Any, zone: tzinfo) -> Plain:
    """Return what a cell of a page is in a file: words, a number, a day, or a time there.

    A deadline is its instant; a badge is its word. What lies before 1900 is words: Excel
    knows no day before it.
    """
    if found is None or found == "":
        return None
    for what, turn in _TURNED:
        if isinstance(found, what):
            return turn(found, zone)
    return drawn.words(found)


def _moment(found: datetime, zone: tzinfo) -> Plain:
    at = found.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return at if at.year >= _FIRST_YEAR else at.isoformat(sep=" ", timespec="minutes")


def _many(found: Iterable[Any], zone: tzinfo) -> Plain:
    comma = "、" if times.in_chinese() else ", "
    return comma.join(_as_read(plain(one, zone)) for one in found)


_TURNED: tuple[tuple[type | tuple[type, ...], Callable[[Any, tzinfo], Plain]], ...] = (
    (bool, lambda found, _zone: _("Yes") if found else _("No")),
    ((int, float), lambda found, _zone: found),
    (datetime, _moment),
    (date, lambda found, _zone: found if found.year >= _FIRST_YEAR else found.isoformat()),
    (shapes.Clock, lambda found, zone: plain(found.stopped or found.due, zone)),
    ((list, tuple), _many),
    (State, lambda found, _zone: drawn.words(found.label)),
    ((shapes.Badge, shapes.Link), lambda found, _zone: drawn.words(found.word)),
    (shapes.Person, lambda found, _zone: found.name),
    (Label, lambda found, _zone: drawn.words(found.text)),
    (Source, lambda found, _zone: drawn.source_words(found)),
)


def _as_read(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return "" if value is None else str(value)


def _width(text: str) -> int:
    """Return how many letters wide a text is; a Chinese character is two."""
    shown = text[: _WIDTHS[1]]
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in shown)
