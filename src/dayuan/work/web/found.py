"""Cases as search finds them."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.search.listed import Hit, Said, Source
from dayuan.work import cards, queries


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    found = list(queries.for_the_index(ids))
    told, earlier = cards.told_of(found), cards.earlier_numbers(found)
    return {
        case.pk: Said(
            case.site_id,
            case.title,
            case.number,
            (*(told[case.pk][1:] if case.pk in told else ()), earlier.get(case.pk, "")),
        )
        for case in found
    }


def _cards(actor: Actor, ids: Sequence[int]) -> list[Hit]:
    found = list(queries.visible_to(actor).filter(pk__in=ids))
    told = cards.told_of(found)
    return [
        Hit(case.pk, case.title, cards.case_url(case), case.number, *told.get(case.pk, ()))
        for case in found
    ]


SOURCE = Source(
    kind="work.case",
    label=_("Cases"),
    icon="clipboard-list",
    verb=None,
    order=10,
    rows=queries.visible_to,
    said=_said,
    ids=queries.case_ids_after,
    cards=_cards,
)
