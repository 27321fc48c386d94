"""Labels by programs: what has one and where it leads, issuing, revoking, replacing.

Whoever has a label's address may report in its name, so it is told to those alone who
make labels, as on the sheet that is printed.
"""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Id
from dayuan.platform.ui.drawn import words
from dayuan.resources.equipment.api.part import PART
from dayuan.resources.equipment.commands import labels as commands
from dayuan.resources.equipment.queries import Label, labels
from dayuan.resources.equipment.rules import LABELS_MOST

MANAGE = ("equipment.label.manage",)
Ids = Annotated[list[Id], Field(max_length=LABELS_MOST)]


class LabelOut(Schema):
    """A label: what it stands for, where it leads, whether it is still good."""

    id: int
    valid: bool
    title: str
    where: str
    code: str
    place: int | None
    item: int | None
    address: str
    issued_at: datetime
    revoked_at: datetime | None


class Things(Body):
    """Places and pieces by their ids."""

    places: Ids = []
    items: Ids = []


def shown(request: TokenRequest, label_id: int) -> Any:
    """Return one label as the asker may read it."""
    return _shape(request, labels.label_for(request.actor, label_id))


@PART.read(
    "/labels", answers=list[LabelOut], summary=_("Read which things have labels"), verbs=MANAGE
)  # fmt: skip
def of_things(request: TokenRequest, things: Query[Things]) -> Any:
    """Return the good labels of these places and pieces; those without one are left out."""
    actor = request.actor
    found = [
        *(labels.valid_of(actor, place_ids=things.places).values() if things.places else ()),
        *(labels.valid_of(actor, item_ids=things.items).values() if things.items else ()),
    ]
    return [_shape(request, one) for one in found]


@PART.read("/labels/{label_id}", answers=LabelOut, summary=_("Read a label"), verbs=MANAGE)
def label(request: TokenRequest, label_id: Id) -> Any:
    """Return one label, a revoked one too."""
    return shown(request, label_id)


@PART.write("POST", "/labels", summary=_("Issue labels"), verbs=MANAGE)
def issue(request: TokenRequest, body: Things) -> None:
    """Give each of these places and pieces a label; what has a good one keeps it."""
    commands.issue(place_ids=body.places, item_ids=body.items, actor=request.actor, at=request.now)


@PART.write(
    "POST", "/labels/{label_id}/revoke", shows=shown, answers=LabelOut,
    summary=_("Revoke a label"), verbs=MANAGE,
)  # fmt: skip
def revoke(request: TokenRequest, label_id: Id) -> int:
    """Make a label invalid; whoever scans the old sticker is told so for ever."""
    found = labels.label_for(request.actor, label_id)
    commands.revoke(label_id=found.pk, actor=request.actor, at=request.now)
    return found.pk


@PART.write(
    "POST", "/labels/{label_id}/replace", shows=shown, answers=LabelOut, made=True,
    summary=_("Replace a label"), verbs=MANAGE,
)  # fmt: skip
def replace(request: TokenRequest, label_id: Id) -> int:
    """Revoke a label and issue another for the same thing; the answer is the new one."""
    found = labels.label_for(request.actor, label_id)
    return commands.replace(label_id=found.pk, actor=request.actor, at=request.now).pk


def _shape(request: TokenRequest, found: Label) -> dict[str, Any]:
    stands = labels.standing(found)
    return {
        "id": found.pk,
        "valid": stands.valid,
        "title": words(stands.title),
        "where": words(stands.where),
        "code": stands.code,
        "place": found.place_id,
        "item": found.item_id,
        "address": f"{_base(request)}/q/{found.token}/",
        "issued_at": found.issued_at,
        "revoked_at": found.revoked_at,
    }


def _base(request: TokenRequest) -> str:
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
