"""An import: read and judged, started by whoever brought it, taken row by row, gone in a week."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access.actors import Actor, system_actor
from dayuan.platform.attachments import commands as files
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare
from dayuan.platform.imports import events, importers, queries, rules
from dayuan.platform.imports.judging import Judged
from dayuan.platform.imports.models import OUTCOMES, Import, ImportRow
from dayuan.platform.imports.said import problems_kept
from dayuan.platform.imports.states import IMPORT
from dayuan.platform.jobs import outbox

READ = declare("imports.import.read", "上传导入文件", "A file to import was read")
STARTED = declare("imports.import.start", "开始导入", "An import was started")
FINISHED = declare("imports.import.finish", "导入完成", "An import was finished")
GIVEN_UP = declare("imports.import.give_up", "导入没有完成", "An import was given up")
CANCELLED = declare("imports.import.cancel", "取消导入", "An import was cancelled")
EXPIRED = declare("imports.import.expire", "删除过期的导入", "An import expired")

_BATCH = 200


@command
def read(
    *, importer: str, accepted: Accepted, rows: Sequence[Judged], actor: Actor, at: datetime
) -> Import:
    """Keep a file that was brought, with what would become of each of its rows.

    Nothing is taken yet: what counts is asked of every row again when it is.
    """
    importers.importer_for(actor, importer)
    if actor.account_id is None:
        raise Refused(rules.NO_ACCOUNT)
    refuse_if(rules.open_problems(alive=queries.alive(actor)))
    counts: Counter[str] = Counter(one.verdict.outcome for one in rows)
    row = Import.objects.create(
        site_id=actor.site_id, account_id=actor.account_id, importer=importer, asked_at=at,
        **{name: counts[name] for name in OUTCOMES},
    )  # fmt: skip
    ImportRow.objects.bulk_create([_kept(row, one) for one in rows], batch_size=_BATCH)
    transitions.begin(row, machine=IMPORT, actor=actor, at=at)
    log.record(
        READ, actor=actor, at=at, subject=queries.IMPORT, ids=[row.pk],
        details={"importer": importer, **counts},
    )  # fmt: skip
    # Through a gate that is closed to people: nothing else is ever hung on an import.
    program = system_actor("imports", site_id=row.site_id)
    files.attach(
        accepted=accepted, owner_kind=queries.IMPORT, owner_id=row.pk, actor=program, at=at
    )
    return row


@command
def start(*, import_id: int, actor: Actor, at: datetime) -> Import:
    """Have the good rows of an own import taken; a worker sees to it that they are."""
    row = queries.get_for(actor, import_id)
    importers.importer_for(actor, row.importer)
    refuse_if(() if row.good else (rules.NOTHING,))
    _move(row, "start", STARTED, actor, at)
    outbox.publish(events.STARTED, at=at, site_id=row.site_id, batch=row.pk)
    return row


@command
def finish(*, import_id: int, actor: Actor, at: datetime) -> Import:
    """Say that every good row was tried; the program alone."""
    row = _row(import_id, actor)
    _move(row, "finish", FINISHED, actor, at, **_tried(row))
    return row


@command
def give_up(*, import_id: int, problem: str, actor: Actor, at: datetime) -> Import:
    """Say that the rest will not be taken, and why, by a codeword; the program alone."""
    row = _row(import_id, actor)
    _move(row, "give_up", GIVEN_UP, actor, at, problem=problem)
    return row


@command
def cancel(*, import_id: int, actor: Actor, at: datetime) -> Import:
    """Let an own import be; what was taken stays, and nothing more is."""
    row = queries.get_for(actor, import_id)
    _move(row, "cancel", CANCELLED, actor, at)
    return row


@command
def expire(*, import_id: int, actor: Actor, at: datetime) -> None:
    """Take away the file and the rows of an import that is a week old; the program alone."""
    row = _row(import_id, actor)
    _move(row, "expire", EXPIRED, actor, at)
    ImportRow.objects.filter(batch=row).delete()
    for file in attachments.of_owner(actor, queries.IMPORT, row.pk):
        files.remove(attachment_id=file.pk, actor=actor, at=at)


def _kept(batch: Import, one: Judged) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=one.row.number,
        values=dict(one.row.values),
        outcome=one.verdict.outcome,
        problems=problems_kept(one.verdict.problems),
        before=dict(one.verdict.before),
    )


def _tried(row: Import) -> dict[str, int]:
    """Return the counts as the rows say them."""
    results = Counter(row.rows.exclude(result="").values_list("result", flat=True))
    return {"taken": results["taken"], "refused": results["refused"]}


def _row(import_id: int, actor: Actor) -> Import:
    if not actor.is_system:
        raise Refused(rules.ONLY_THE_PROGRAM)
    return queries.get_for(actor, import_id)


def _move(
    row: Import, act: str, kind: AuditType, actor: Actor, at: datetime, **fields: Any
) -> None:
    transitions.move(row, machine=IMPORT, act=act, actor=actor, at=at, **fields)
    log.record(
        kind, actor=actor, at=at, subject=queries.IMPORT, ids=[row.pk],
        details={"importer": row.importer, **fields},
    )  # fmt: skip
