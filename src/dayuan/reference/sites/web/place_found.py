"""Places as search finds them."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.search.listed import Hit, Said, Source
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites.queries import places
from dayuan.reference.sites.web.place_sheet import state_of


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        one.pk: Said(one.site_id, one.title.zh, one.code, (one.title.en,))
        for one in places.for_the_index(ids)
    }


def _cards(actor: Actor, ids: Sequence[int]) -> list[Hit]:
    return [
        Hit(
            one.pk, words(one.full_title), reverse("places:place", args=[one.pk]), one.code,
            state_of(one),
        )
        for one in places.places_visible_to(actor).filter(pk__in=ids)
    ]  # fmt: skip


SOURCE = Source(
    kind="sites.place",
    label=_("Places"),
    icon="building",
    verb="sites.place.view",
    order=30,
    rows=places.places_visible_to,
    said=_said,
    ids=places.ids_after,
    cards=_cards,
)
