"""Excel files that the house gives out for imports: the template, and rows to correct."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from unicodedata import east_asian_width

from django.utils.translation import get_language
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports import limits
from dayuan.platform.imports.importers import Column, Importer

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The column that says what is to be corrected; it is not read.
REMARK = Text("要改的地方", "To correct")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = (12, 60)


def template(importer: Importer, actor: Actor) -> bytes:
    """Return an empty table: headings, a line of hints, and lists to choose from."""
    hints = {one.code: said(one.hint) for one in importer.columns if one.hint}
    return _book(importer, actor, [hints], soft=True)


def corrections(
    importer: Importer, actor: Actor, rows: Iterable[tuple[Mapping[str, str], str]]
) -> bytes:
    """Return rows as they were typed, each with what is wrong with it."""
    return _book(importer, actor, [{**words, "": remark} for words, remark in rows], remark=True)


def said(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.in_language(get_language() or "zh-hans")


def _book(
    importer: Importer, actor: Actor, rows: Sequence[Mapping[str, str]], *,
    soft: bool = False, remark: bool = False,
) -> bytes:  # fmt: skip
    out = BytesIO()
    columns = [(one.code, heading(one)) for one in importer.columns]
    columns += [("", said(REMARK))] if remark else []
    with Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        grey = book.add_format({"font_color": "#555555", "italic": True}) if soft else None
        # Everything typed below is a text: a code such as 007 keeps its noughts.
        words = book.add_format({"num_format": "@", "text_wrap": True})
        for place, (code, label) in enumerate(columns):
            cells = [row.get(code, "") for row in rows]
            sheet.set_column(place, place, _width([label, *cells]), words)
            sheet.write_string(0, place, label, bold)
            for line, cell in enumerate(cells, start=1):
                sheet.write_string(line, place, cell, grey or words)
        sheet.freeze_panes(1, 1)
        _offer(book, sheet, importer.columns, actor)
    return out.getvalue()


def heading(column: Column) -> str:
    """Return a column's heading; what is required is marked."""
    return f"{said(column.label)}{' *' if column.required else ''}"


def _offer(book: Workbook, sheet: Worksheet, columns: Sequence[Column], actor: Actor) -> None:
    """Let the cells of a choice offer what there is to choose, from a sheet beside."""
    offered = [(n, one.choices(actor)) for n, one in enumerate(columns) if one.kind == "choice"]
    if not any(choices for _n, choices in offered):
        return
    lists = book.add_worksheet("…")
    lists.hide()
    for n, choices in offered:
        for line, (_code, text) in enumerate(choices):
            lists.write_string(line, n, said(text))
        if choices:
            letter = chr(ord("A") + n)
            source = f"='…'!${letter}$1:${letter}${len(choices)}"
            sheet.data_validation(
                1, n, limits.ROWS + 1, n,
                {"validate": "list", "source": source, "error_type": "warning"},
            )  # fmt: skip


def _width(cells: Iterable[str]) -> int:
    widest = max(sum(2 if east_asian_width(c) in "WF" else 1 for c in one) for one in cells)
    return min(max(widest + 2, _WIDTHS[0]), _WIDTHS[1])
