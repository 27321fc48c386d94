"""Builds a house as an older release left it: its tables by the migrations, its rows as kept.

python -m tests.upgrade.loading SAMPLE    in a house with an empty database
"""

import base64
import json
import os
import sys
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"


def load(sample, home):
    """Put a sample into the empty house of the running process."""
    from django.db import connection, transaction  # noqa: PLC0415 - after the setup
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    known = executor.loader.graph.nodes
    wanted = [tuple(one) for one in sample["migrations"]]
    executor.migrate([one for one in wanted if one in known])
    with transaction.atomic(), connection.cursor() as cursor:
        _migrations_of_gone_apps(cursor, [one for one in wanted if one not in known])
        standing = set(connection.introspection.table_names(cursor))
        for name, table in sample["tables"].items():
            if name not in standing:
                _table_of_a_gone_app(cursor, name, table)
            _rows(cursor, name, table)
        _sequences(cursor, connection)
    _beside(sample, home)


def _migrations_of_gone_apps(cursor, migrations):
    for app, name in migrations:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)",
            [app, name, "2026-11-20 00:00:00"],
        )


def _table_of_a_gone_app(cursor, name, table):
    columns = ", ".join(f'"{column}" text' for column in table["columns"])
    cursor.execute(f'CREATE TABLE "{name}" ({columns})')


def _rows(cursor, name, table):
    if not table["rows"]:
        return
    kinds = {c.name: str(c.type_code) for c in _described(cursor, name)}
    columns = ", ".join(f'"{column}"' for column in table["columns"])
    marks = ", ".join(_mark(kinds[column]) for column in table["columns"])
    sql = f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own file
    cursor.executemany(sql, table["rows"])


def _described(cursor, name):
    from django.db import connection  # noqa: PLC0415 - after the setup

    return connection.introspection.get_table_description(cursor, name)


def _mark(kind):
    """SQLite wrote truth as 0 and 1; on PostgreSQL (type 16) it is made truth again."""
    return "%s::int::boolean" if kind == "16" else "%s"


def _sequences(cursor, connection):
    if connection.vendor != "postgresql":
        return
    for table in connection.introspection.table_names(cursor):
        for one in connection.introspection.get_sequences(cursor, table):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{one['column']}'), "  # noqa: S608
                f'greatest(1, (SELECT max("{one["column"]}") FROM "{table}")))'
            )


def _beside(sample, home):
    (home / "anchors").mkdir(exist_ok=True, mode=0o700)
    (home / "anchors" / "audit-anchors.txt").write_text(sample["anchors"], encoding="utf-8")
    for name, content in sample["files"].items():
        file = home / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_bytes(base64.b64decode(content))


if __name__ == "__main__":
    import django

    import dayuan  # puts the safe database engine in place first

    assert dayuan
    django.setup()
    load(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(os.environ["DAYUAN_HOME"]))
