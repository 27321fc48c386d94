"""Copying a whole database out and in, on SQLite and on PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.conf import settings
from psycopg import sql

from dayuan.config.operations.failures import OperationFailedError
from dayuan.kernel.text import Text

_NEWEST_SEAL = "SELECT number, digest FROM audit_seal ORDER BY number DESC LIMIT 1"
_APPLIED = "SELECT app, name FROM django_migrations ORDER BY id"

_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_PG_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"

_PG_FUNCTIONS = (
    "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace "
    "WHERE n.nspname = 'public' AND proname LIKE 'dayuan_%' AND pronargs = 0"
)


class Cursor(Protocol):
    """What both engines' cursors can do."""

    def execute(self, sql: str, /) -> Any:
        """Run one statement."""

    def fetchall(self) -> list[Any]:
        """Return its rows."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a database holds: enough to see that a copy is whole."""

    counts: dict[str, int]
    head: tuple[int, str]
    migrations: list[str]


def on_sqlite() -> bool:
    """Tell whether the house stands on SQLite."""
    return "sqlite" in str(settings.DATABASES["default"]["ENGINE"])


def file_name() -> str:
    """Return the name of the database's copy inside a backup."""
    return "database.sqlite3" if on_sqlite() else "database.pgdump"


def sqlite_file() -> Path:
    """Return the SQLite file of this house."""
    return Path(settings.DATABASES["default"]["NAME"])


def copy_out(target: Path) -> Content:
    """Write one consistent copy of the running database; return what is in it."""
    return _sqlite_out(target) if on_sqlite() else _postgresql_out(target)


def sqlite_content(file: Path) -> Content:
    """Return what a SQLite copy holds; raise where it is damaged."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            cursor = connection.cursor()
            if cursor.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise _damaged()
            names = (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            return _content(cursor, names)
    except sqlite3.DatabaseError as problem:
        raise _damaged() from problem


def postgresql_content() -> Content:
    """Return what the PostgreSQL database of this house holds."""
    with psycopg.connect(**parameters()) as connection:
        return _content(connection.cursor(), _PG_TABLES)


def is_empty() -> bool:
    """Tell whether the database of this house does not exist yet, or holds no table."""
    if on_sqlite():
        return not sqlite_file().exists() or not _sqlite_tables(sqlite_file())
    with psycopg.connect(**parameters()) as connection:
        return not connection.execute(_PG_TABLES).fetchall()


def load_postgresql(dump: Path) -> None:
    """Fill the empty PostgreSQL database from a copy, all or nothing."""
    _run(
        ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
         "--no-privileges", *_arguments(), str(dump)]
    )  # fmt: skip


def empty_postgresql() -> None:
    """Take away what was just restored into the database that had been empty."""
    with psycopg.connect(**parameters()) as connection:
        for (name,) in connection.execute(_PG_TABLES).fetchall():
            connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(name)))
        for (name,) in connection.execute(_PG_FUNCTIONS).fetchall():
            connection.execute(sql.SQL("DROP FUNCTION {}() CASCADE").format(sql.Identifier(name)))


def _sqlite_tables(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute(_SQLITE_TABLES)]


def _sqlite_out(target: Path) -> Content:
    """Use the engine's own online backup: writers go on meanwhile."""
    with (
        closing(sqlite3.connect(sqlite_file())) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return sqlite_content(target)


def _postgresql_out(target: Path) -> Content:
    """Dump and count in one snapshot."""
    with psycopg.connect(**parameters()) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        cursor = connection.cursor()
        snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchall()[0][0]
        _run(
            [
                "pg_dump",
                "--format=custom",
                f"--snapshot={snapshot}",
                f"--file={target}",
                *_arguments(),
            ]
        )
        return _content(cursor, _PG_TABLES)


def _content(cursor: Cursor, tables: str) -> Content:
    cursor.execute(tables)
    counts = {}
    for name in sorted(row[0] for row in cursor.fetchall()):
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - the database's own names
        counts[name] = int(cursor.fetchall()[0][0])
    cursor.execute(_NEWEST_SEAL)
    seal = cursor.fetchall()
    cursor.execute(_APPLIED)
    applied = [f"{app}.{name}" for app, name in cursor.fetchall()]
    return Content(counts, (seal[0][0], seal[0][1]) if seal else (0, ""), applied)


def parameters() -> dict[str, Any]:
    """Return the connection to the PostgreSQL database of this house."""
    given = settings.DATABASES["default"]
    known = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "dbname": given["NAME"],
        **{k: v for k, v in given["OPTIONS"].items() if k.startswith("ssl")},
    }
    return {k: v for k, v in known.items() if v}


def _arguments() -> list[str]:
    """Return the connection for PostgreSQL's programs; the password goes by environment."""
    flags = {"host": "--host", "port": "--port", "user": "--username", "dbname": "--dbname"}
    known = parameters()
    return [f"{flag}={known[key]}" for key, flag in flags.items() if key in known]


def _run(command: list[str]) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise OperationFailedError(
            Text(
                f"找不到 {command[0]}。请安装 postgresql-client。",
                f"{command[0]} is not there; install postgresql-client.",
            )
        )
    with _password() as environment:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, our own arguments
            [program, *command[1:]], env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode:
        line = (done.stderr.strip().splitlines() or [""])[0]
        raise OperationFailedError(
            Text(f"{command[0]} 失败：{line}", f"{command[0]} failed: {line}")
        )


@contextmanager
def _password() -> Iterator[dict[str, str]]:
    known = parameters()
    extra = {"PGPASSWORD": known["password"]} if "password" in known else {}
    if "sslmode" in known:
        extra["PGSSLMODE"] = known["sslmode"]
    yield {**os.environ, **extra}


def _damaged() -> OperationFailedError:
    return OperationFailedError(
        Text("备份里的数据库已损坏。", "The database in the backup is damaged.")
    )
