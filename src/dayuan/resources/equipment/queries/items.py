"""Reading pieces: the doors, the list in order, and what somebody typed."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import history
from dayuan.platform.audit.history import Change
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Place, places
from dayuan.resources.equipment.models import Item
from dayuan.resources.equipment.states import ITEM

#: What somebody typed finds so many at most, whatever is asked for.
MOST = 200
#: Changes of one piece that are read; what came after them is not told.
CHANGES_MOST = 100
_VIEW = "equipment.item.view"
_PLACE = f"place__{places.AROUND}"


def visible_to(actor: Actor) -> QuerySet[Item]:
    """Return the pieces the actor may see: the site's, with the verb to see them."""
    permissions.require(actor, _VIEW)
    return Item.objects.filter(site_id=actor.site_id).select_related(_PLACE)


def get_for(actor: Actor, item_id: int) -> Item:
    """Return one piece; another site's does not exist for the actor."""
    found = visible_to(actor).filter(pk=item_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def for_the_index(ids: Collection[int]) -> "QuerySet[Item]":
    """Return these pieces, hidden ones too: what they are found by, behind the door of search."""
    return Item.objects.filter(pk__in=list(ids))


def ids_after(last: int, most: int) -> list[int]:
    """Return the ids of the pieces that came after one, in order, whoever may see them."""
    rows = Item.objects.filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def by_code(site_id: int, codes: Collection[str]) -> dict[str, Item]:
    """Return the pieces of a site that have these codes, for the module's own commands."""
    rows = Item.objects.filter(site_id=site_id, code__in=list(codes)).select_related("place")
    return {one.code: one for one in rows}


def find(actor: Actor, text: str, most: int = 20) -> list[Item]:
    """Return pieces that are not retired and have every word typed, in the order of codes.

    Words are looked for in the titles of the place and the name, in one run, in the code
    and in the system. Who may not see equipment finds none.
    """
    if not actor.holds(_VIEW):
        return []
    rows = matching(visible_to(actor).exclude(state="retired"), text)
    return list(rows.order_by("sort_key", "pk")[: max(0, min(most, MOST))])


def matching(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Return those of the rows that have every word typed."""
    words = text.upper().split()[:8]
    if words:
        rows = rows.annotate(
            run_zh=places.run_of("zh", "place__", "name"),
            run_en=places.run_of("en", "place__", "name"),
        )
    for word in words:
        rows = rows.filter(
            Q(run_zh__contains=word)
            | Q(run_en__contains=word)
            | Q(code__contains=word)
            | Q(system__icontains=word)
        )
    return rows


def within(place: Place) -> Q:
    """Return the condition on pieces that stand at a place or in what lies in it."""
    return places.within(place, "place__")


def systems(site_id: int) -> dict[str, Text]:
    """Return the systems of the plan's table in its order, by the word pieces carry."""
    rows = sites.plan_of(site_id).handbook.equipment.values()
    found = (row.system.text for row in sorted(rows, key=lambda row: row.row) if row.system)
    return {str(text): text for text in found}


def system_of_row(site_id: int, row: str) -> str | None:
    """Return the system of a row of the plan, empty without one; ``None`` for no such row."""
    found = sites.plan_of(site_id).handbook.equipment.get(row)
    if found is None:
        return None
    return str(found.system.text) if found.system else ""


def timeline_of(item: Item) -> list[Change]:
    """Return the changes of a piece's state, the oldest first."""
    return history.changes_in(item.pk, machines=(ITEM.code,), most=CHANGES_MOST)
