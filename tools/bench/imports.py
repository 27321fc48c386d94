"""Brings equipment in a file, beside its floor: the same rows by SQL and no more.

    python -m tools.bench.imports ROWS

Prints one line of JSON: how many rows were taken, how long it took to read and judge them
and to take them, and how long the floor took: the file read by the same library, and each
row written by hand with its lines in the log, as many in a transaction as the house writes.
Every row is new, stands in one of some rooms and has a row of the plan.
"""

import json
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

ROOMS = 40
_HEADS = ("编号", "名称", "方案清单中的行", "所在场所", "出厂编号", "投用日期")


@dataclass(frozen=True, slots=True)
class Took:
    """The seconds of an import, until its rows were shown and until they were taken."""

    rows: int
    checked: float
    taken: float


def ours(actor: Any, content: bytes, now: datetime) -> Took:
    """Bring the file as the house does: read and judged, looked at, taken row by row."""
    from dayuan.platform.attachments import store  # noqa: PLC0415 - needs Django
    from dayuan.platform.imports import (  # noqa: PLC0415 - needs Django
        commands,
        importers,
        judging,
        opening,
        taking,
    )

    one = importers.importers["equipment.items"]
    began = time.monotonic()
    accepted = store.accept(SimpleUploadedFile("items.xlsx", content))
    rows = judging.judged(one, opening.opened(accepted, one).rows, actor)
    made = commands.read(importer=one.code, accepted=accepted, rows=rows, actor=actor, at=now)
    checked = time.monotonic()
    commands.start(import_id=made.pk, actor=actor, at=now)
    taking.run(made.pk, now=now)
    taken = time.monotonic()
    made.refresh_from_db()
    return Took(made.taken, checked - began, taken - checked)


def bare(actor: Any, content: bytes, now: datetime) -> float:
    """Write the same rows by hand, as many in each transaction; return the seconds."""
    from io import BytesIO  # noqa: PLC0415 - beside the rest

    from openpyxl import load_workbook  # noqa: PLC0415 - beside the rest

    from dayuan.platform.imports import taking  # noqa: PLC0415 - needs Django

    began = time.monotonic()
    book = load_workbook(BytesIO(content), read_only=True)
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    for first in range(0, len(rows), taking.TOGETHER):
        few = rows[first : first + taking.TOGETHER]
        with transaction.atomic(), connection.cursor() as cursor:
            for cells in few:
                _write(cursor, actor, cells, now)
            cursor.execute("UPDATE imports_import SET taken = taken + %s WHERE id = 1", [len(few)])
    return time.monotonic() - began


def _write(cursor: Any, actor: Any, cells: Any, now: datetime) -> None:
    code, name, row, place, serial, since = cells
    cursor.execute("SELECT 1 FROM equipment_item WHERE site_id = %s AND code = %s",
                   [actor.site_id, code])  # fmt: skip
    cursor.fetchall()
    cursor.execute("SELECT id FROM sites_place WHERE site_id = %s AND code = %s",
                   [actor.site_id, place])  # fmt: skip
    (at_place,) = cursor.fetchone()
    cursor.execute(
        "INSERT INTO equipment_item (site_id, code, name, row, system, place_id, serial,"
        " in_service_since, state, sort_key, registered_at, registered_by)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'in_service', %s, %s, %s) RETURNING id",
        [actor.site_id, code, name, row, "", at_place, serial, since, code, now, actor.key],
    )
    (item,) = cursor.fetchone()
    cursor.execute(
        "INSERT INTO audit_change (site_id, machine, subject_id, act, old, new, at, actor_key,"
        " reason_digest) VALUES (%s, 'equipment.item', %s, '', '', 'in_service', %s, %s, '')",
        [actor.site_id, item, now, actor.key],
    )
    cursor.execute(
        "INSERT INTO audit_entry (site_id, type, at, actor_key, actor_account_id, via,"
        " subject_kind, subject_ids, subject_id, details, personal_digest)"
        " VALUES (%s, 'equipment.item.register', %s, %s, %s, 'import', 'equipment.item', %s, %s,"
        " '{}', '')",
        [actor.site_id, now, actor.key, actor.account_id, json.dumps([item]), item],
    )


def table(rows: int, first: str, places: list[str], plan: list[str]) -> bytes:
    """Return a file of so many pieces, whose codes begin with ``first``."""
    from io import BytesIO  # noqa: PLC0415 - beside the rest

    from xlsxwriter import Workbook  # noqa: PLC0415 - beside the rest

    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, _HEADS)
        for n in range(1, rows + 1):
            cells = (f"{first}-{n}", f"设备{n}", plan[n % len(plan)], places[n % len(places)],
                     f"SN{n:08d}", "2020-05-01")  # fmt: skip
            sheet.write_row(n, 0, cells)
    return out.getvalue()


def _rooms(actor: Any, now: datetime) -> list[str]:
    from dayuan.reference.sites.commands import places  # noqa: PLC0415 - needs Django
    from dayuan.reference.sites.commands.places import NewPlace  # noqa: PLC0415 - needs Django
    from dayuan.reference.sites.states import PlaceKind  # noqa: PLC0415 - needs Django

    codes = [f"BENCH-{n}" for n in range(ROOMS)]
    for code in codes:
        place = NewPlace(code, PlaceKind.ROOM, f"房间{code}", "", None)
        places.create_place(place=place, actor=actor, at=now)
    return codes


def main(arguments: list[str]) -> None:
    """Bring both files and print how long they took."""
    django.setup()
    from dayuan.reference.sites import queries as sites  # noqa: PLC0415 - needs Django
    from dayuan.reference.sites.models import Site  # noqa: PLC0415 - needs Django
    from tools.bench import world  # noqa: PLC0415 - needs Django

    now, rows = timezone.now(), int(arguments[0])
    site = Site.objects.get()
    actor = world.someone(site, "centre_director", at=now)
    places, plan = _rooms(actor, now), sorted(sites.plan_of(site.pk).handbook.equipment)
    took = ours(actor, table(rows, "K", places, plan), now)
    floor = bare(actor, table(rows, "F", places, plan), now)
    print(json.dumps({"rows": took.rows, "checked": took.checked, "taken": took.taken,
                      "bare": floor}))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
