"""The database itself refuses to change the log: triggers on SQLite and PostgreSQL.

They stop a careless query and make a deliberate one visible (the doctor names a
missing trigger, the sealed chain names a changed row). A table that SQLite
rebuilds in a later migration loses its triggers; ``install`` runs after every
migration and puts back what is missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One table and what nobody may do to its rows."""

    table: str
    #: Deleting is allowed once a row of this table names the same ``key``.
    delete_after: str = ""
    key: str = "entry_id"


GUARDS = (
    Guard("audit_entry"),
    Guard("audit_change"),
    Guard("audit_seal"),
    Guard("audit_erasure"),
    Guard("audit_personalvalues", delete_after="audit_erasure"),
    Guard("audit_reasonerasure"),
    Guard("audit_reason", delete_after="audit_reasonerasure", key="change_id"),
)
_FUNCTION = "dayuan_append_only"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in its place; those that are there stay.

    A table that a later migration makes gets its triggers there.
    """
    tables = set(connection.introspection.table_names())
    guards = [
        guard for guard in GUARDS if {guard.table, guard.delete_after or guard.table} <= tables
    ]
    statements = _sqlite(guards) if connection.vendor == "sqlite" else _postgresql(guards)
    _execute(connection, statements)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away (the reverse of the migration, and nothing else)."""
    names = [(name, guard.table) for guard in GUARDS for name in _names(guard)]
    if connection.vendor == "sqlite":
        _execute(connection, [f"DROP TRIGGER IF EXISTS {name}" for name, _table in names])
        return
    drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in names]
    drops += [f"DROP TRIGGER IF EXISTS {g.table}_no_truncate ON {g.table}" for g in GUARDS]
    drops += [f"DROP FUNCTION IF EXISTS {_FUNCTION}()"]
    drops += [f"DROP FUNCTION IF EXISTS {_FUNCTION}_after_{g.delete_after}()" for g in _partial()]
    _execute(connection, drops)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers away for a moment: how a test database is emptied."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that should be there and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
            )
        found = {row[0] for row in cursor.fetchall()}
    return sorted({name for guard in GUARDS for name in _names(guard)} - found)


def _names(guard: Guard) -> tuple[str, str]:
    return f"{guard.table}_no_update", f"{guard.table}_no_delete"


def _partial() -> list[Guard]:
    return [guard for guard in GUARDS if guard.delete_after]


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite(guards: list[Guard]) -> list[str]:
    return [statement for guard in guards for statement in _sqlite_of(guard)]


def _sqlite_of(guard: Guard) -> list[str]:
    no_update, no_delete = _names(guard)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{guard.table} is append-only'); END"
    when = ""
    if guard.delete_after:
        when = (
            f"WHEN NOT EXISTS (SELECT 1 FROM {guard.delete_after} "  # noqa: S608 - our own names
            f"WHERE {guard.key} = OLD.{guard.key}) "
        )
    return [
        f"CREATE TRIGGER IF NOT EXISTS {no_update} BEFORE UPDATE ON {guard.table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {no_delete} BEFORE DELETE ON {guard.table} {when}{refuse}",
    ]


def _postgresql(guards: list[Guard]) -> list[str]:
    refuse = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;"
    functions = [_plpgsql(_FUNCTION, refuse)]
    for guard in (one for one in guards if one.delete_after):
        body = (
            f"IF EXISTS (SELECT 1 FROM {guard.delete_after} "  # noqa: S608 - our own names
            f"WHERE {guard.key} = OLD.{guard.key}) THEN RETURN OLD; END IF; {refuse}"
        )
        functions.append(_plpgsql(f"{_FUNCTION}_after_{guard.delete_after}", body))
    return functions + [statement for guard in guards for statement in _postgresql_of(guard)]


def _plpgsql(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )


def _postgresql_of(guard: Guard) -> list[str]:
    no_update, no_delete = _names(guard)
    delete = f"{_FUNCTION}_after_{guard.delete_after}" if guard.delete_after else _FUNCTION
    table = guard.table
    return [
        (
            f"CREATE OR REPLACE TRIGGER {no_update} BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {no_delete} BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {delete}()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        ),
    ]
