"""A question whose SQL is written once and asked again and again with other values.

Django writes the SQL of a query anew each time it is asked. For what every request begins
with this takes many times as long as the database's answer. Only the wording is kept here:
every asking goes to the database.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class Given(Expression):
    """The place of a value that is given when the question is asked."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Leave the place open."""
        return "%s", (self,)

    def bound(self, given: Mapping[str, Any]) -> Any:
        """Return what stands here, as the database takes it."""
        return self.output_field.get_db_prep_value(given[self.name], connection)


@dataclass(frozen=True, slots=True)
class _Wording:
    """The SQL, and how its rows become records."""

    sql: str
    params: Sequence[Any]
    record: dict[str, Any]
    select: Sequence[Any]
    beside: Mapping[str, int]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Prepared(Generic[M]):
    """Whole records, as ``write`` asks for them with :class:`Given` in the place of values.

    The query may follow foreign keys and annotate; it leaves no column out and prefetches
    nothing. It is written when it is asked for the first time.
    """

    def __init__(self, write: Callable[[], QuerySet[M]]) -> None:
        self._write = write

    def ask(self, **given: Any) -> list[M]:
        """Return the records for these values; one question to the database."""
        wording = self._wording
        params = [one.bound(given) if isinstance(one, Given) else one for one in wording.params]
        with connection.cursor() as cursor:
            cursor.execute(wording.sql, params)
            rows = cursor.fetchall()
        return list(_records(wording, rows))

    @cached_property
    def _wording(self) -> _Wording:
        compiler = self._write().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        found = compiler.get_converters([column for column, _sql, _name in compiler.select])
        converters = [(place, how, column) for place, (how, column) in found.items()]
        return _Wording(
            sql, params, compiler.klass_info, compiler.select, compiler.annotation_col_map,
            converters,
        )  # fmt: skip


def _records(wording: _Wording, rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    """Turn rows into records, as a query set does."""
    fields = wording.record["select_fields"]
    first, after = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _sql, _name in wording.select[first:after]]
    related = get_related_populators(  # type: ignore[call-arg] # the stubs know a later Django
        wording.record, wording.select, connection.alias
    )
    for row in rows:
        cells = list(row)
        for place, converters, column in wording.converters:
            for convert in converters:
                cells[place] = convert(cells[place], column, connection)
        record = wording.record["model"].from_db(connection.alias, names, cells[first:after])
        for one in related:
            one.populate(cells, record)
        for name, place in wording.beside.items():
            setattr(record, name, cells[place])
        yield record
