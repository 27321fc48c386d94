"""What the schema expects at a place, in words an author understands."""

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from enum import Enum
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Gt
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from dayuan.handbook.findings import Path
from dayuan.handbook.schema import Handbook, SourceRef, Who, Words, plan
from dayuan.handbook.schema import base as b
from dayuan.handbook.schema.playbooks import DueTime
from dayuan.kernel.text import Text

_NAMED: dict[Any, Text] = {
    b.Code: Text(
        "代码（小写字母、数字、下划线，如 gate_guard）",
        "a codeword (lower case letters, digits, underscores, such as gate_guard)",
    ),
    b.DottedCode: Text(
        "带点的代码（如 desk.request）", "a codeword with a dot (such as desk.request)"
    ),
    b.ClauseId: Text(
        "条款编号（大写字母开头，如 C9.9-99）",
        "a clause id (starting with a capital letter, such as C9.9-99)",
    ),
    plan.DecisionId: Text("决定编号（如 A-00）", "a decision number (such as A-00)"),
    DueTime: Text(
        "时间（如 T-7d、S+5min、N+asap、T-before）",
        "a due time (such as T-7d, S+5min, N+asap, T-before)",
    ),
    Words: Text(
        "文字（如 {zh: 门卫岗, en: Gate guard}）", "words (such as {zh: 门卫岗, en: Gate guard})"
    ),
    SourceRef: Text(
        "一个来源（如 {clause: C9.9-99} 或 {site: 原因}）",
        "one source (such as {clause: C9.9-99} or {site: a reason})",
    ),
    Who: Text(
        "执行者（如 {post: gate_guard}、{role: front_desk}）",
        "who does it (such as {post: gate_guard} or {role: front_desk})",
    ),
    b.Line: Text("一行文字", "one line of text"),
    str: Text("文字", "text"),
    bool: Text("true 或 false", "true or false"),
    int: Text("整数", "a whole number"),
    float: Text("数字", "a number"),
    time: Text("时刻（如 08:30）", "a time of day (such as 08:30)"),
    Any: Text("任意值", "any value"),
}
_PATTERNS = {
    part.pattern: _NAMED[alias]
    for alias in (b.Code, b.DottedCode, b.ClauseId, plan.DecisionId)
    for part in get_args(alias)
    if isinstance(part, StringConstraints)
} | {
    r"^[0-9a-f]{64}$": Text("64 位十六进制数字", "64 hexadecimal digits"),
    r"^[A-Z][A-Z0-9_]*$": Text("大写字母（如 T、TEND）", "capital letters (such as T or TEND)"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the schema: the part of an error's path that exists in a file too."""

    path: Path
    annotation: Any
    #: The model that holds the place, if a model does.
    holder: type[BaseModel] | None = None


def spot(location: Path, root: type[BaseModel] = Handbook) -> Spot:
    """Follow an error's location as far as keys and indexes of a file go.

    The names that pydantic adds for the members of a union are no part of a
    file, so the walk stops at the union.
    """
    here = Spot((), root)
    for part in location:
        following = _step(here, part)
        if following is None:
            return here
        here = following
    return here


def _step(here: Spot, part: str | int) -> Spot | None:
    kind = _without_none(here.annotation)
    bare = _bare(kind)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        hint = hints(bare).get(str(part))
        return None if hint is None else Spot((*here.path, part), hint, bare)
    inner = get_args(bare)
    if get_origin(bare) is dict and isinstance(part, str) and part != "[key]":
        return Spot((*here.path, part), inner[1])
    if get_origin(bare) is tuple and isinstance(part, int):
        return Spot((*here.path, part), inner[0])
    return None


@cache
def hints(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's annotations by the keys that a file uses."""
    annotations = get_type_hints(model, include_extras=True)
    return {key: annotations[name] for name, key, _ in fields(model)}


@cache
def fields(model: type[BaseModel]) -> tuple[tuple[str, str, FieldInfo], ...]:
    """Return (attribute, key in a file, field) for every field of a model."""
    found = model.model_fields.items()
    return tuple((name, info.alias or name, info) for name, info in found)


def choices(annotation: Any) -> tuple[str, ...]:
    """Return the words that an enumeration or literal allows; empty for anything else."""
    kind = _without_none(annotation)
    if get_origin(kind) is Literal:
        return tuple(str(value) for value in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(str(member.value) for member in kind)
    return ()


def describe(annotation: Any) -> Text:
    """Return what has to be written for an annotation."""
    kind = _without_none(annotation)
    if kind in _NAMED:
        return _NAMED[kind]
    if len(allowed := choices(kind)) == 1:
        return Text(allowed[0], allowed[0])
    if allowed:
        return Text("、".join(allowed) + " 之一", "one of " + ", ".join(allowed))
    if get_origin(kind) is Annotated:
        return _annotated(kind)
    if _is_union(kind):
        members = [describe(member) for member in get_args(kind)]
        return Text("，或 ".join(m.zh for m in members), ", or ".join(m.en for m in members))
    return _collection(kind)


def _annotated(kind: Any) -> Text:
    bare, *constraints = get_args(kind)
    for constraint in _flat(constraints):
        pattern = getattr(constraint, "pattern", None)
        if pattern in _PATTERNS:
            return _PATTERNS[pattern]
        if isinstance(constraint, Gt) and bare is int:
            return Text("大于 0 的整数", "a whole number greater than 0")
    return describe(bare)


def _flat(constraints: Iterable[Any]) -> Iterator[Any]:
    """Yield constraints, those gathered in a ``Field(…)`` one by one."""
    for constraint in constraints:
        if isinstance(constraint, FieldInfo):
            yield from constraint.metadata
        else:
            yield constraint


def _collection(kind: Any) -> Text:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        item = describe(inner[0])
        return Text(f"列表，每项为{spaced(item.zh)}", f"a list, each item {item.en}")
    if origin is dict:
        return Text("“名称: 内容”", "names with contents")
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        keys = [key for _, key, info in fields(kind) if info.is_required()]
        shape = "{" + ", ".join(f"{key}: …" for key in keys or ["…"]) + "}"
        return Text(shape, shape)
    return Text("合适的值", "a fitting value")


def spaced(words: str) -> str:
    """Return words to stand after Chinese ones: with a thin gap before Latin signs."""
    return f" {words}" if words[:1].isascii() else words


def is_list_of_words(annotation: Any) -> bool:
    """Tell whether a list of plain words is expected."""
    kind = _bare(_without_none(annotation))
    return get_origin(kind) is tuple and _bare(get_args(kind)[0]) in (str, Words)


def is_time(annotation: Any) -> bool:
    """Tell whether a time of day is expected."""
    return _bare(_without_none(annotation)) is time


def is_number(annotation: Any) -> bool:
    """Tell whether a number is expected."""
    return _bare(_without_none(annotation)) in (int, float)


def is_choice_of_types(annotation: Any) -> bool:
    """Tell whether several types are allowed, so that one error per type would confuse."""
    return _is_union(_without_none(annotation))


def _without_none(annotation: Any) -> Any:
    if not _is_union(annotation):
        return annotation
    members = (member for member in get_args(annotation) if member is not type(None))
    return reduce(or_, members)


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
