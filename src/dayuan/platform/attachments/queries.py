"""The door of files: the owner's own door, asked on every path to them."""

from collections.abc import Collection

from django.db.models import QuerySet

from dayuan.platform.access import owners
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments.models import Attachment


def of_owner(actor: Actor, owner_kind: str, owner_id: int) -> "QuerySet[Attachment]":
    """Return the files of a record, oldest first; none where the actor may not see it."""
    if not owners.may_see(actor, owner_kind, owner_id):
        return Attachment.objects.none()
    return of_open_owner(actor.site_id, owner_kind, owner_id)


def first_of_owners(actor: Actor, owner_kind: str, owner_ids: Collection[int]) -> dict[int, int]:
    """Return by record the id of its oldest file, of those records that the actor may see."""
    seen = owners.seen(actor, owner_kind, owner_ids)
    rows = Attachment.objects.filter(
        site_id=actor.site_id, owner_kind=owner_kind, owner_id__in=seen, removed_at__isnull=True
    )
    return dict(rows.order_by("-pk").values_list("owner_id", "pk"))


def of_open_owner(site_id: int, owner_kind: str, owner_id: int) -> "QuerySet[Attachment]":
    """Return the files of a record whose own door the caller has just passed."""
    return Attachment.objects.filter(
        site_id=site_id, owner_kind=owner_kind, owner_id=owner_id, removed_at__isnull=True
    ).order_by("pk")


def get_for(actor: Actor, attachment_id: int) -> Attachment | None:
    """Return a file whose record the actor may see now, or ``None``."""
    row = Attachment.objects.filter(
        pk=attachment_id, site_id=actor.site_id, removed_at__isnull=True
    ).first()
    if row is None or not owners.may_see(actor, row.owner_kind, row.owner_id):
        return None
    return row


def referenced(digests: list[str]) -> set[str]:
    """Return which of these contents a record still names."""
    live = Attachment.objects.filter(sha256__in=digests, removed_at__isnull=True)
    return set(live.values_list("sha256", flat=True))


def stored() -> dict[str, int]:
    """Return digest and size of every content that must lie in the house."""
    live = Attachment.objects.filter(removed_at__isnull=True)
    return dict(live.values_list("sha256", "size"))
