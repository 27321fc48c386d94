"""Duties as a person's own calendar shows them."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language

from dayuan.platform.access.actors import Actor
from dayuan.platform.rest.feeds import MOST, Event
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries


def duties(actor: Actor, since: datetime, until: datetime) -> Iterable[Event]:
    """Return the actor's own duties: the post and the time, nobody else's name."""
    if not actor.holds("rosters.duty.view"):
        return
    plan, language = sites.plan_of(actor.site_id), get_language() or "zh-hans"
    for one in queries.own(actor, since=since, until=until, most=MOST):
        title = plan.post_title(one.post).in_language(language)
        path = f"{reverse('rosters:day')}?day={one.day.isoformat()}"
        yield Event(f"duty-{one.pk}", title, one.start, one.end, path)
