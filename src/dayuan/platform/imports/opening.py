"""Reading a file: in the limited child, its headings found, its words kept as they stand."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dayuan.platform.attachments import store
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.imports import limits, rules
from dayuan.platform.imports.importers import Column, Importer
from dayuan.platform.imports.workbook import MEDIA_TYPE, REMARK

Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Written:
    """One row as it stands in the file: its number, and its words by column."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds, and the headings that no column has."""

    rows: tuple[Written, ...]
    unknown: tuple[str, ...]


def opened(accepted: Accepted, importer: Importer) -> Opened:
    """Return the rows of a file; raise :class:`Refused` with the reason when it is not read."""
    if accepted.media_type != MEDIA_TYPE:
        raise rules.unfit("type")
    return understood(run_child(store.path_of(accepted.sha256)), importer)


def understood(rows: Rows, importer: Importer) -> Opened:
    """Find the headings, in either language and any order, and what stands below them."""
    head = _head(rows, importer)
    columns = [_named(words, importer) for words in rows[head][1]]
    _check_columns([one for one in columns if one], importer)
    below = [_written(number, cells, columns) for number, cells in rows[head + 1 :]]
    found = tuple(one for one in below if one.values and not _is_hint(one, importer))
    if not found:
        raise rules.unfit("empty")
    if len(found) > limits.ROWS:
        raise rules.unfit("rows")
    names = zip(rows[head][1], columns, strict=True)
    unknown = (words for words, column in names if words and column is None)
    return Opened(found, tuple(one for one in unknown if _plain(one) not in _REMARKS))


def run_child(file: Path) -> Rows:
    """Let the limited child read a file; raise :class:`Refused` when it could not."""
    command = [sys.executable, "-I", "-m", "dayuan.platform.imports.child", str(file)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, a path of our own making
            command,
            capture_output=True,
            check=False,
            timeout=limits.CHILD_WALL_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as slow:
        raise rules.unfit("heavy") from slow
    if done.returncode != 0 or not done.stdout:
        raise rules.unfit("heavy")
    answer: dict[str, Any] = json.loads(done.stdout)
    if answer["problem"]:
        raise rules.unfit(answer["problem"])
    return [(number, cells) for number, cells in answer["rows"]]


# --- inside -------------------------------------------------------------------------------


def _head(rows: Rows, importer: Importer) -> int:
    """Return which of the first rows holds the headings: the one with most of them."""
    first = rows[: limits.TOP]
    top = [sum(_named(w, importer) is not None for w in cells) for _n, cells in first]
    if not top or not max(top):
        raise rules.unfit("headings")
    return top.index(max(top))


def _named(words: str, importer: Importer) -> Column | None:
    plain = _plain(words)
    return next((one for one in importer.columns if plain in _names(one)), None)


def _names(column: Column) -> set[str]:
    label = column.label
    return {_plain(one) for one in (label.in_language("zh"), label.in_language("en"), column.code)}


def _plain(words: str) -> str:
    """Return a heading without the mark of what is required, however it was typed."""
    return "".join(words.split()).rstrip("*＊").casefold()


_REMARKS = {_plain(REMARK.in_language("zh")), _plain(REMARK.in_language("en"))}


def _check_columns(found: list[Column], importer: Importer) -> None:
    for one in found:
        if found.count(one) > 1:
            raise rules.twice(one.label)
    # Only the key must be there: a piece that is known already needs no other column.
    if lacking := [one.label for one in importer.needed if one not in found]:
        raise rules.missing(lacking)


def _written(number: int, cells: Sequence[str], columns: Sequence[Column | None]) -> Written:
    named = zip(columns, cells, strict=False)
    return Written(number, {one.code: words for one, words in named if one and words})


def _is_hint(row: Written, importer: Importer) -> bool:
    """Tell whether a row is the template's own line of hints, left where it stood."""
    hints = {one.code: one.hint for one in importer.columns}
    return all(
        (hint := hints[code]) is not None
        and words in (hint.in_language("zh"), hint.in_language("en"))
        for code, words in row.values.items()
    )
