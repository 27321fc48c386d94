"""Handing out files: always through the record's door, never as a page of ours."""

from datetime import datetime
from pathlib import Path

from django.http import FileResponse, Http404

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import queries, store
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit import reads
from dayuan.platform.audit.types import declare

READ = declare("attachments.file.read", "下载附件", "A file was fetched", sensitive=True)
_POLICY = "default-src 'none'; sandbox"


def handed_out(actor: Actor, attachment_id: int, *, at: datetime) -> FileResponse:
    """Return a file to be saved; that it was fetched is written down first."""
    row = _get(actor, attachment_id)
    path = _there(store.path_of(row.sha256))
    reads.record_read(
        READ, actor=actor, at=at, subject=row.owner_kind, ids=[row.owner_id],
        details={"attachment": row.pk},
    )  # fmt: skip
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    return _guarded(response)


def pictured(actor: Actor, attachment_id: int) -> FileResponse:
    """Return the small picture that we have drawn ourselves."""
    row = _get(actor, attachment_id)
    if row.preview != Attachment.Preview.READY:
        raise Http404
    path = _there(store.preview_of(row.sha256))
    return _guarded(FileResponse(path.open("rb"), content_type="image/jpeg"))


def _get(actor: Actor, attachment_id: int) -> Attachment:
    row = queries.get_for(actor, attachment_id)
    if row is None:
        # Written down like every refusal; a file that is not there answers the same.
        raise Refused(hidden=True)
    return row


def _there(path: Path) -> Path:
    if not path.is_file():
        raise Http404
    return path


def _guarded(response: FileResponse) -> FileResponse:
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
