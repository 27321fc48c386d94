"""Everybody on duty on some posts over a time, to be asked about any instant of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty


def between(
    site_id: int, posts: Collection[str], *, since: datetime, until: datetime, at: datetime
) -> list[Duty]:
    """Return the duties on these posts that touch a time, by when they begin; two questions.

    Whoever has lost the appointment at ``at`` is not on duty any more, whatever the list says.
    """
    plan = sites.plan_of(site_id)
    may_stand = {post: {post, *plan.alternates(post)} for post in posts}
    # By day as well: that is how duties are indexed, and none lasts longer than one.
    days = (sites.today(site_id, since) - timedelta(days=1), sites.today(site_id, until))
    rows = Duty.objects.filter(
        site_id=site_id, day__range=days, post__in=list(posts), cancelled_at__isnull=True,
        start__lte=until, end__gt=since,
    )  # fmt: skip
    held = people.holders_of_many(
        site_id, set().union(*may_stand.values()), sites.today(site_id, at)
    )
    able = {post: {p.pk for code in may_stand[post] for p in held[code]} for post in posts}
    found = rows.select_related("person").order_by("start", "pk")
    return [duty for duty in found if duty.person_id in able[duty.post]]
