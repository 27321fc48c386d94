"""Handing out files: always through the record's door, never as a page of ours."""

from pathlib import Path

from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments import queries, store
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.audit import reads
from dayuan.platform.audit.types import declare

READ = declare("attachments.file.read", "下载附件", "A file was fetched", sensitive=True)
_POLICY = "default-src 'none'; sandbox"


@require_GET
@view_for()
def download(request: ActorRequest, attachment_id: int) -> FileResponse:
    """Hand a file out to be saved; that it was fetched is written down first."""
    row = _get(request, attachment_id)
    path = _there(store.path_of(row.sha256))
    reads.record_read(
        READ,
        actor=request.actor,
        at=request.now,
        subject=row.owner_kind,
        ids=[row.owner_id],
        details={"attachment": row.pk},
    )
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    return _guarded(response)


@require_GET
@view_for()
def preview(request: ActorRequest, attachment_id: int) -> FileResponse:
    """Show the small picture that we have drawn ourselves."""
    row = _get(request, attachment_id)
    if row.preview != Attachment.Preview.READY:
        raise Http404
    path = _there(store.preview_of(row.sha256))
    return _guarded(FileResponse(path.open("rb"), content_type="image/jpeg"))


def _get(request: ActorRequest, attachment_id: int) -> Attachment:
    row = queries.get_for(request.actor, attachment_id)
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
