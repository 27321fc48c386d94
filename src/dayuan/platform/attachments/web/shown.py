"""Files of a record as its page lists them."""

from django.urls import reverse

from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import queries
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.ui.shapes import File


def files(actor: Actor, owner_kind: str, owner_id: int) -> list[File]:
    """Return the files of a record for the component that draws them."""
    return [file(row) for row in queries.of_owner(actor, owner_kind, owner_id)]


def file(row: Attachment) -> File:
    """Return one file for the component; its picture only once it is drawn."""
    has_preview = row.preview == Attachment.Preview.READY
    return File(
        name=row.name,
        url=reverse("attachments:download", args=[row.pk]),
        size=row.size,
        at=row.uploaded_at,
        whole=reverse("attachments:together", args=[row.pk]),
        picture=reverse("attachments:preview", args=[row.pk]) if has_preview else "",
    )
