"""Hanging files on records, and taking them off."""

from datetime import datetime

from django.db.models import QuerySet

from dayuan.kernel.problems import Blocker, Problems, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import owners
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import limits, previews, quotas
from dayuan.platform.attachments.gates import Rule, gates
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.attachments.problems import unfit
from dayuan.platform.attachments.store import Accepted, path_of
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare

ATTACHED = declare("attachments.file.attach", "上传附件", "A file was attached", personal=("name",))
REMOVED = declare("attachments.file.remove", "移除附件", "A file was removed", personal=("name",))


@command
def attach(
    *, accepted: Accepted, owner_kind: str, owner_id: int, actor: Actor, at: datetime
) -> Attachment:
    """Hang an accepted file on a record and return the attachment.

    The record's own gate is asked; a record the actor may not see is answered as
    one that does not exist.
    """
    _enter(actor, owner_kind, owner_id)
    refuse_if(_rule(owner_kind, "attach")(actor, owner_id))
    if _of(owner_kind, owner_id).count() >= limits.PER_OWNER:
        raise unfit("count")
    if not path_of(accepted.sha256).exists():
        raise LookupError("accept the file before attaching it")
    quotas.take(accepted.size, actor=actor, at=at, own=accepted.own)
    picture = accepted.media_type.startswith("image/")
    row = Attachment.objects.create(
        site_id=actor.site_id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        sha256=accepted.sha256,
        size=accepted.size,
        media_type=accepted.media_type,
        name=accepted.name,
        uploaded_by=actor.key,
        uploaded_at=at,
        preview=Attachment.Preview.WAITING if picture else Attachment.Preview.NONE,
    )
    if picture:
        previews.draw.enqueue(row.pk)
    _record(ATTACHED, row, actor, at)
    return row


@command
def remove(*, attachment_id: int, actor: Actor, at: datetime) -> None:
    """Take a file off its record; the row stays, the bytes go within a day."""
    row = Attachment.objects.filter(
        pk=attachment_id, site_id=actor.site_id, removed_at__isnull=True
    ).first()
    if row is None:
        raise Refused(hidden=True)
    _enter(actor, row.owner_kind, row.owner_id)
    refuse_if(_rule(row.owner_kind, "remove")(actor, row.owner_id))
    same = Attachment.objects.filter(pk=row.pk, removed_at__isnull=True)
    if same.update(removed_at=at, removed_by=actor.key) == 1:
        quotas.give_back(row.size, site_id=row.site_id)
        _record(REMOVED, row, actor, at)


def pass_on(*, site_id: int, owner: tuple[str, int], to: tuple[str, int]) -> int:
    """Hang what hangs on one record on another one of the same module; return how much.

    A part of that module's own command, which has asked the permission and writes the
    entry; who may see the files follows the new record from now on.
    """
    rows = _of(*owner).filter(site_id=site_id)
    return rows.update(owner_kind=to[0], owner_id=to[1])


def _enter(actor: Actor, owner_kind: str, owner_id: int) -> None:
    if not owners.may_see(actor, owner_kind, owner_id):
        raise Refused(hidden=True)


def _of(owner_kind: str, owner_id: int) -> "QuerySet[Attachment]":
    return Attachment.objects.filter(
        owner_kind=owner_kind, owner_id=owner_id, removed_at__isnull=True
    )


def _rule(owner_kind: str, act: str) -> Rule:
    gate = gates.get(owner_kind)
    if gate is None:
        return _no_gate
    return gate.attach if act == "attach" else gate.remove


def _no_gate(_actor: Actor, _owner_id: int) -> Problems:
    return (
        Blocker(
            "files.no_gate",
            Text("这里不能上传附件。", "No files can be attached here."),
        ),
    )


def _record(kind: AuditType, row: Attachment, actor: Actor, at: datetime) -> None:
    log.record(
        kind,
        actor=actor,
        at=at,
        subject=row.owner_kind,
        ids=[row.owner_id],
        details={"attachment": row.pk, "sha256": row.sha256, "media_type": row.media_type},
        personal={"name": row.name},
    )
