"""Files of records by programs: through the record's own door, written down as on the page.

Files come with what they belong to (evidence of a task, photos of a report); hanging one
on a record by itself is offered by no page, and so by no operation.
"""

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.attachments import handing
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Id, Part

PART = Part("files", title=_("Files"), reads=_("Fetch files of records"))


@PART.file("/files/{file_id}", media_type="*/*", summary=_("Fetch a file"))
def file(request: TokenRequest, file_id: Id) -> FileResponse:
    """Return a file as it was given; its own type stands in the answer."""
    return handing.handed_out(request.actor, file_id, at=request.now)


@PART.file("/files/{file_id}/preview", media_type="image/jpeg", summary=_("Fetch a small picture"))
def preview(request: TokenRequest, file_id: Id) -> FileResponse:
    """Return the small picture of a photo, once it is drawn."""
    return handing.pictured(request.actor, file_id)
