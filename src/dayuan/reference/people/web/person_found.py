"""People as search finds them."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.search.listed import Hit, Read, Said, Source
from dayuan.reference.people import queries


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        one.pk: Said(one.site_id, one.name, one.staff_number) for one in queries.for_the_index(ids)
    }


def _shown(found: Mapping[int, Read]) -> list[Hit]:
    return [
        Hit(pk, read["name"], reverse("people:person", args=[pk]), read["staff_number"])
        for pk, read in found.items()
    ]


SOURCE = Source(
    kind="people.person",
    label=_("People and accounts"),
    icon="users",
    verb="people.person.view",
    order=40,
    rows=queries.visible_to,
    reads=("name", "staff_number"),
    said=_said,
    ids=queries.ids_after,
    shown=_shown,
)
