"""Cases as search finds them."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.search.listed import Hit, Read, Said, Source
from dayuan.work import cards, queries
from dayuan.work.models import Case


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    found = list(queries.for_the_index(ids))
    told, earlier = cards.told_of(found), cards.earlier_numbers(found)
    return {
        case.pk: Said(
            case.site_id,
            case.title,
            case.number,
            (*(told[case.pk][1:] if case.pk in told else ()), earlier.get(case.pk, "")),
            case.unit,
        )
        for case in found
    }


def _shown(found: Mapping[int, Read]) -> list[Hit]:
    cases = [Case(pk=pk, **read) for pk, read in found.items()]
    told = cards.told_of(cases)
    return [
        Hit(case.pk, case.title, cards.case_url(case), case.number, *told.get(case.pk, ()))
        for case in cases
    ]


def _circle(actor: Actor) -> str:
    """Return the unit to whose cases alone an actor is kept; nothing for everybody else."""
    return actor.unit if actor.side == "liaison" else ""


SOURCE = Source(
    kind="work.case",
    label=_("Cases"),
    icon="clipboard-list",
    verb=None,
    order=10,
    rows=queries.visible_to,
    reads=("kind", "title", "number"),
    said=_said,
    ids=queries.case_ids_after,
    shown=_shown,
    circle=_circle,
    grows=True,
)
