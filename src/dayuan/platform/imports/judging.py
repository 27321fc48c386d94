"""Judging the rows of a file, all at once and without writing: what each would become."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from dayuan.kernel.problems import Blocker, Problems
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports import rules
from dayuan.platform.imports.importers import Choices, Column, Given, Importer, Value, Verdict
from dayuan.platform.imports.opening import Written


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as it stands in the file, and what would become of it."""

    row: Written
    verdict: Verdict


def judged(importer: Importer, rows: Sequence[Written], actor: Actor) -> list[Judged]:
    """Return what would become of each row, in the order of the file."""
    read = Reader(importer, actor)
    first: dict[tuple[str, ...], int] = {}
    wrong: dict[int, dict[str, Problems]] = {}
    found: list[Given] = []
    for row in rows:
        given, problems = read.row(row.number, row.values)
        if (double := _double(importer, given, first)) is not None:
            problems[importer.key[0]] = (rules.double(double),)
        if problems:
            wrong[row.number] = problems
        found.append(replace(given, whole=not problems))
    # Rows with a cell that is no value are judged too: everything is told at once.
    verdicts = importer.check(found, actor)
    return [
        Judged(row, _joined(verdict, wrong.get(row.number, {})))
        for row, verdict in zip(rows, verdicts, strict=True)
    ]


class Reader:
    """Reads the words of a row as what its columns say they are."""

    def __init__(self, importer: Importer, actor: Actor) -> None:
        self.columns, self.needed = importer.columns, importer.needed
        self.choices: Mapping[str, Choices] = {
            one.code: one.choices(actor) for one in importer.columns if one.kind == "choice"
        }
        self.known = {code: _lookup(choices) for code, choices in self.choices.items()}

    def row(self, number: int, words: Mapping[str, str]) -> tuple[Given, dict[str, Problems]]:
        """Return a row's values, and what is wrong with those that are none."""
        values: dict[str, Value] = {}
        problems: dict[str, Problems] = {}
        for column in self.columns:
            typed = words.get(column.code, "")
            if not typed:
                if column in self.needed:
                    problems[column.code] = (rules.REQUIRED,)
                continue
            found = self._value(column, typed)
            if isinstance(found, Blocker):
                problems[column.code] = (found,)
            else:
                values[column.code] = found
        return Given(number, values), problems

    def _value(self, column: Column, typed: str) -> Value | Blocker:
        match column.kind:
            case "number":
                fits = typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS
                return int(typed) if fits else rules.NO_NUMBER
            case "date":
                return _day(typed) or rules.NO_DATE
            case "moment":
                return _moment(typed) or rules.NO_MOMENT
            case "choice":
                found = self.known[column.code].get(_plain(typed))
                offered = [text for _code, text in self.choices[column.code]]
                return found if found is not None else rules.no_choice(offered)
            case _:
                return typed if len(typed) <= column.most else rules.too_long(column.most)


_DIGITS = 9


def _lookup(choices: Choices) -> dict[str, str]:
    """Return the codeword by every way to write a choice; a codeword itself comes first."""
    found: dict[str, str] = {}
    for code, text in choices:
        for words in (text.in_language("zh"), text.in_language("en")):
            found.setdefault(_plain(words), code)
    return {**found, **{_plain(code): code for code, _text in choices}}


def _plain(words: str) -> str:
    return "".join(words.split()).casefold()


def _day(typed: str) -> date | None:
    """Return the day of 2026-11-20, 2026/11/20, 2026.11.20 or 2026年11月20日."""
    plain = typed.translate(_SIGNS).rstrip("日")
    parts = plain.split("-")
    if len(parts) != _PARTS or not all(p.isascii() and p.isdecimal() for p in parts):
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _moment(typed: str) -> datetime | None:
    """Return the moment of a day with 14:30, 14：30, 14:30:00 or 14时30分; midnight for none."""
    words = re.split(r"[\sT]+|(?<=日)", typed.translate(_CLOCK).strip(), maxsplit=1)
    day = _day(words[0])
    spoken = words[1] if len(words) > 1 and words[1] else "0:00"
    parts = spoken.strip().rstrip(":").split(":")
    fits = len(parts) in (2, _PARTS) and all(p.isascii() and p.isdecimal() for p in parts)
    if day is None or not fits:
        return None
    try:
        hour, minute, *_seconds = map(int, parts)
        return datetime.combine(day, time(hour, minute))
    except ValueError:
        return None


_PARTS = 3
_CLOCK = str.maketrans({"：": ":", "时": ":", "点": ":", "分": ":", "秒": ""})
_SIGNS = str.maketrans({"/": "-", ".": "-", "年": "-", "月": "-"})


def _double(importer: Importer, row: Given, first: dict[tuple[str, ...], int]) -> int | None:
    """Return the earlier row that has the key of this one; a row without its key has none."""
    if any(not row.text(one.code) for one in importer.needed):
        return None
    key = tuple(_spelt(row.text(code)) for code in importer.key)
    earlier = first.setdefault(key, row.number)
    return earlier if earlier != row.number else None


def _spelt(words: str) -> str:
    """Return words as they are told apart: without spaces, wide letters or small ones."""
    return "".join(unicodedata.normalize("NFKC", words).split()).upper()


def _joined(verdict: Verdict, more: Mapping[str, Problems]) -> Verdict:
    """Return a verdict with what was wrong before; the cell's own problem stands alone."""
    if not more:
        return verdict
    return Verdict("wrong", {**verdict.problems, **more})
