"""Which logs there are for somebody: those of the site, with the verb to see them."""

from collections.abc import Collection

from django.db.models import QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.services.handover import rules
from dayuan.services.handover.models import Handover, PassOn, ShiftLog

VIEW = "handover.log.view"
KEEP = "handover.shift.keep"
#: Whoever arranges duties stands in where the duty list names nobody.
MANAGE = "rosters.duty.manage"


def visible_to(actor: Actor) -> QuerySet[ShiftLog]:
    """Return the logs the actor may see."""
    permissions.require(actor, VIEW)
    return rows_for_owners(actor).select_related("holder")


def get_for(actor: Actor, log_id: int) -> ShiftLog:
    """Return one log; another site's does not exist for the actor."""
    found = visible_to(actor).filter(pk=log_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def waiting_for(actor: Actor, log_id: int) -> Handover:
    """Return what a shift declared and nobody has answered yet, with the shift itself."""
    rows = Handover.objects.filter(given__in=visible_to(actor).order_by().values("pk"))
    rows = rows.filter(ended_at__isnull=True, signed_at__isnull=True)
    found = rows.filter(given=log_id).select_related("given__holder", "declared_by").first()
    if found is None:
        get_for(actor, log_id)
        raise Refused(rules.NOT_WAITING)
    return found


def item_for(actor: Actor, item_id: int) -> PassOn:
    """Return one thing that was passed on, with the shift that left it."""
    rows = PassOn.objects.filter(log__in=visible_to(actor).order_by().values("pk"))
    found = rows.filter(pk=item_id).select_related("log", "left_by", "done_by").first()
    if found is None:
        raise Refused(hidden=True)
    return found


def rows_for_owners(actor: Actor) -> QuerySet[ShiftLog]:
    """Return the logs as a query: for what hangs on them; none without the verb."""
    if not actor.holds(VIEW):
        return ShiftLog.objects.none()
    return ShiftLog.objects.filter(site_id=actor.site_id)


def seen(actor: Actor, log_ids: Collection[int]) -> set[int]:
    """Return those of these logs that the actor may see: the door for papers and notices."""
    return set(rows_for_owners(actor).filter(pk__in=log_ids).values_list("pk", flat=True))
