"""Who may see a call-out whole: the site's, with the verb to see them."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.services.callout.models import Callout
from dayuan.services.callout.states import CALLOUT

VIEW = "callout.log.view"
ORDER = "callout.squad.order"
ANSWER = "callout.call.answer"


def visible_to(actor: Actor) -> QuerySet[Callout]:
    """Return the call-outs the actor may see whole: the site's, with the verb to see them."""
    permissions.require(actor, VIEW)
    return rows_for_owners(actor).select_related("ordered_by", "ended_by", "surge")


def get_for(actor: Actor, callout_id: int) -> Callout:
    """Return one call-out; another site's does not exist for the actor."""
    found = visible_to(actor).filter(pk=callout_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def rows_for_owners(actor: Actor) -> QuerySet[Callout]:
    """Return the call-outs as a query: for what hangs on them; none without the verb."""
    if not actor.holds(VIEW):
        return Callout.objects.none()
    return Callout.objects.filter(site_id=actor.site_id)


def seen(actor: Actor, callout_ids: Collection[int]) -> set[int]:
    """Return those of these call-outs that the actor may see whole."""
    return set(rows_for_owners(actor).filter(pk__in=callout_ids).values_list("pk", flat=True))


def listed(actor: Actor, year: int, most: int) -> list[Callout]:
    """Return the call-outs of a year, the newest first; what runs stands before all others."""
    rows = visible_to(actor).filter(Q(ordered_at__year=year) | Q(state=CALLOUT.initial))
    return list(rows.order_by("-ordered_at", "-pk")[:most])
