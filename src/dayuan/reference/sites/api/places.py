"""Places by programs: the register, one of them, entering, correcting, retiring."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from dayuan.platform.lists import listed
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Id, Line
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites.api.part import PART
from dayuan.reference.sites.commands import places as commands
from dayuan.reference.sites.queries import Place, places
from dayuan.reference.sites.states import PlaceKind

VIEW, MANAGE = ("sites.place.view",), ("sites.place.manage",)
Title = Annotated[Line, Field(max_length=60)]


class PlaceOut(Schema):
    """A place: where it lies, and whether it is still in use."""

    id: int
    code: str
    kind: str
    title: str
    #: The title with those of the places around it.
    full_title: str
    title_zh: str
    title_en: str
    parent: int | None
    created_at: datetime
    retired_at: datetime | None


class PlaceIn(Body):
    """The titles of a place, at least one of them, and the place around it."""

    title_zh: Title = ""
    title_en: Title = ""
    parent: Id | None = None


class NewPlaceIn(PlaceIn):
    """A new place; its code stays for ever."""

    code: Line
    kind: PlaceKind


def shape(found: Place) -> dict[str, Any]:
    """Return a place as programs read it."""
    return {
        **{name: getattr(found, name) for name in _PLACE},
        "id": found.pk,
        "title": words(found.title),
        "full_title": words(found.full_title),
        "parent": found.parent_id,
    }


_PLACE = ("code", "kind", "title_zh", "title_en", "created_at", "retired_at")


def _shapes(found: Sequence[Place], _reading: Reading) -> Iterable[dict[str, Any]]:
    return (shape(one) for one in found)


def shown(request: TokenRequest, place_id: int) -> Any:
    """Return one place as the asker may read it."""
    return shape(places.place_for(request.actor, place_id))


PART.listing(
    "/places", listed.sheets["sites.places"], item=PlaceOut, shape=_shapes,
    summary=_("List places"),
)  # fmt: skip


@PART.read("/places/{place_id}", answers=PlaceOut, summary=_("Read a place"), verbs=VIEW)
def place(request: TokenRequest, place_id: Id) -> Any:
    """Return a place; what lies in it is listed with ``within``."""
    return shown(request, place_id)


@PART.write(
    "POST", "/places", shows=shown, answers=PlaceOut, made=True, summary=_("Enter a place"),
    verbs=MANAGE,
)  # fmt: skip
def create_place(request: TokenRequest, body: NewPlaceIn) -> int:
    """Enter a place; everything that is wrong with it is named at once."""
    given = commands.NewPlace(body.code, body.kind, body.title_zh, body.title_en, body.parent)
    return commands.create_place(place=given, actor=request.actor, at=request.now).pk


@PART.write(
    "PUT", "/places/{place_id}", shows=shown, answers=PlaceOut, summary=_("Correct a place"),
    verbs=MANAGE,
)  # fmt: skip
def change_place(request: TokenRequest, place_id: Id, body: PlaceIn) -> int:
    """Correct the titles of a place, or where it lies."""
    found = places.place_for(request.actor, place_id)
    commands.change_place(
        place_id=found.pk, title_zh=body.title_zh, title_en=body.title_en,
        parent_id=body.parent, actor=request.actor, at=request.now,
    )  # fmt: skip
    return found.pk


@PART.write(
    "POST", "/places/{place_id}/retire", shows=shown, answers=PlaceOut,
    summary=_("Retire a place"), verbs=MANAGE,
)  # fmt: skip
def retire_place(request: TokenRequest, place_id: Id) -> int:
    """Take a place out of use; it stays readable, and its code is never given again."""
    found = places.place_for(request.actor, place_id)
    commands.retire_place(place_id=found.pk, actor=request.actor, at=request.now)
    return found.pk
