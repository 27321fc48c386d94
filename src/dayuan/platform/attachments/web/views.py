"""Handing out files to people: to be saved, or as the small picture of a photo."""

from django.http import FileResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments import handing


@require_GET
@view_for()
def download(request: ActorRequest, attachment_id: int) -> FileResponse:
    """Hand a file out to be saved; that it was fetched is written down first."""
    return handing.handed_out(request.actor, attachment_id, at=request.now)


@require_GET
@view_for()
def preview(request: ActorRequest, attachment_id: int) -> FileResponse:
    """Show the small picture that we have drawn ourselves."""
    return handing.pictured(request.actor, attachment_id)


@require_GET
@view_for()
def together(request: ActorRequest, attachment_id: int) -> StreamingHttpResponse:
    """Hand out everything that hangs on the record of a file, in one archive."""
    return handing.together(request.actor, attachment_id, at=request.now)
