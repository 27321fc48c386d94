"""Repeats the rows of example cases by sets, so that a million cases stand in minutes.

Nothing here knows what a case is made of: every column is copied from the rows that
the commands wrote, ids are moved on by the models' own foreign keys, times by the
distance between the repetitions. Only references without a foreign key are named, and
tests hold the copies to the commands' rows.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Field, ForeignKey, Max

from dayuan.reference.sites.models import NumberSeries
from dayuan.services.desk.commands.requests import SERIES
from dayuan.work.models import Case

#: What is repeated, each after what it points at.
COPIED = (
    "work.Case", "work.CaseMember", "work.CaseAnchor", "work.CaseFact", "desk.Request",
    "work.Task", "work.Assignment", "work.Application", "work.EvidenceItem",
    "work.Fulfilment", "audit.Change", "audit.Reason", "audit.Entry", "audit.PersonalValues",
    "audit.Seal", "notices.Notice",
)  # fmt: skip
#: What the commands also write, and why it is not repeated.
LEFT = {
    "sites.NumberSeries": "one row a year, set to the last number given",
    "jobs.Outbox": "pruned after a month, so that it does not grow with the years",
    "jobs.Delivery": "pruned with its event",
}
#: References without a foreign key: in place of ``{model}`` stands how far its ids move on.
SOFT = {
    "audit.Change.subject_id": "src.subject_id + CASE src.machine WHEN 'work.task' THEN"
    " {work.Task} WHEN 'work.application' THEN {work.Application} ELSE {work.Case} END",
    "audit.Change.context_id": "src.context_id + {work.Case}",
    "audit.Reason.change_id": "src.change_id + {audit.Change}",
    "audit.PersonalValues.entry_id": "src.entry_id + {audit.Entry}",
    "audit.Seal.number": "src.number + {audit.Seal}",
    "audit.Seal.entry_id": "src.entry_id + {audit.Entry}",
    "audit.Entry.subject_id": "src.subject_id + CASE src.subject_kind WHEN 'work.case' THEN"
    " {work.Case} WHEN 'notice' THEN {notices.Notice} ELSE 0 END",
    "notices.Notice.owner_id": "src.owner_id + {work.Case}",
    "notices.Notice.dedupe": "src.dedupe || ':' || g.k",
}
#: Whose ids a primary key without a sequence of its own counts by.
COUNTS_BY = {
    "desk.Request": "work.Case",
    "audit.Reason": "audit.Change",
    "audit.PersonalValues": "audit.Entry",
}
#: Repetitions in one transaction.
_AT_ONCE = 250


def model(label: str) -> type[models.Model]:
    """Return a model by its label."""
    return apps.get_model(label)


def newest() -> dict[str, int]:
    """Return the newest id of every table that is repeated."""
    return {
        label: model(label)._default_manager.aggregate(n=Max("pk"))["n"] or 0 for label in COPIED
    }


@dataclass(slots=True)
class Block:
    """The rows that were written between two looks at the newest ids."""

    before: Mapping[str, int]
    after: Mapping[str, int] = field(default_factory=newest)

    def span(self, label: str) -> int:
        """Return by how much the ids of a table move on with each repetition."""
        counted = COUNTS_BY.get(label, label)
        return self.after[counted] - self.before[counted]

    @property
    def cases(self) -> int:
        """Return how many cases are in it."""
        return self.span("work.Case")


@contextmanager
def examples() -> Iterator[Block]:
    """Yield the block of what is written inside."""
    block = Block(newest(), {})
    yield block
    block.after = newest()


def repeat(block: Block, times: int, *, every: timedelta) -> None:
    """Repeat a block so many times, each so much later than the one before."""
    with _in_a_hurry():
        for first in range(1, times + 1, _AT_ONCE):
            last = min(times, first + _AT_ONCE - 1)
            for label in COPIED:
                if block.span(label):
                    _copy(block, label, first, last, every)
    _renew_numbers()


def settle() -> None:
    """Let the database look at what it holds, as it does by itself in the course of a night."""
    connection.close()  # the hurried settings go with the connection
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _copy(block: Block, label: str, first: int, last: int, every: timedelta) -> None:
    meta = model(label)._meta
    columns = {_column(f): _expression(label, f, block, every) for f in meta.concrete_fields}
    counted = COUNTS_BY.get(label, label)
    pk = _quoted(_column(meta.pk))
    table, low, high = _quoted(meta.db_table), block.before[counted], block.after[counted]
    sql = (
        f"INSERT INTO {table} ({', '.join(map(_quoted, columns))})"
        f" WITH RECURSIVE g(k) AS (SELECT {first} UNION ALL SELECT k + 1 FROM g WHERE k < {last})"
        f" SELECT {', '.join(columns.values())} FROM g CROSS JOIN {table} src"
        f" WHERE src.{pk} > {low} AND src.{pk} <= {high} ORDER BY g.k, src.{pk}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _expression(label: str, column: "Field[Any, Any]", block: Block, every: timedelta) -> str:
    """Return what stands in a column of a repetition."""
    name = f"src.{_quoted(_column(column))}"
    if (soft := SOFT.get(f"{label}.{column.column}")) is not None:
        for other in COPIED:
            soft = soft.replace("{" + other + "}", f"g.k * {block.span(other)}")
        return soft
    if isinstance(column, ForeignKey):
        target = column.related_model._meta.label
        return f"{name} + g.k * {block.span(target)}" if target in COPIED else name
    if column.primary_key:
        return f"{name} + g.k * {block.span(label)}"
    if isinstance(column, models.DateTimeField):
        return _later(name, every)
    made = MADE_ANEW.get(f"{label}.{column.column}")
    return made(name, block, every) if made else name


def _column(of: "Field[Any, Any]") -> str:
    """Return the column a field stands in."""
    return of.column or of.attname


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _later(name: str, every: timedelta) -> str:
    seconds = f"g.k * {int(every.total_seconds())}"
    if connection.vendor == "postgresql":
        return f"{name} + {seconds} * interval '1 second'"
    return f"strftime('%Y-%m-%d %H:%M:%S', {name}, ({seconds}) || ' seconds')"


def _number(_name: str, block: Block, every: timedelta) -> str:
    """Return a number that counts on with the cases, in the year of the repetition."""
    count, opened = f"src.id + g.k * {block.cases}", _later("src.opened_at", every)
    if connection.vendor == "postgresql":
        padded = f"lpad(({count})::text, greatest(5, length(({count})::text)), '0')"
        return f"'{SERIES}' || to_char({opened}, 'YYYY') || '-' || {padded}"
    return f"'{SERIES}' || strftime('%Y', {opened}) || '-' || printf('%05d', {count})"


def _ids(name: str, block: Block, _every: timedelta) -> str:
    one = f"src.subject_id + g.k * {block.cases}"
    if connection.vendor == "postgresql":
        listed = f"jsonb_build_array({one})"
    else:
        listed = f"'[' || ({one}) || ']'"
    return f"CASE src.subject_kind WHEN 'work.case' THEN {listed} ELSE {name} END"


#: Columns whose value says something about the row's own id or time.
MADE_ANEW = {"work.Case.number": _number, "audit.Entry.subject_ids": _ids}


def _renew_numbers() -> None:
    """Let every series go on from the last number that its year shows."""
    digits = len(SERIES) + 6
    last = f"MAX(CAST(substr(number, {digits}) AS INTEGER))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT site_id, substr(number, 1, {digits - 2}), {last} FROM "
            f"{Case._meta.db_table} GROUP BY 1, 2"
        )
        found = cursor.fetchall()
    # One count over all years, so that no number is given twice.
    highest = max(count for _site, _series, count in found)
    for site, series, _count in found:
        NumberSeries.objects.update_or_create(
            site_id=site, series=series, defaults={"last": highest}
        )


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Load without the checks and the waits that a house in use needs; then put them back."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -400000")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if postgresql:
                cursor.execute("SET session_replication_role = origin")
                for sql in connection.ops.sequence_reset_sql(no_style(), list(map(model, COPIED))):
                    cursor.execute(sql)
            else:
                cursor.execute("PRAGMA foreign_keys = ON")
                cursor.execute("PRAGMA synchronous = FULL")
