"""The schema applied to what was read, and as much as possible kept when it fails.

"Every problem at once" needs the cross-checks to run on a handbook that has
faults. So the smallest faulty parts are left out until the rest is valid; what
they declare stays known through the reading, so that nothing is called missing
that is only misspelt inside.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from dayuan.handbook.findings import Finding, Path
from dayuan.handbook.reading import Reading
from dayuan.handbook.schema import SCHEMA_VERSION, Handbook
from dayuan.handbook.wording import explain

#: A fault climbs at most from a leaf to its section.
_ROUNDS = 10
_STAND_IN = {"schema": SCHEMA_VERSION, "code": "x", "title": "x", "site": "x", "edition": "x"}


@dataclass
class Validated:
    """The valid part of a handbook and what had to be left out of it."""

    handbook: Handbook | None
    findings: list[Finding] = field(default_factory=list)
    #: Paths that were left out, as they stand in the files.
    dropped: frozenset[Path] = frozenset()
    #: For lists that lost items: the indexes that stayed, by the list's path.
    kept: dict[Path, list[int]] = field(default_factory=dict)

    def original(self, path: Path) -> Path:
        """Return where a path of the valid part stands in the files."""
        written: Path = ()
        for part in path:
            if isinstance(part, int) and written in self.kept:
                part = self.kept[written][part]
            written = (*written, part)
        return written


def validate(reading: Reading) -> Validated:
    """Apply the schema; every fault becomes a finding, nothing raises."""
    try:
        return Validated(Handbook.model_validate(reading.data))
    except ValidationError as error:
        findings = _findings(reading, error)
        return _salvage(reading, error, findings)


def _findings(reading: Reading, error: ValidationError) -> list[Finding]:
    found: dict[Path, dict[str, Finding]] = {}
    for one in error.errors(include_url=False, include_context=False):
        path, message, hint = explain(one)
        if path == () and not reading.whole:
            continue  # the missing section may stand in the file that could not be read
        if one["type"] == "too_short" and reading.raw(path):
            continue  # not empty: its items are wrong, which is said of each
        place = reading.place(path)
        code = f"schema.{one['type']}"
        finding = Finding(place.file, place.line, reading.where(path), code, message, hint)
        found.setdefault(path, {}).setdefault(message.en, finding)
    return [
        finding
        for path, at in found.items()
        for finding in _most_telling(list(at.values()))
        if not (finding.code == "schema.too_short" and _wrong_inside(path, found))
    ]


def _wrong_inside(path: Path, found: Iterable[Path]) -> bool:
    """Tell whether an item of a list is wrong: the list then only seems to lack it."""
    return any(len(other) > len(path) and other[: len(path)] == path for other in found)


def _most_telling(findings: list[Finding]) -> list[Finding]:
    """Leave out what other allowed types would say, where one type says what is wrong inside."""
    own = [f for f in findings if f.code == "schema.value_error"]
    return own or findings


def _salvage(reading: Reading, error: ValidationError, findings: list[Finding]) -> Validated:
    dropped: set[Path] = set()
    kept: dict[Path, list[int]] = {}
    state = Validated(None, findings)
    for _ in range(_ROUNDS):
        for one in error.errors(include_url=False, include_context=False):
            path, _, _ = explain(one)
            dropped.add(_not_yet_dropped(state.original(path), dropped))
        kept = {}
        data = _without(reading.data, (), dropped, _prefixes(dropped), kept)
        data.setdefault("handbook", _STAND_IN)
        state = Validated(None, findings, frozenset(dropped), kept)
        try:
            state.handbook = Handbook.model_validate(data)
        except ValidationError as again:
            error = again
        else:
            return state
    return state


def _not_yet_dropped(path: Path, dropped: set[Path]) -> Path:
    while len(path) > 1 and path in dropped:
        path = path[:-1]
    return path or ("handbook",)


def _prefixes(paths: Iterable[Path]) -> set[Path]:
    return {path[:length] for path in paths for length in range(len(path))}


def _without(
    value: Any, path: Path, dropped: set[Path], touched: set[Path], kept: dict[Path, list[int]]
) -> Any:
    if path not in touched:
        return value
    if isinstance(value, dict):
        return {
            key: _without(item, (*path, key), dropped, touched, kept)
            for key, item in value.items()
            if (*path, key) not in dropped
        }
    if isinstance(value, list):
        kept[path] = [i for i in range(len(value)) if (*path, i) not in dropped]
        return [_without(value[i], (*path, i), dropped, touched, kept) for i in kept[path]]
    return value
