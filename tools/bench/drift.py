"""Holds what the loader repeats against what the commands wrote, so that it cannot drift.

python -m tools.bench.drift     in an empty house; prints what differs, nothing when all agrees
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import ForeignKey

from tools.shell import say

_START, _STEP = datetime(2024, 3, 4, 1, 0, tzinfo=UTC), timedelta(hours=6)
_TIMES = 2


def differences() -> Iterator[str]:
    """Let the examples happen, repeat them, and yield what is not as it should be."""
    from tools.bench import loader, world  # noqa: PLC0415 - need Django

    site = world.found(_START)
    before = _counts()
    with loader.examples() as block:
        world.past(site, start=_START, step=_STEP)
    grown = {label for label, count in _counts().items() if count != before[label]}
    for label in sorted(grown - set(loader.COPIED) - set(loader.LEFT)):
        yield f"{label}: written by the commands, not repeated"
    every = world.PAST * _STEP
    loader.repeat(block, _TIMES, every=every)
    for label in loader.COPIED:
        yield from _of_table(label, block, every)
    yield from _broken()


def _counts() -> dict[str, int]:
    return {m._meta.label: m._default_manager.count() for m in apps.get_models()}


def _of_table(label: str, block: Any, every: timedelta) -> Iterator[str]:
    from tools.bench import loader  # noqa: PLC0415 - needs Django

    rows = loader.model(label)._default_manager
    counted = loader.COUNTS_BY.get(label, label)
    span, first = block.span(counted), block.before[counted]
    written = list(rows.filter(pk__gt=first, pk__lte=first + span).order_by("pk"))
    for turn in range(1, _TIMES + 1):
        low = first + turn * span
        made = {row.pk: row for row in rows.filter(pk__gt=low, pk__lte=low + span)}
        if set(made) != {row.pk + turn * span for row in written}:
            yield f"{label}: {len(written)} rows written, {len(made)} in repetition {turn}"
            continue
        for row in written:
            yield from _of_row(row, made[row.pk + turn * span], block, turn, every)


def _of_row(
    row: models.Model, copy: models.Model, block: Any, turn: int, every: timedelta
) -> Iterator[str]:
    from tools.bench import loader  # noqa: PLC0415 - needs Django

    for field in row._meta.concrete_fields:
        name = f"{row._meta.label}.{field.attname}"
        old, new = getattr(row, field.attname), getattr(copy, field.attname)
        target = field.related_model._meta.label if isinstance(field, ForeignKey) else ""
        if name in loader.SOFT or name in loader.MADE_ANEW:
            agrees = (old in (None, "")) == (new in (None, ""))
        elif target in loader.COPIED:
            agrees = new == (old if old is None else old + turn * block.span(target))
        elif isinstance(field, models.DateTimeField):
            agrees = new == (old if old is None else old + turn * every)
        else:
            agrees = field.primary_key or old == new
        if not agrees:
            yield f"{name}: {old!r} became {new!r}"


def _broken() -> Iterator[str]:
    """Yield what the database itself finds wrong: references, checks, uniqueness."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"a reference to nothing: {row}" for row in cursor.fetchall()[:10])
        cursor.execute("PRAGMA integrity_check")
        yield from (str(row[0]) for row in cursor.fetchall() if row[0] != "ok")


if __name__ == "__main__":
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = list(differences())
    for line in found[:40]:
        say(line)
    sys.exit(1 if found else 0)
