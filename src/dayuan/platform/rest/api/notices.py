"""A person's own notices by programs: reading them, and that they were read."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema

from dayuan.kernel.problems import Refused
from dayuan.platform.notices import commands, queries
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Id, Part
from dayuan.platform.ui.drawn import words

PART = Part(
    "notices", title=_("Notices"), reads=_("See one's own notices"),
    writes=_("Mark one's own notices as read"),
)  # fmt: skip


class NoticeOut(Schema):
    """A notice in words, about a record that its reader may still see."""

    id: int
    kind: str
    says: str
    at: datetime
    read_at: datetime | None
    #: The record it is about, and its page.
    about: str
    about_id: int
    url: str


class NoticesOut(Schema):
    """The newest notices; ``older`` is what to send as ``before`` for the next page."""

    items: list[NoticeOut]
    older: int | None


class Turned(Schema):
    """Where a page begins."""

    before: Id | None = None


@PART.read("/notices", answers=NoticesOut, summary=_("Read one's own notices"))
def notices(request: TokenRequest, turned: Query[Turned]) -> Any:
    """Return one's own notices, the newest first."""
    found = queries.page(request.actor, before=turned.before)
    return {"items": [_shape(one) for one in found.shown], "older": found.older}


@PART.write("POST", "/notices/read", summary=_("Mark all notices as read"))
def read_all(request: TokenRequest) -> None:
    """Mark every notice of one's own as read."""
    commands.mark_read(ids=None, actor=request.actor, at=request.now)


@PART.write("POST", "/notices/{notice_id}/read", summary=_("Mark a notice as read"))
def read_one(request: TokenRequest, notice_id: Id) -> None:
    """Mark one notice of one's own as read."""
    found = queries.get_for(request.actor, notice_id)
    if found is None:
        raise Refused(hidden=True)
    commands.mark_read(ids=[found.pk], actor=request.actor, at=request.now)


def _shape(one: queries.Shown) -> dict[str, Any]:
    notice = one.notice
    return {
        "id": notice.pk, "kind": notice.kind, "says": words(one.says), "at": notice.created_at,
        "read_at": notice.read_at, "about": notice.owner_kind, "about_id": notice.owner_id,
        "url": one.url,
    }  # fmt: skip
