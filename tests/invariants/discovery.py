"""What the models promise, read from the models themselves."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import F, Q

Model = type[models.Model]
Pair = tuple[Model, str, str]


def house_models() -> list[Model]:
    """Return every model of the house."""
    return [m for m in apps.get_models() if m.__module__.startswith("dayuan.")]


def fields(model: Model) -> dict[str, models.Field]:
    """Return a model's own columns by name."""
    return {field.name: field for field in model._meta.concrete_fields}


def leaves(condition: object) -> Iterator[tuple[str, object]]:
    """Yield every (lookup, value) of a condition, however deep."""
    if isinstance(condition, Q):
        for child in condition.children:
            if isinstance(child, tuple):
                yield child
            else:
                yield from leaves(child)


def checks(model: Model) -> list[dict[str, object]]:
    """Return each check of a model as its lookups."""
    return [
        dict(leaves(one.condition))
        for one in model._meta.constraints
        if isinstance(one, models.CheckConstraint) and isinstance(one.condition, Q)
    ]


def touched(check: dict[str, object]) -> set[str]:
    """Return the fields a check speaks of, on either side."""
    left = {lookup.split("__")[0] for lookup in check}
    return left | {name for value in check.values() if (name := column(value))}


def column(value: object) -> str:
    """Return the column that a value stands for; empty where it is a plain value."""
    return str(getattr(value, "name", "")) if isinstance(value, F) else ""


def at_and_by(found: list[Model]) -> Iterator[Pair]:
    """Yield every pair of an act's time and its doer."""
    for model in found:
        names = fields(model)
        for name in names:
            stem = name.removesuffix("_at")
            if stem != name and f"{stem}_by" in names:
                yield model, name, f"{stem}_by"


#: What begins and what ends.
PERIODS = (
    ("start", "end"), ("since", "until"), ("joined", "left"), ("began", "ended"),
    ("starts_at", "ends_at"), ("valid_from", "valid_until"),
)  # fmt: skip


def periods(found: list[Model]) -> Iterator[Pair]:
    """Yield every pair of a beginning and an end."""
    for model in found:
        names = fields(model)
        for first, last in PERIODS:
            if first in names and last in names:
                yield model, first, last


def unpaired(found: list[Model]) -> list[str]:
    """Return acts of which one half may be there without the other."""
    wrong = []
    for model, at, by in at_and_by(found):
        columns = fields(model)
        always = not columns[at].null and not columns[by].null and not columns[by].blank
        held = any({at, by} <= touched(check) for check in checks(model))
        if not always and not held:
            wrong.append(f"{model._meta.label}: {at} may be there without {by}")
    return wrong


def unordered(found: list[Model]) -> list[str]:
    """Return periods that may end before they begin."""
    wrong = []
    for model, first, last in periods(found):
        compared = any(
            lookup.split("__")[0] in (first, last)
            and lookup.endswith(("__gt", "__gte", "__lt", "__lte"))
            and column(value) in (first, last)
            for check in checks(model)
            for lookup, value in check.items()
        )  # fmt: skip
        if not compared:
            wrong.append(f"{model._meta.label}: {last} may lie before {first}")
    return wrong


def codes_of(model: Model, field: str) -> set[str] | None:
    """Return the codes that the database lets into a field; ``None`` where it takes any."""
    for check in checks(model):
        if set(check) == {f"{field}__in"}:
            values = check[f"{field}__in"]
            return {str(one) for one in values} if isinstance(values, list | tuple | set) else None
    return None


def cascades(found: list[Model]) -> list[str]:
    """Return the keys through which deleting a person or a case takes rows along."""
    kept = {"people.Person", "work.Case", "accounts.Account", "sites.Site"}
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model._meta.label in kept
    ]


def site_of(model: Model, seen: frozenset[Model] = frozenset()) -> str | None:
    """Return the way from a row to its site, or ``None`` where there is none."""
    columns = fields(model)
    for name in ("site", "site_id"):
        if name in columns:
            return name
    for name, field in columns.items():
        parent = field.related_model
        if not isinstance(field, models.ForeignKey) or field.null or parent in seen:
            continue
        if isinstance(parent, type) and (way := site_of(parent, seen | {model})):
            return f"{name}.{way}"
    return None
