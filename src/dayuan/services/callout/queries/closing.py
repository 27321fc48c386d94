"""The days on which extra strength leaves no room for new leave of somebody."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dayuan.kernel.periods import Period
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.queries import ClosedDays
from dayuan.services.callout import rules
from dayuan.services.callout.models import Surge
from dayuan.services.callout.queries.surges import SURGE
from dayuan.services.callout.states import SURGE as STATES

#: So many orders stand at once at most; they last fourteen days each.
_MOST = 50


def closed_days(site_id: int, person_id: int, since: date) -> Iterator[ClosedDays]:
    """Return the days on which ordered extra strength calls off leave of one of the staff.

    It says which days and by which line of the plan, and not the reason.
    Two questions, one where nothing is ordered.
    """
    zone, known = sites.zone(site_id), sites.plan_of(site_id).handbook.surges
    after = datetime.combine(since, time(), zone)
    rows = Surge.objects.filter(site_id=site_id, state=STATES.initial, end__gt=after)
    found = list(rows.order_by("start", "pk")[:_MOST])
    if not found:
        return
    posts = {post for level in known.values() for row in level.leave for post in row.posts}
    around = rules.days_of(found[0].start, max(one.end for one in found), zone)
    rows_held = people.who_held(site_id, posts, around).filter(person_id=person_id)
    held = list(rows_held.values_list("post", "start", "end"))
    for one in found:
        whole = rules.days_of(one.start, one.end, zone)
        on = {post for post, begun, over in held if _in_force(begun, over, whole.start)}
        if one.level in known and (row := rules.closes(known[one.level], on)):
            start = whole.start - timedelta(days=row.days_before)
            yield ClosedDays(Period(start, whole.end), SURGE, row.source.value)


def _in_force(begun: date, over: date | None, day: date) -> bool:
    return begun <= day and (over is None or day < over)
