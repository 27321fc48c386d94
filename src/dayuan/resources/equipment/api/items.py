"""Pieces of equipment by programs: the register, one of them, what becomes of it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from dayuan.platform.lists import listed
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Id, Line, Words
from dayuan.platform.ui.drawn import words
from dayuan.resources.equipment.api.part import PART
from dayuan.resources.equipment.commands import items as commands
from dayuan.resources.equipment.queries import Item, items
from dayuan.resources.equipment.rules import COPIES_MOST
from dayuan.resources.equipment.states import ITEM

VIEW, MANAGE = ("equipment.item.view",), ("equipment.item.manage",)


class ItemOut(Schema):
    """A piece of equipment: what it is, where it stands, how it is."""

    id: int
    code: str
    name: str
    state: str
    state_says: str
    #: Its row in the plan's equipment table, where it has one.
    row: str
    system: str
    place: int | None
    place_title: str
    serial: str
    in_service_since: date | None
    registered_at: datetime


class ItemChangeOut(Schema):
    """A change of a piece's state, with the reason that was given."""

    act: str
    old: str
    new: str
    at: datetime
    reason: str


class ItemWhole(ItemOut):
    """A piece with what became of it, the oldest first."""

    changes: list[ItemChangeOut]


class ItemIn(Body):
    """What is written down about a piece; a row of the plan brings its own system."""

    name: Annotated[Line, Field(max_length=80)]
    row: Code = ""
    system: Annotated[Line, Field(max_length=60)] = ""
    place: Id | None = None
    serial: Annotated[Line, Field(max_length=60)] = ""
    in_service_since: date | None = None

    def described(self) -> commands.Described:
        """Return it as the command takes it."""
        return commands.Described(
            name=self.name, row=self.row, system=self.system, place_id=self.place,
            serial=self.serial, in_service_since=self.in_service_since,
        )  # fmt: skip


class NewItemIn(ItemIn):
    """One new piece, or several of a kind whose codes count on: KT-3-08, 09, 10."""

    code: Line
    copies: Annotated[int, Field(ge=1, le=COPIES_MOST)] = 1


class ItemActIn(Body):
    """What becomes of a piece: ``take_out``, ``bring_back`` or ``retire``."""

    act: Code
    reason: Annotated[Words, Field(max_length=500)] = ""


def shape(found: Item) -> dict[str, Any]:
    """Return a piece as programs read it."""
    return {
        **{name: getattr(found, name) for name in _ITEM},
        "id": found.pk,
        "state_says": words(ITEM.state(found.state).label),
        "place": found.place_id,
        "place_title": words(found.place.full_title) if found.place is not None else "",
    }


_ITEM = (
    "code", "name", "state", "row", "system", "serial", "in_service_since", "registered_at",
)  # fmt: skip


def _shapes(found: Sequence[Item], _reading: Reading) -> Iterable[dict[str, Any]]:
    return (shape(one) for one in found)


def shown(request: TokenRequest, item_id: int) -> Any:
    """Return one piece as the asker may read it."""
    found = items.get_for(request.actor, item_id)
    changes = [
        {"act": one.act, "old": one.old, "new": one.new, "at": one.at, "reason": one.reason}
        for one in items.timeline_of(found)
    ]
    return {**shape(found), "changes": changes}


PART.listing(
    "/equipment", listed.sheets["equipment.items"], item=ItemOut, shape=_shapes,
    summary=_("List equipment"),
)  # fmt: skip


@PART.read("/equipment/{item_id}", answers=ItemWhole, summary=_("Read a piece"), verbs=VIEW)
def item(request: TokenRequest, item_id: Id) -> Any:
    """Return a piece with what became of it."""
    return shown(request, item_id)


@PART.write(
    "POST", "/equipment", shows=shown, answers=ItemWhole, made=True, summary=_("Enter equipment"),
    verbs=MANAGE,
)  # fmt: skip
def register(request: TokenRequest, body: NewItemIn) -> int:
    """Enter one piece, or several of a kind; the answer is the first, all or none are made."""
    made = commands.register(
        code=body.code, described=body.described(), copies=body.copies, actor=request.actor,
        at=request.now,
    )  # fmt: skip
    return made[0].pk


@PART.write(
    "PUT", "/equipment/{item_id}", shows=shown, answers=ItemWhole, summary=_("Correct a piece"),
    verbs=MANAGE,
)  # fmt: skip
def change(request: TokenRequest, item_id: Id, body: ItemIn) -> int:
    """Correct what is written about a piece, or where it stands; its code stays for ever."""
    found = items.get_for(request.actor, item_id)
    commands.change(
        item_id=found.pk, described=body.described(), actor=request.actor, at=request.now
    )
    return found.pk


@PART.write(
    "POST", "/equipment/{item_id}/state", shows=shown, answers=ItemWhole,
    summary=_("Say what becomes of a piece"), verbs=MANAGE,
)  # fmt: skip
def change_state(request: TokenRequest, item_id: Id, body: ItemActIn) -> int:
    """Take a piece out of order, bring it back, or retire it for good with its label."""
    found = items.get_for(request.actor, item_id)
    commands.change_state(
        item_id=found.pk, act=body.act, reason=body.reason, actor=request.actor, at=request.now
    )
    return found.pk
