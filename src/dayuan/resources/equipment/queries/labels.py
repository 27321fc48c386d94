"""Reading labels: the doors, which thing has one, and what a scanned token stands for."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import LABEL, Actor
from dayuan.reference.sites.queries import places
from dayuan.resources.equipment.models import Label

AROUND = ("item", f"place__{places.AROUND}", f"item__place__{places.AROUND}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,40}")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a label stands for; ``valid`` is false for a revoked label and a retired thing.

    A label that is no longer valid still says what it was: the page answers with it and
    with the desk's number, and takes no report in its name.
    """

    site_id: int
    label_id: int
    valid: bool
    #: What it is: the room's or the piece's own title.
    title: Text
    #: Where it is, in full; of a piece without a place it is nothing.
    where: Text | None
    code: str
    place_id: int | None
    item_id: int | None
    #: The piece's system as the plan calls it; empty for a place.
    system: str = ""


def by_token(token: str) -> Standing | None:
    """Return what a token stands for, or ``None`` where no label ever had it.

    It asks for no permission: whoever stands before the sticker holds the token.
    """
    if not _TOKEN.fullmatch(token):
        return None
    found = Label.objects.filter(token=token).select_related(*AROUND).first()
    return None if found is None else standing(found)


def one_at_a_time(token: str) -> None:
    """Let whoever acts by this label now wait for each other, until the transaction ends."""
    # Evaluated for the lock alone, one that rows pointing at the label may share. SQLite
    # lets only one write at a time as it is.
    Label.objects.select_for_update(no_key=True).filter(token=token).values_list("pk").first()


def standing(label: Label) -> Standing:
    """Return what a label, read with everything around it, stands for."""
    item, place = label.item, label.place
    if item is not None:
        place = item.place
    retired = item.state == "retired" if item is not None else _closed(label)
    title = Text(item.name) if item is not None else place.title if place else Text("—")
    return Standing(
        site_id=label.site_id,
        label_id=label.pk,
        valid=label.revoked_at is None and not retired,
        title=title,
        where=place.full_title if place is not None else None,
        code=item.code if item is not None else place.code if place is not None else "",
        place_id=place.pk if place is not None else None,
        item_id=item.pk if item is not None else None,
        system=item.system if item is not None else "",
    )


def _closed(label: Label) -> bool:
    return label.place is not None and label.place.retired_at is not None


def labels_visible_to(actor: Actor) -> QuerySet[Label]:
    """Return the labels the actor may see: the site's, for those who make them."""
    permissions.require(actor, "equipment.label.manage")
    return Label.objects.filter(site_id=actor.site_id).select_related(*AROUND)


def label_for(actor: Actor, label_id: int) -> Label:
    """Return one label; another site's does not exist for the actor."""
    found = labels_visible_to(actor).filter(pk=label_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def chosen(actor: Actor, label_ids: Collection[int], most: int) -> list[Label]:
    """Return those of these labels that are still valid, in the order of what they stand for."""
    rows = labels_visible_to(actor).filter(pk__in=list(label_ids), revoked_at__isnull=True)
    found = [one for one in rows[:most] if standing(one).valid]
    return sorted(found, key=_order)


def _order(label: Label) -> tuple[str, str, int]:
    place = label.place or (label.item.place if label.item is not None else None)
    own = label.item.sort_key if label.item is not None else ""
    return (place.path_key if place is not None else "", own, label.pk)


def has_one(field: str) -> Exists:
    """Return the condition that a place or a piece, as ``field`` says, has a valid label."""
    return Exists(Label.objects.filter(**{field: OuterRef("pk")}, revoked_at__isnull=True))


def valid_of(
    actor: Actor, *, place_ids: Collection[int] = (), item_ids: Collection[int] = ()
) -> dict[int, Label]:
    """Return the valid labels of these places, or of these pieces, by the id of each."""
    rows = labels_visible_to(actor).filter(revoked_at__isnull=True)
    if place_ids:
        found = rows.filter(place_id__in=list(place_ids))
        return {one.place_id: one for one in found if one.place_id is not None}
    found = rows.filter(item_id__in=list(item_ids))
    return {one.item_id: one for one in found if one.item_id is not None}


def names_of_keys(keys: Collection[str]) -> dict[str, Text]:
    """Return how the log calls those who acted by a label: by the label's number."""
    numbers = {key: key.removeprefix(LABEL) for key in keys if key.startswith(LABEL)}
    return {key: Text(f"扫码（标签 {n}）", f"By label {n}") for key, n in numbers.items()}
