"""The figures of this month, for the indicators that the plan has counted."""

from datetime import datetime

from dayuan.handbook.compiled import Compiled
from dayuan.platform.access.web import ActorRequest
from dayuan.services.desk import queries as desk
from dayuan.services.desk.queries import FollowUps


def measured(request: ActorRequest, plan: Compiled) -> dict[str, FollowUps]:
    """Return what was counted since the month began, by the clause that asks for it."""
    uses = plan.uses_of("desk.follow_up_rate")
    if not uses:
        return {}
    found = desk.follow_ups(request.actor, _month_began(request), request.now)
    return {use.source.ref: found for use in uses}


def _month_began(request: ActorRequest) -> datetime:
    here = request.now.astimezone(request.site_zone)
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
