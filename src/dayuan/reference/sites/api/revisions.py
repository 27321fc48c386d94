"""Which revisions of the plan ran; loading one is for people, who read the difference."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from dayuan.platform.rest.auth import TokenRequest
from dayuan.reference.sites import queries
from dayuan.reference.sites.api.part import PART


class RevisionOut(Schema):
    """A revision of the plan, from when to when it ran, and the office's consent."""

    id: int
    edition: str
    digest: str
    since: datetime
    until: datetime | None
    consent: str


@PART.read(
    "/revisions", answers=list[RevisionOut], summary=_("Read which revisions ran"),
    verbs=("plans.revision.view",),
)  # fmt: skip
def revisions(request: TokenRequest) -> Any:
    """Return the revisions that ran, the newest first; the first one runs now."""
    return [
        {"id": one.revision_id, "edition": one.revision.edition, "digest": one.revision.digest,
         "since": one.since, "until": one.until, "consent": _consent(one)}
        for one in queries.history(request.actor.site_id)
    ]  # fmt: skip


def _consent(one: queries.RevisionInForce) -> str:
    # The first one came with the set-up: no office was asked.
    return "" if one.consent == "init" else one.consent
