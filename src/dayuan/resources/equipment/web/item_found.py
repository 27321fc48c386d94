"""Pieces of equipment as search finds them."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.search.listed import Hit, Read, Said, Source
from dayuan.resources.equipment.queries import items
from dayuan.resources.equipment.states import ITEM


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        one.pk: Said(one.site_id, one.name, one.code, (one.serial,))
        for one in items.for_the_index(ids)
    }


def _shown(found: Mapping[int, Read]) -> list[Hit]:
    return [
        Hit(
            pk, read["name"], reverse("equipment:item", args=[pk]), read["code"],
            ITEM.state(read["state"]),
        )
        for pk, read in found.items()
    ]  # fmt: skip


SOURCE = Source(
    kind="equipment.item",
    label=_("Equipment"),
    icon="tool",
    verb="equipment.item.view",
    order=20,
    rows=items.visible_to,
    reads=("name", "code", "state"),
    said=_said,
    ids=items.ids_after,
    shown=_shown,
)
