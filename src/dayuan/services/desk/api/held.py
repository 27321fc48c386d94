"""Reports by labels that wait for the desk: accepting one, setting some aside."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Id, Reason
from dayuan.services.desk import commands
from dayuan.services.desk.api.part import PART
from dayuan.services.desk.api.requests import DISPATCH, RequestOut, shown
from dayuan.services.desk.commands.outside import TOGETHER_MOST
from dayuan.services.desk.queries import outside

_MOST = 100


class HeldOut(Schema):
    """A report by a label that waits for somebody to look at it."""

    id: int
    category: str
    description: str
    photos: int
    at: datetime


class Aside(Reason):
    """Which reports are set aside, and why."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=TOGETHER_MOST)]


@PART.read("/held", answers=list[HeldOut], summary=_("Read what waits"), verbs=DISPATCH)
def held(request: TokenRequest) -> Any:
    """Return what waits, the oldest first."""
    return [
        {"id": one.pk, "category": one.category, "description": one.description,
         "photos": one.photos, "at": one.received_at}
        for one in outside.held(request.actor, after=0, most=_MOST)
    ]  # fmt: skip


@PART.write(
    "POST", "/held/{outside_id}/release", shows=shown, answers=RequestOut,
    summary=_("Accept a report"), verbs=DISPATCH,
)  # fmt: skip
def release(request: TokenRequest, outside_id: Id) -> int:
    """Accept a held report: it becomes a request like any other."""
    made = commands.release(outside_id=outside_id, actor=request.actor, at=request.now)
    return int(made.pk)


@PART.write("POST", "/held/aside", summary=_("Set reports aside"), verbs=DISPATCH)
def set_aside(request: TokenRequest, body: Aside) -> None:
    """Set held reports aside, with one reason for all."""
    commands.set_aside(
        outside_ids=body.ids, reason=body.reason, actor=request.actor, at=request.now
    )
