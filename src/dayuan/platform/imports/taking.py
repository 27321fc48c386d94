"""Taking the good rows: as the person who brought them, each row by one command of its own.

A few rows are claimed, taken and marked in one transaction, each by its own command; what
makes a transaction dear is its end, and a few rows keep nobody waiting. A worker that is
killed leaves whole rows behind, and whoever goes on begins with the first that nobody
claimed; two that go on at once never take the same row.

A row that fails by a mistake of the program stops nobody: those beside it are taken one by
one, and it is listed with the place in the server's log that says more.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from dayuan.kernel.problems import Blocker, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor, actor_of, system_actor
from dayuan.platform.imports import commands, importers, queries, rules
from dayuan.platform.imports.importers import Importer
from dayuan.platform.imports.judging import Reader
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.platform.imports.said import Kept, problems_kept
from dayuan.platform.jobs.outage import is_away

logger = logging.getLogger(__name__)

#: Rows that are written together.
TOGETHER = 20


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


class _TakenMeanwhileError(Exception):
    """Another worker goes on with it too and has some of these rows."""


def _take_all(batch: Import, importer: Importer, actor: Actor, now: datetime) -> None:
    reader = Reader(importer, actor)
    after = 0

    def taken(row: ImportRow) -> Kept:
        return _refused(row, importer, reader, actor, now)

    while rows := queries.to_take(batch, after=after, most=TOGETHER):
        try:
            _take(batch, rows, taken)
        except _TakenMeanwhileError:
            # What the other one has is marked by now: look for the rest.
            continue
        except Exception as problem:
            if _is_no_matter_of_a_row(problem):
                raise
            _take_each(batch, rows, taken)
        after = rows[-1].number


def _take_each(batch: Import, rows: list[ImportRow], taken: Callable[[ImportRow], Kept]) -> None:
    """Take rows one by one, since one of them failed with all; list that one as not taken."""
    for row in rows:
        try:
            _take(batch, [row], taken)
        except _TakenMeanwhileError:
            continue
        except Exception as problem:
            if _is_no_matter_of_a_row(problem):
                raise
            logger.exception("row %d of import %d was not taken", row.number, batch.pk)
            _put_aside(batch, row)


def _put_aside(batch: Import, row: ImportRow) -> None:
    """List a row on which the program failed, with where the log says more."""
    said = problems_kept({"": (rules.failed(batch.pk, row.number),)})
    _take(batch, [row], lambda _row: said)


def _is_no_matter_of_a_row(problem: Exception) -> bool:
    """Tell whether an import was let be, or the database is away: then nothing goes on."""
    return isinstance(problem, _CancelledError) or is_away(problem)


def _take(batch: Import, rows: list[ImportRow], taken: Callable[[ImportRow], Kept]) -> None:
    """Claim a few rows, take each by its command, and mark them, all in one transaction."""
    with importers.one_reading(), transaction.atomic():
        _claim(rows)
        refused = 0
        for row in rows:
            if problems := taken(row):
                refused += 1
                ImportRow.objects.filter(pk=row.pk).update(result="refused", problems=problems)
        counted = Import.objects.filter(pk=batch.pk, state="running").update(
            taken=F("taken") + len(rows) - refused, refused=F("refused") + refused
        )
        if counted != 1:
            raise _CancelledError


def _claim(rows: list[ImportRow]) -> None:
    """Mark rows as taken before they are: whoever comes second finds them marked."""
    free = ImportRow.objects.filter(pk__in=[row.pk for row in rows], result="")
    if free.update(result="taken") != len(rows):
        raise _TakenMeanwhileError


def _refused(
    row: ImportRow, importer: Importer, reader: Reader, actor: Actor, now: datetime
) -> Kept:
    """Take one row; return why it was not, by column where that is known."""
    given, wrong = reader.row(row.number, row.values)
    if wrong:
        return problems_kept(wrong)
    try:
        # Its one command takes itself back where it refuses.
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
