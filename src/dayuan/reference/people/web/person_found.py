"""People as search finds them."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.search.listed import Hit, Said, Source
from dayuan.reference.people import queries


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        one.pk: Said(one.site_id, one.name, one.staff_number) for one in queries.for_the_index(ids)
    }


def _cards(actor: Actor, ids: Sequence[int]) -> list[Hit]:
    return [
        Hit(one.pk, one.name, reverse("people:person", args=[one.pk]), one.staff_number)
        for one in queries.visible_to(actor).filter(pk__in=ids)
    ]


SOURCE = Source(
    kind="people.person",
    label=_("People and accounts"),
    icon="users",
    verb="people.person.view",
    order=40,
    rows=queries.visible_to,
    said=_said,
    ids=queries.ids_after,
    cards=_cards,
)
