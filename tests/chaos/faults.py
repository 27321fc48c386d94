"""Row 7: every statement of a transaction fails once; what is left is the old or the new state."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.houses import ROOT


def row_7(count, seed):
    """Row 7: fail the Nth statement, for all N, of twelve acts; the mutant is not atomic."""
    for mutant in (False, True):
        done = _program(count, mutant)
        tried, mixed = done["tried"], done["mixed"]
        if mutant:
            said = f"{len(mixed)} mixed states seen"
            yield "control: no transaction", 1, {} if mixed else {"not caught": 1}, said
        else:
            wrong = {"mixed: " + ", ".join(sorted(set(mixed))): len(mixed)} if mixed else {}
            said = f"{done['transactions']} transactions, {done['old']} old and {done['new']} new"
            yield "sqlite", tried, wrong, said


def _program(count, mutant):
    with tempfile.TemporaryDirectory(prefix="dayuan-faults-") as home:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DAYUAN_")}
        environment |= {"DAYUAN_HOME": home, "DJANGO_SETTINGS_MODULE": "dayuan.config.settings"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.chaos.faults", str(count), "mutant" if mutant else ""],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


class PlantedError(Exception):
    """The statement that failed."""


def main(count, mutant):
    """Fail every statement of every transaction, once each."""
    world = World(mutant=mutant)
    seen: dict[str, Any] = {"tried": 0, "old": 0, "new": 0, "mixed": [], "transactions": 0}
    for name, prepare, act in world.transactions()[:count]:
        world.begin()
        prepare()
        world.keep()
        old = world.content()
        act()
        new = world.content()
        world.again()
        act()
        free = {cell for cell in new if new[cell] != world.content().get(cell)}
        seen["transactions"] += 1
        number = 0
        while True:
            world.again()
            failed = world.fail_at(number, act)
            left = world.content()
            seen["tried"] += 1
            if same(left, old, free):
                seen["old"] += 1
            elif same(left, new, free):
                seen["new"] += 1
            else:
                seen["mixed"].append(name)
            if not failed:
                break
            number += 1
    print(json.dumps(seen))  # noqa: T201 - a program's answer


def same(left, other, free):
    """Compare two states; columns that are random by themselves count by their presence."""
    return left.keys() == other.keys() and all(
        left[cell] == other[cell] for cell in left if cell not in free
    )


class World:
    """A house in a file that can be put back, and twelve things people do in it."""

    def __init__(self, *, mutant):
        import django  # noqa: PLC0415 - the program's own imports

        django.setup()
        from django.conf import settings  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from tests import cast  # noqa: PLC0415 - needs Django

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        call_command("migrate", verbosity=0)
        self.cast, self.now = cast.assemble(), cast.NOW
        self.connection, self.file = connection, Path(settings.DATABASES["default"]["NAME"])
        connection.close()
        self._copy(self.file, self._beginning)
        if mutant:
            self._without_transactions()

    @property
    def _beginning(self):
        return self.file.with_name("beginning")

    @property
    def _kept(self):
        return self.file.with_name("kept")

    def _copy(self, source, target):
        self.connection.close()
        for journal in ("-wal", "-shm"):
            target.with_name(target.name + journal).unlink(missing_ok=True)
        shutil.copy(source, target)

    def _without_transactions(self):
        """Let every statement commit by itself, while the program believes in a transaction."""
        from django.db import transaction  # noqa: PLC0415 - the mutant alone

        @contextmanager
        def pretended(*_, **__):
            self.connection.ensure_connection()  # opening one would forget what we pretend
            before, self.connection.in_atomic_block = self.connection.in_atomic_block, True
            try:
                yield
            finally:
                self.connection.in_atomic_block = before
                self.connection.needs_rollback = False

        setattr(transaction, "atomic", pretended)  # noqa: B010 - the mutant replaces it

    def begin(self):
        self._copy(self._beginning, self.file)

    def keep(self):
        self._copy(self.file, self._kept)

    def again(self):
        self._copy(self._kept, self.file)

    def content(self):
        """Return every value of every row; a row without a key is known by its place."""
        found = {}
        with self.connection.cursor() as cursor:
            for table in self.connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 - its own names
                names = [column[0] for column in cursor.description]
                for place, row in enumerate(cursor.fetchall()):
                    for name, value in zip(names, row, strict=True):
                        found[table, place, name] = str(value)
        return found

    def fail_at(self, number, act):
        """Let the statement of this number fail; tell whether there was one."""
        left = [number]

        def fault(execute, sql, params, many, context):
            if left[0] == 0:
                left[0] = -1
                raise PlantedError
            left[0] -= 1
            return execute(sql, params, many, context)

        try:
            with self.connection.execute_wrapper(fault):
                act()
        except PlantedError:
            return True
        return left[0] < 0

    def transactions(self):
        """Return twelve of them: name, what comes before, what is done."""
        from tests.chaos.acts import Acts  # noqa: PLC0415 - needs Django

        table = Acts(self.cast, self.now).table()
        return [(name, _one_after_another(before), act) for name, before, act in table]


def _one_after_another(acts):
    def all_of_them():
        for act in acts:
            act()

    return all_of_them


if __name__ == "__main__":
    import dayuan  # puts the safe database engine in place first

    assert dayuan
    main(int(sys.argv[1]), sys.argv[2] == "mutant")
