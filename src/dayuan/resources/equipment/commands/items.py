"""Entering pieces, correcting them, and changing their state."""

from dataclasses import dataclass
from datetime import date, datetime

from dayuan.kernel import codes
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.reference.sites.queries import Place, places
from dayuan.resources.equipment import rules
from dayuan.resources.equipment.models import Item, Label
from dayuan.resources.equipment.queries import items
from dayuan.resources.equipment.states import ITEM

REGISTERED = declare("equipment.item.register", "登记设备", "Enter equipment")
CHANGED = declare("equipment.item.change", "更正设备", "Correct a piece of equipment")
STATE_CHANGED = declare("equipment.item.state", "改变设备状态", "Change the state of a piece")

SUBJECT = "equipment.item"
_MANAGE = "equipment.item.manage"


@dataclass(frozen=True, slots=True)
class Described:
    """What is written down about a piece; a row of the plan brings its own system."""

    name: str
    row: str = ""
    system: str = ""
    place_id: int | None = None
    serial: str = ""
    in_service_since: date | None = None


@command
def register(
    *, code: str, described: Described, copies: int = 1, actor: Actor, at: datetime
) -> list[Item]:
    """Enter one piece, or several of a kind whose codes count on; all or none of them."""
    permissions.require(actor, _MANAGE)
    place = _place(actor, described.place_id)
    wanted = rules.numbered(codes.tidy(code), min(max(copies, 1), rules.COPIES_MOST))
    used = Item.objects.filter(site_id=actor.site_id, code__in=wanted)
    system = _system(actor.site_id, described)
    refuse_if(
        rules.item_problems(
            wanted,
            taken=list(used.values_list("code", flat=True)),
            name=described.name,
            copies=copies,
            **_known(actor.site_id, described),
        )
    )
    made = [
        _item(one, described, system, place, actor=actor, at=at) for one in wanted
    ]  # fmt: skip
    for item in Item.objects.bulk_create(made, batch_size=rules.LABELS_MOST):
        transitions.begin(item, machine=ITEM, actor=actor, at=at)
    log.record(
        REGISTERED, actor=actor, at=at, subject=SUBJECT, ids=[one.pk for one in made],
        details={"first": wanted[0], "row": described.row},
    )  # fmt: skip
    return made


@command
def change(*, item_id: int, described: Described, actor: Actor, at: datetime) -> Item:
    """Correct what is written about a piece, or where it stands; its code stays for ever."""
    permissions.require(actor, _MANAGE)
    item = _own(actor, item_id)
    if item.state == "retired":
        raise Refused(rules.RETIRED)
    place = item.place
    if described.place_id != item.place_id:
        place = _place(actor, described.place_id)
    known = _known(actor.site_id, described, kept=item)
    refuse_if(rules.described_problems(described.name, **known))
    moved = place != item.place
    item.name, item.row, item.place = described.name.strip(), described.row, place
    item.system = _system(actor.site_id, described) or ""
    item.serial, item.in_service_since = described.serial.strip(), described.in_service_since
    item.save(update_fields=["name", "row", "system", "place", "serial", "in_service_since"])
    log.record(
        CHANGED, actor=actor, at=at, subject=SUBJECT, ids=[item.pk], details={"moved": moved}
    )
    return item


@command
def change_state(*, item_id: int, act: str, reason: str, actor: Actor, at: datetime) -> Item:
    """Take a piece out of order, bring it back, or retire it for good with its label."""
    permissions.require(actor, _MANAGE)
    item = _own(actor, item_id)
    if not ITEM.acts_from(item.state) or act not in {one.act for one in ITEM.transitions}:
        raise Refused(rules.RETIRED if item.state == "retired" else _NO_SUCH_ACT)
    transitions.move(item, machine=ITEM, act=act, actor=actor, at=at, reason=reason)
    if item.state == "retired":
        labels = Label.objects.filter(item=item, revoked_at__isnull=True)
        labels.update(revoked_at=at, revoked_by=actor.key)
    log.record(
        STATE_CHANGED, actor=actor, at=at, subject=SUBJECT, ids=[item.pk], details={"act": act}
    )
    return item


def _item(
    code: str, described: Described, system: str | None, place: Place | None,
    *, actor: Actor, at: datetime,
) -> Item:  # fmt: skip
    return Item(
        site_id=actor.site_id,
        code=code,
        sort_key=codes.sort_key(code),
        name=described.name.strip(),
        row=described.row,
        system=system or "",
        place=place,
        serial=described.serial.strip(),
        in_service_since=described.in_service_since,
        registered_at=at,
        registered_by=actor.key,
    )


def _own(actor: Actor, item_id: int) -> Item:
    found = Item.objects.filter(site_id=actor.site_id, pk=item_id).select_related("place").first()
    if found is None:
        raise Refused(hidden=True)
    return found


def _place(actor: Actor, place_id: int | None) -> Place | None:
    if place_id is None:
        return None
    found = places.of_site(actor.site_id, [place_id]).get(place_id)
    if found is None:
        raise Refused(hidden=True)
    if found.retired_at is not None:
        raise Refused(rules.PLACE_RETIRED)
    return found


def _system(site_id: int, described: Described) -> str | None:
    """Return the system of the piece's row, or the one that was named without a row."""
    of_row = items.system_of_row(site_id, described.row) if described.row else ""
    return of_row or described.system


def _known(site_id: int, described: Described, kept: Item | None = None) -> dict[str, bool]:
    """Tell whether row and system are the plan's; what a piece has already it may keep."""
    row, system = described.row, described.system
    row_kept = kept is not None and kept.row == row
    system_kept = kept is not None and kept.system == system
    return {
        "row_known": not row or row_kept or items.system_of_row(site_id, row) is not None,
        "system_known": not system or system_kept or system in items.systems(site_id),
    }


_NO_SUCH_ACT = Blocker(
    "equipment.no_such_act",
    Text("没有这个操作。请从列表中选。", "There is no such act. Choose from the list."),
)
