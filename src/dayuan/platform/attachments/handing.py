"""Handing out files: always through the record's door, never as a page of ours."""

from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.zones import zone_of
from dayuan.platform.attachments import queries, store, zipping
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit import reads
from dayuan.platform.audit.types import declare

READ = declare("attachments.file.read", "下载附件", "A file was fetched", sensitive=True)
Response = TypeVar("Response", bound=StreamingHttpResponse)
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


def together(actor: Actor, attachment_id: int, *, at: datetime) -> StreamingHttpResponse:
    """Return everything that hangs on the record of a file, in one archive to be saved.

    Whoever sees one of them sees them all: they hang on one record, whose door is asked.
    That each was fetched is written down first.
    """
    row = _get(actor, attachment_id)
    rows = list(queries.of_open_owner(row.site_id, row.owner_kind, row.owner_id))
    reads.record_read(
        READ, actor=actor, at=at, subject=row.owner_kind, ids=[row.owner_id],
        details={"attachments": [one.pk for one in rows]},
    )  # fmt: skip
    zone = zone_of(row.site_id)
    parts = [
        zipping.Part(one.name, store.path_of(one.sha256), one.uploaded_at.astimezone(zone))
        for one in rows
    ]
    response = StreamingHttpResponse(
        zipping.streamed(parts, missing=_("What is missing.txt")), content_type="application/zip"
    )
    name = _("Files %(number)d.zip") % {"number": row.owner_id}
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return _guarded(response)


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


def _guarded(response: Response) -> Response:
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
