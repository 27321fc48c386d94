"""Reading places: the tree in order, one place, and what somebody typed."""

from collections.abc import Collection, Iterable

from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat, Upper

from dayuan.kernel import codes
from dayuan.kernel.codes import BELOW
from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites.models import Place
from dayuan.reference.sites.states import LEVELS

#: Everything a full title is made of comes with the row.
AROUND = "parent__parent__parent"
#: What somebody typed finds so many at most, whatever is asked for.
MOST = 200
#: Places among which one is looked for by its full title.
NAMED_MOST = 5000


def places_visible_to(actor: Actor) -> QuerySet[Place]:
    """Return the places the actor may see: the site's, with the verb to see them."""
    permissions.require(actor, "sites.place.view")
    return Place.objects.filter(site_id=actor.site_id).select_related(AROUND)


def place_for(actor: Actor, place_id: int) -> Place:
    """Return one place; another site's does not exist for the actor."""
    found = places_visible_to(actor).filter(pk=place_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def for_the_index(ids: Collection[int]) -> "QuerySet[Place]":
    """Return these places, hidden ones too: what they are found by, behind the door of search."""
    return Place.objects.filter(pk__in=list(ids))


def ids_after(last: int, most: int) -> list[int]:
    """Return the ids of the places that came after one, in order, whoever may see them."""
    rows = Place.objects.filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def of_site(site_id: int, place_ids: Collection[int]) -> dict[int, Place]:
    """Return these places of a site by their ids, for a module that stands on places."""
    rows = Place.objects.filter(site_id=site_id, pk__in=list(place_ids)).select_related(AROUND)
    return {row.pk: row for row in rows}


def by_code(site_id: int, found: Collection[str]) -> dict[str, Place]:
    """Return the places of a site that have these codes, retired ones too."""
    rows = Place.objects.filter(site_id=site_id, code__in=list(found)).select_related(AROUND)
    return {row.code: row for row in rows}


def named(site_id: int, words: Collection[str]) -> dict[str, Place]:
    """Return by what was written the places that are called so: by code, or by full title."""
    found = by_code(site_id, {codes.tidy(one) for one in words})
    here = {one: found[codes.tidy(one)] for one in words if codes.tidy(one) in found}
    rest = {_run(one): one for one in words if one not in here}
    if rest:
        for place in in_use(site_id, NAMED_MOST):
            for language in ("zh", "en"):
                if said := rest.get(_run(place.full_title.in_language(language))):
                    here.setdefault(said, place)
    return here


def id_named(site_id: int, words: str) -> int | None:
    """Return the id of the place that is called so, by code or by full title."""
    code = Place.objects.filter(site_id=site_id, code=codes.tidy(words))
    found = code.values_list("pk", flat=True).first()
    if found is not None:
        return found
    place = named(site_id, [words]).get(words)
    return place.pk if place is not None else None


def _run(words: str) -> str:
    return "".join(words.split()).upper()


def inside_counted(site_id: int, found: Collection[str]) -> dict[str, int]:
    """Return how many places lie directly in those of these codes, retired ones too."""
    rows = Place.objects.filter(site_id=site_id, parent__code__in=list(found))
    return dict(rows.values_list("parent__code").annotate(Count("pk")).order_by())


def upper_places(site_id: int, most: int = MOST) -> list[Place]:
    """Return buildings, floors and the like in use: what a list is narrowed down to."""
    rows = Place.objects.filter(site_id=site_id, retired_at__isnull=True, depth__lte=1)
    rows = rows.exclude(kind="room").select_related(AROUND)
    return list(rows.order_by("path_key", "pk")[:most])


def may_hold_others(site_id: int, most: int = MOST) -> list[Place]:
    """Return the places in use in which others may lie: not the rooms, not the deepest."""
    rows = Place.objects.filter(site_id=site_id, retired_at__isnull=True, depth__lt=LEVELS - 1)
    rows = rows.exclude(kind="room").select_related(AROUND)
    return list(rows.order_by("path_key", "pk")[:most])


def in_use(site_id: int, most: int) -> list[Place]:
    """Return the places in use, in the order of the tree."""
    rows = Place.objects.filter(site_id=site_id, retired_at__isnull=True).select_related(AROUND)
    return list(rows.order_by("path_key", "pk")[:most])


def titles_in_use(actor: Actor, most: int) -> list[Text]:
    """Return the full titles of places in use, in the order of the tree, to who may see places."""
    if not actor.holds("sites.place.view"):
        return []
    return [one.full_title for one in in_use(actor.site_id, min(most, MOST))]


def find_places(site_id: int, text: str, most: int = 20) -> list[Place]:
    """Return the places in use whose full title or code has every word typed, in order.

    ``主楼3012`` and ``3层 会议`` both find: words are looked for in the titles of the
    place and of those around it, written in one run. Nothing typed finds the first ones.
    """
    rows = Place.objects.filter(site_id=site_id, retired_at__isnull=True)
    rows = matching(rows, text).select_related(AROUND)
    return list(rows.order_by("path_key", "pk")[: max(0, min(most, MOST))])


def matching(rows: QuerySet[Place], text: str) -> QuerySet[Place]:
    """Return those of the rows that have every word typed."""
    words = text.upper().split()[:8]
    if words:
        rows = rows.annotate(run_zh=run_of("zh"), run_en=run_of("en"), code_up=Upper("code"))
    for word in words:
        rows = rows.filter(
            Q(run_zh__contains=word) | Q(run_en__contains=word) | Q(code_up__contains=word)
        )
    return rows


def run_of(language: str, to_place: str = "", *more: str) -> Upper:
    """Return the titles around a place, its own and ``more`` fields in one run of capitals."""
    ways = [f"{to_place}{'parent__' * up}title_{language}" for up in (3, 2, 1, 0)]
    parts = [Coalesce(F(way), Value("")) for way in (*ways, *more)]
    return Upper(Concat(*parts, output_field=TextField()))


def within(place: Place, to_place: str = "") -> Q:
    """Return the condition on rows that lie at a place or in what lies in it."""
    below = f"{place.path_key}{BELOW}"
    return Q(**{f"{to_place}pk": place.pk}) | Q(**{f"{to_place}path_key__startswith": below})


def with_places_below(place_ids: Iterable[int]) -> set[int]:
    """Return those of the places in which others, in use, lie."""
    rows = Place.objects.filter(parent_id__in=list(place_ids), retired_at__isnull=True)
    return set(rows.values_list("parent_id", flat=True))
