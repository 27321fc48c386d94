"""Places as search finds them."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.search.listed import Hit, Read, Said, Source
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites.queries import Place, places
from dayuan.reference.sites.states import LEVELS
from dayuan.reference.sites.web.place_sheet import state_of

#: The fields that lead to the place itself and to those around it.
_CHAIN = tuple("parent__" * level for level in range(LEVELS))


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        one.pk: Said(one.site_id, one.title.zh, one.code, (one.title.en,))
        for one in places.for_the_index(ids)
    }


def _shown(found: Mapping[int, Read]) -> list[Hit]:
    return [_hit(pk, read, _place(read, _CHAIN)) for pk, read in found.items()]


def _hit(pk: int, read: Read, place: Place) -> Hit:
    url = reverse("places:place", args=[pk])
    return Hit(pk, words(place.full_title), url, read["code"], state_of(place))


def _place(read: Read, chain: Sequence[str]) -> Place:
    """Return a place with those around it, as far as results show them."""
    own, *around = chain
    parent = _place(read, around) if around and read[f"{around[0]}path_key"] else None
    titles = {name: read[f"{own}{name}"] for name in ("title_zh", "title_en")}
    return Place(parent=parent, retired_at=read["retired_at"], **titles)


SOURCE = Source(
    kind="sites.place",
    label=_("Places"),
    icon="building",
    verb="sites.place.view",
    order=30,
    rows=places.places_visible_to,
    reads=(
        "code",
        "retired_at",
        *(f"{one}{name}" for one in _CHAIN for name in ("path_key", "title_zh", "title_en")),
    ),
    said=_said,
    ids=places.ids_after,
    shown=_shown,
)
