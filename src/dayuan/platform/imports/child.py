"""The limited child process that reads the rows of an Excel file.

    python -m dayuan.platform.imports.child FILE

It knows no database and no settings, and gives up memory and time beyond what an
honest file needs. It answers with one line of JSON: the rows that have something in
them, each with its number in the file and its cells as words, or what is wrong.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from dayuan.platform.imports import limits

_MIDNIGHT = time()


class UnfitError(Exception):
    """The file is not read; the codeword says why."""


def limit_self() -> None:
    """Give up what reading a table never needs."""
    cap = resource.setrlimit
    cap(resource.RLIMIT_AS, (limits.CHILD_MEMORY, limits.CHILD_MEMORY))
    cap(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    cap(resource.RLIMIT_FSIZE, (0, 0))
    cap(resource.RLIMIT_NOFILE, (64, 64))
    cap(resource.RLIMIT_CORE, (0, 0))


def read(file: str) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet that have something in them."""
    _weigh(file)
    # By its content: under its digest a file has no extension, which would be asked for.
    with Path(file).open("rb") as content:
        book = load_workbook(content, read_only=True, data_only=False, keep_links=False)
        if not book.worksheets:
            raise UnfitError("empty")
        sheet = book.worksheets[0]
        # What the file says of its own size is not believed.
        sheet.reset_dimensions()
        return list(_rows(sheet.iter_rows(max_col=limits.COLUMNS, values_only=True)))


def _rows(found: Any) -> Iterator[tuple[int, list[str]]]:
    count = 0
    for number, cells in enumerate(found, start=1):
        words = [word(cell) for cell in cells]
        if not any(words):
            continue
        count += 1
        if count > limits.ROWS + limits.TOP:
            raise UnfitError("rows")
        yield number, words


def word(cell: Any) -> str:
    """Return a cell as the words a person would have typed; a formula is its own text."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # An array formula is an object that holds its text.
    return str(getattr(cell, "text", cell) or "").strip()[: limits.CELL]


def _moment(cell: datetime) -> str:
    if cell.time() == _MIDNIGHT:
        return cell.date().isoformat()
    return cell.isoformat(sep=" ", timespec="minutes")


def _weigh(file: str) -> None:
    """Refuse texts and styles that no table of this many rows has, before they are parsed."""
    with zipfile.ZipFile(file) as archive:
        rest = (e for e in archive.infolist() if not e.filename.startswith("xl/worksheets/"))
        parsed = (e for e in rest if not e.filename.startswith("xl/media/"))
        if sum(entry.file_size for entry in parsed) > limits.PARTS_BYTES:
            raise UnfitError("heavy")


def main(arguments: list[str]) -> int:
    """Read one file and say how it went."""
    limit_self()
    answer: dict[str, Any]
    try:
        answer = {"problem": "", "rows": read(arguments[0])}
    except UnfitError as unfit:
        answer = {"problem": str(unfit)}
    except MemoryError:
        answer = {"problem": "heavy"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ParseError,
            zipfile.BadZipFile):  # fmt: skip
        # Whatever a file that is no proper workbook breaks on, it is the file that is broken.
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
