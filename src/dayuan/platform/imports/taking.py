"""Taking the good rows: as the person who brought them, each row by one command of its own.

A row is claimed, taken and marked in one transaction. A worker that is killed leaves
whole rows behind, and whoever goes on begins with the first that nobody claimed; two
that go on at once never take the same row.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from dayuan.kernel.problems import Blocker, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor, actor_of, system_actor
from dayuan.platform.imports import commands, importers, queries
from dayuan.platform.imports.importers import Importer
from dayuan.platform.imports.judging import Reader
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.platform.imports.said import problems_kept


def run(import_id: int, *, now: datetime) -> None:
    """Take what is left of an import that runs; one that does not is let be."""
    row = queries.running(import_id)
    if row is None:
        return
    program = system_actor("imports", site_id=row.site_id)
    actor = actor_of(row.account_id, at=now, via="import")
    importer = importers.importers.get(row.importer)
    try:
        if actor is None or importer is None or not actor.holds(importer.verb):
            commands.give_up(import_id=row.pk, problem="right", actor=program, at=now)
            return
        _take_all(row, importer, actor, now)
        commands.finish(import_id=row.pk, actor=program, at=now)
    except _CancelledError:
        return
    except Refused:
        # Another worker went on with it and was faster; then nothing runs any more.
        if queries.running(import_id) is not None:
            raise


# --- inside -------------------------------------------------------------------------------


class _CancelledError(Exception):
    """Whoever brought the file wants no more of it taken."""


def _take_all(batch: Import, importer: Importer, actor: Actor, now: datetime) -> None:
    reader = Reader(importer, actor)
    after = 0
    while rows := queries.to_take(batch, after=after):
        for row in rows:
            _take(row, importer, reader, actor, now)
        after = rows[-1].number


def _take(
    row: ImportRow, importer: Importer, reader: Reader, actor: Actor, now: datetime
) -> None:  # fmt: skip
    with transaction.atomic():
        if not _claim(row):
            return
        problems = _refused(row, importer, reader, actor, now)
        result = "refused" if problems else "taken"
        rows = Import.objects.filter(pk=row.batch_id, state="running")
        if rows.update(**{result: F(result) + 1}) != 1:
            raise _CancelledError
        if problems:
            ImportRow.objects.filter(pk=row.pk).update(result="refused", problems=problems)


def _claim(row: ImportRow) -> bool:
    """Mark a row as taken before it is: whoever comes second finds it marked."""
    return ImportRow.objects.filter(pk=row.pk, result="").update(result="taken") == 1


def _refused(
    row: ImportRow, importer: Importer, reader: Reader, actor: Actor, now: datetime
) -> dict[str, list[list[str]]]:
    """Take one row; return why it was not, by column where that is known."""
    given, wrong = reader.row(row.number, row.values)
    if wrong:
        return problems_kept(wrong)
    try:
        with transaction.atomic():
            importer.take(given, actor, now)
    except Refused as refused:
        return problems_kept({"": refused.problems or _GONE})
    return {}


_GONE: Problems = (
    Blocker(
        "imports.not_found",
        Text("里面提到的东西已经不在了。", "Something it names is not there any more."),
    ),
)
