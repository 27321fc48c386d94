"""Takes the list of cases away as a file, beside its floor: the same cells by SQL and no more.

    python -m tools.bench.files ROWS

Prints one line of JSON: how many rows, and how long the file of the house and that of the
floor took. Both go through the same library, which writes row by row.
"""

import json
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

_HEAD = ("Matter", "Number", "State", "Next due", "Reported")
_BATCH = 2000


def ours(account: int, rows: int, now: datetime) -> tuple[int, float]:
    """Write the file as the house does; return its rows and the seconds it took."""
    from dayuan.platform.access.actors import actor_of  # noqa: PLC0415 - needs Django
    from dayuan.platform.lists import commands, exporting, rules  # noqa: PLC0415 - needs Django

    rules.ROWS_MOST = rows
    actor = actor_of(account, at=now)
    if actor is None:
        raise LookupError("nobody takes the list away")
    began = time.monotonic()
    made = commands.export(
        sheet="work.cases", query="show=all", language="zh-hans", later=False, actor=actor, at=now
    )
    exporting.run(made.pk, now=now)
    took = time.monotonic() - began
    made.refresh_from_db()
    return made.written, took


def bare(account: int, rows: int, now: datetime) -> float:
    """Write what stands in the file by SQL alone; return the seconds it took."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - beside the rest

    from tools.bench import floor_sql  # noqa: PLC0415 - needs Django

    who = floor_sql.who(str(account), now)
    if who is None:
        raise LookupError("nobody takes the list away")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "remove_timezone": True}
        with Workbook(str(Path(folder) / "bare.xlsx"), options) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, _HEAD)
            for number, row in enumerate(_asked(who, rows), start=1):
                sheet.write_row(number, 0, row)
    return time.monotonic() - began


def _asked(who: Any, rows: int) -> Any:
    from tools.bench import floor_sql  # noqa: PLC0415 - needs Django

    door, given = floor_sql.door(who)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.title, c.number, r.state, c.next_due_at, c.opened_at FROM work_case c"
            " JOIN desk_request r ON r.case_id = c.id WHERE c.site_id = %s AND "
            f"{door} ORDER BY c.opened_at DESC, c.id DESC LIMIT %s",
            [who.site, *given, rows],
        )
        while batch := cursor.fetchmany(_BATCH):
            for one in batch:
                yield ["" if cell is None else str(cell) for cell in one]


def main(arguments: list[str]) -> None:
    """Write both files and print how long they took."""
    django.setup()
    notes = json.loads((Path(settings.HOME) / "bench.json").read_text())
    account = notes["roles"]["dispatcher"]["account"]
    now = timezone.now()
    wanted = int(arguments[0])
    rows, took = ours(account, wanted, now)
    print(json.dumps({"rows": rows, "ours": took, "bare": bare(account, rows, now)}))


if __name__ == "__main__":
    main(sys.argv[1:])
