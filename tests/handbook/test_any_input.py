"""Whatever stands in the files, a check answers with findings and never breaks down."""

import copy
import json
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.findings import Finding
from dayuan.handbook.load import check
from dayuan.handbook.yamltext import read_text
from tests.handbook.minimal import BOOK, CATALOGUE, FILE

_VALID = read_text(FILE, BOOK.encode()).data
_WORDS = st.sampled_from(
    ["miller", "carter", "M1", "A-01", "mill.order", "O+1h", "O+asap", "weigh", "grind", "", "9"]
)
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), _WORDS
)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        found += _places(item, (*path, key)) if isinstance(item, dict | list) else [(*path, key)]
    return found


_PLACES = _places(_VALID)


@st.composite
def _broken_books(draw: st.DrawFn) -> Any:
    """Return the small handbook after a few random edits anywhere."""
    book = copy.deepcopy(_VALID)
    for _ in range(draw(st.integers(1, 4))):
        _edit(draw, book, draw(st.sampled_from(_PLACES)))
    return book


def _edit(draw: st.DrawFn, book: Any, path: tuple[Any, ...]) -> None:
    holder = book
    for part in path[:-1]:
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):
            return  # an earlier edit took the place away
    key = path[-1]
    present = isinstance(holder, dict) and key in holder
    present = present or (isinstance(holder, list) and isinstance(key, int) and key < len(holder))
    if not present:
        return
    how = draw(st.sampled_from(["delete", "replace", "rename", "double"]))
    if how == "delete":
        del holder[key]
    elif how == "replace":
        holder[key] = draw(_ANYTHING)
    elif isinstance(holder, list):
        holder.insert(0, copy.deepcopy(holder[key]))
    elif how == "rename":
        holder[draw(st.text(max_size=6))] = holder.pop(key)
    else:
        holder[f"{key}_2"] = copy.deepcopy(holder[key])


def _check_and_print(files: dict[str, bytes]) -> tuple[Finding, ...]:
    checked = check(files, CATALOGUE, complete=True)
    for finding in checked.findings:
        assert finding.line >= 1
        for language in ("en", "zh-hans"):
            assert finding.report(language).strip()
    assert (checked.handbook is None) == bool(checked.errors)
    return checked.findings


@given(_broken_books())
def test_a_handbook_broken_anywhere_is_answered_with_findings(book: Any) -> None:
    # JSON is YAML, and keeps the types of the values as they were drawn.
    _check_and_print({FILE: json.dumps(book, ensure_ascii=True).encode()})


@given(_broken_books())
def test_a_broken_handbook_written_as_people_write_is_answered(book: Any) -> None:
    text = yaml.safe_dump(book, allow_unicode=True, sort_keys=False)
    _check_and_print({FILE: text.encode("utf-8", "surrogatepass")})


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(raw: bytes) -> None:
    assert _check_and_print({FILE: raw})


@given(st.text(alphabet=" \n\t:-#[]{}&*!|>'\"%@`,?abcM1", max_size=80))
def test_any_punctuation_is_answered(text: str) -> None:
    assert _check_and_print({FILE: text.encode()})


@given(st.integers(0, len(BOOK)))
def test_a_file_that_breaks_off_is_answered(length: int) -> None:
    _check_and_print({FILE: BOOK[:length].encode()})
