"""Places and pieces beside their labels, a page of them at a time."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites.queries import Place, places
from dayuan.resources.equipment.queries import Item, Label, items, labels

Kind = Literal["places", "items"]
PAGE = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that may have a label."""

    pk: int
    title: Text
    where: Text | None
    code: str
    badge: Badge
    label_url: str = ""


def lines(
    actor: Actor, kind: Kind, *, words: str, within: str, after: int | None
) -> tuple[list[Line], bool]:
    """Return a page of places or pieces in use with their labels, and whether more follow."""
    if kind == "places":
        found = _places(actor, words, within, after)
        held = labels.valid_of(actor, place_ids=[one.pk for one in found]) if found else {}
        return [_of_place(one, held.get(one.pk)) for one in found[:PAGE]], len(found) > PAGE
    pieces = _pieces(actor, words, within, after)
    held = labels.valid_of(actor, item_ids=[one.pk for one in pieces]) if pieces else {}
    return [_of_item(one, held.get(one.pk)) for one in pieces[:PAGE]], len(pieces) > PAGE


def _places(actor: Actor, words: str, within: str, after: int | None) -> list[Place]:
    rows = places.places_visible_to(actor).filter(retired_at__isnull=True)
    rows = places.matching(rows, words)
    if within and (chosen := _chosen(actor, within)) is not None:
        rows = rows.filter(places.within(chosen))
    rows = rows if after is None else places.after(rows, after)
    return list(rows.order_by("path_key", "pk")[: PAGE + 1])


def _pieces(actor: Actor, words: str, within: str, after: int | None) -> list[Item]:
    rows = items.matching(items.visible_to(actor).exclude(state="retired"), words)
    if within and (chosen := _chosen(actor, within)) is not None:
        rows = rows.filter(items.within(chosen))
    rows = rows if after is None else items.after(rows, after)
    return list(rows.order_by("sort_key", "pk")[: PAGE + 1])


def _chosen(actor: Actor, within: str) -> Place | None:
    return places.of_site(actor.site_id, [int(within)]).get(int(within))


def _of_place(one: Place, label: Label | None) -> Line:
    where = one.parent.full_title if one.parent is not None else None
    return Line(one.pk, one.title, where, one.code, _badge(label), _url(label))


def _of_item(one: Item, label: Label | None) -> Line:
    where = one.place.full_title if one.place is not None else None
    return Line(one.pk, Text(one.name), where, one.code, _badge(label), _url(label))


def _badge(label: Label | None) -> Badge:
    if label is None:
        return Badge(Tone.WAITING, _("No label"), "circle")
    return Badge(Tone.DONE, _("Label %(n)d") % {"n": label.pk}, "qrcode")


def _url(label: Label | None) -> str:
    return "" if label is None else reverse("equipment:label", args=[label.pk])
