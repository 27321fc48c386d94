"""Pieces of equipment as search finds them."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.search.listed import Hit, Said, Source
from dayuan.resources.equipment.queries import items
from dayuan.resources.equipment.states import ITEM


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        one.pk: Said(one.site_id, one.name, one.code, (one.serial,))
        for one in items.for_the_index(ids)
    }


def _cards(actor: Actor, ids: Sequence[int]) -> list[Hit]:
    return [
        Hit(
            one.pk, one.name, reverse("equipment:item", args=[one.pk]), one.code,
            ITEM.state(one.state),
        )
        for one in items.visible_to(actor).filter(pk__in=ids)
    ]  # fmt: skip


SOURCE = Source(
    kind="equipment.item",
    label=_("Equipment"),
    icon="tool",
    verb="equipment.item.view",
    order=20,
    rows=items.visible_to,
    said=_said,
    ids=items.ids_after,
    cards=_cards,
)
