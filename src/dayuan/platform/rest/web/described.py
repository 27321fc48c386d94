"""The OpenAPI description as a page shows it: in sections, without a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dayuan.platform.rest.scopes import scopes


@dataclass(frozen=True, slots=True)
class Value:
    """One value that is sent or answered: its name, its kind, what holds for it."""

    name: str
    kind: str
    needed: bool = False
    #: The object that it is, or that it is a list of; described further down.
    object: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a program can ask."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    scope_says: str
    asks: tuple[Value, ...]
    sends: tuple[Value, ...]
    answers: tuple[Value, ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the interface."""

    code: str
    title: str
    operations: tuple[Operation, ...]


def sections(schema: Mapping[str, Any]) -> list[Section]:
    """Return the description in sections, in the order of its parts."""
    found = list(_operations(schema))
    return [
        Section(tag["name"], tag["description"], tuple(op for of, op in found if of == tag["name"]))
        for tag in schema["tags"]
    ]


def things(schema: Mapping[str, Any]) -> list[tuple[str, tuple[Value, ...]]]:
    """Return the objects that stand inside others, by name, with their values."""
    used = {one.object for section in sections(schema) for op in section.operations
            for one in (*op.sends, *op.answers)}  # fmt: skip
    while more := {one.object for name in used if name for one in _of(name, schema)} - used:
        used |= more
    return [(name, _of(name, schema)) for name in sorted(used - {""})]


def _of(name: str, schema: Mapping[str, Any]) -> tuple[Value, ...]:
    return _values(schema["components"]["schemas"][name], schema)


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            answer = _answer(one, schema)
            scope = scopes[one["x-scope"]]
            yield (
                one["tags"][0],
                Operation(
                    id=one["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=one["summary"],
                    scope=scope.code,
                    scope_says=str(scope.says),
                    asks=tuple(_parameter(p, schema) for p in one.get("parameters", ())),
                    sends=_values(_body(one), schema),
                    answers=_values(answer.get("items", answer), schema, answered=True),
                    many=answer.get("type") == "array",
                ),
            )


def _parameter(one: Mapping[str, Any], schema: Mapping[str, Any]) -> Value:
    return Value(one["name"], _kind(one["schema"], schema), bool(one.get("required")))


def _body(one: Mapping[str, Any]) -> Mapping[str, Any]:
    content = one.get("requestBody", {}).get("content", {})
    return next((c["schema"] for c in content.values()), {})


def _answer(one: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    for status, response in one["responses"].items():
        if str(status).startswith("2") and "content" in response:
            found = next(iter(response["content"].values()))["schema"]
            return _resolved(found, schema)
    return {}


def _values(
    given: Mapping[str, Any], schema: Mapping[str, Any], *, answered: bool = False
) -> tuple[Value, ...]:
    """Return the values of an object; what is answered is always there."""
    found = _resolved(given, schema)
    needed = set() if answered else set(found.get("required", ()))
    return tuple(
        Value(name, _kind(one, schema), name in needed, _object(one, schema))
        for name, one in found.get("properties", {}).items()
    )


def _object(given: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the name of the object that a value is or lists, if it is one."""
    for one in (given, given.get("items", {}), given.get("additionalProperties") or {},
                *given.get("anyOf", ())):  # fmt: skip
        if isinstance(one, Mapping) and "$ref" in one and "enum" not in _resolved(one, schema):
            return str(one["$ref"]).rsplit("/", 1)[-1]
    return ""


def _resolved(given: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    ref = given.get("$ref", "")
    if not ref:
        return given
    found: Mapping[str, Any] = schema["components"]["schemas"][ref.rsplit("/", 1)[-1]]
    return found


def _kind(given: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Say what kind of value something is, in words a person reads."""
    if "anyOf" in given:
        kinds = [_kind(o, schema) for o in given["anyOf"] if o.get("type") != "null"]
        return " | ".join(kinds)
    if "enum" in given or "const" in given:
        return " | ".join(str(one) for one in given.get("enum", [given.get("const")]))
    if "$ref" in given:
        found = _resolved(given, schema)
        return _kind(found, schema) if "enum" in found else given["$ref"].rsplit("/", 1)[-1]
    if given.get("type") == "array":
        return _("list of %(what)s") % {"what": _kind(given["items"], schema)}
    words = {
        "integer": _("whole number"), "number": _("number"), "boolean": _("yes or no"),
        "string": _("text"), "object": _("object"),
    }  # fmt: skip
    formats = {"date-time": _("moment"), "date": _("day")}
    return formats.get(given.get("format", "")) or words.get(given.get("type", ""), "")
