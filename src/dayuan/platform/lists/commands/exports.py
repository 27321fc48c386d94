"""A list taken away as a file: asked for, written by the program, gone within a day."""

from datetime import datetime
from typing import Any

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.attachments import commands as files
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare
from dayuan.platform.jobs import outbox
from dayuan.platform.lists import events, listed, queries, rules
from dayuan.platform.lists.models import Export
from dayuan.platform.lists.states import EXPORT

TAKE = "lists.list.export"
ASKED = declare(
    "lists.export.ask", "导出列表", "A list was asked for as a file", personal=("query",)
)
BEGUN = declare("lists.export.begin", "开始生成导出文件", "An export was begun")
WRITTEN = declare("lists.export.finish", "导出文件已生成", "An export was written")
GIVEN_UP = declare("lists.export.give_up", "导出没有完成", "An export was given up")
CANCELLED = declare("lists.export.cancel", "取消导出", "An export was cancelled")
EXPIRED = declare("lists.export.expire", "删除过期的导出文件", "An export expired")


@command
def export(
    *, sheet: str, query: str, language: str, later: bool, actor: Actor, at: datetime
) -> Export:
    """Ask for a list as a file, as it is narrowed down and ordered in ``query``; return it.

    The file is written as the person who asked, with that person's rights at that moment,
    through the list's own door: by the caller right after this command, or ``later`` by
    a worker.
    """
    require(actor, TAKE)
    listed.sheet_for(actor, sheet)
    if actor.account_id is None:
        raise Refused(rules.NO_ACCOUNT)
    refuse_if(rules.export_problems(query, under_way=queries.under_way(actor)))
    row = Export.objects.create(
        site_id=actor.site_id, account_id=actor.account_id, sheet=sheet, query=query,
        language=language, asked_at=at,
    )  # fmt: skip
    transitions.begin(row, machine=EXPORT, actor=actor, at=at)
    log.record(
        ASKED, actor=actor, at=at, subject=queries.EXPORT, ids=[row.pk],
        details={"list": sheet}, personal={"query": query},
    )  # fmt: skip
    if later:
        outbox.publish(events.EXPORT_ASKED, at=at, site_id=row.site_id, export=row.pk)
    return row


@command
def begin(*, export_id: int, actor: Actor, at: datetime) -> Export:
    """Begin to write an export, or begin anew after a worker was killed; the program alone."""
    row = _row(export_id, actor)
    _move(row, "begin", BEGUN, actor, at, written=0)
    return row


@command
def finish(*, export_id: int, accepted: Accepted, rows: int, actor: Actor, at: datetime) -> Export:
    """Hang the written file on the export; the program alone."""
    row = _row(export_id, actor)
    _move(row, "finish", WRITTEN, actor, at, written=rows, total=rows)
    files.attach(accepted=accepted, owner_kind=queries.EXPORT, owner_id=row.pk, actor=actor, at=at)
    return row


@command
def give_up(*, export_id: int, problem: str, actor: Actor, at: datetime) -> Export:
    """Say that there will be no file, and why, by a codeword; the program alone."""
    row = _row(export_id, actor)
    _move(row, "give_up", GIVEN_UP, actor, at, problem=problem)
    return row


@command
def cancel(*, export_id: int, actor: Actor, at: datetime) -> None:
    """Let an export of one's own be; a worker that writes it stops at the next rows."""
    row = queries.get_for(actor, export_id)
    _move(row, "cancel", CANCELLED, actor, at)


@command
def expire(*, export_id: int, actor: Actor, at: datetime) -> None:
    """Take away the file of an export whose time is over; the program alone."""
    row = _row(export_id, actor)
    _move(row, "expire", EXPIRED, actor, at)
    for file in attachments.of_owner(actor, queries.EXPORT, row.pk):
        files.remove(attachment_id=file.pk, actor=actor, at=at)


def _row(export_id: int, actor: Actor) -> Export:
    if not actor.is_system:
        raise Refused(rules.ONLY_THE_PROGRAM)
    return queries.get_for(actor, export_id)


def _move(
    row: Export, act: str, kind: AuditType, actor: Actor, at: datetime, **fields: Any
) -> None:
    transitions.move(row, machine=EXPORT, act=act, actor=actor, at=at, **fields)
    log.record(
        kind, actor=actor, at=at, subject=queries.EXPORT, ids=[row.pk],
        details={"list": row.sheet, **fields},
    )  # fmt: skip
