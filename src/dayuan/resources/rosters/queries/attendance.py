"""Reading who came: for the page of a shift, and for the sweep that tells once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.queries.duties import holding
from dayuan.resources.rosters.queries.following import Followed, followed, is_noted
from dayuan.resources.rosters.rules.duties import LONGEST

NOTE = "rosters.attendance.note"
MANAGE = "rosters.duty.manage"


def knows_who_is_missing(actor: Actor) -> bool:
    """Tell whether somebody learns who is not yet there: those who note it, or arrange duties."""
    return actor.holds(NOTE) or actor.holds(MANAGE)


def may_note(actor: Actor, duty: Duty) -> bool:
    """Tell whether somebody notes who came to a duty."""
    return actor.holds(NOTE) and not noting_problems(actor, duty)


def noting_problems(actor: Actor, duty: Duty) -> Problems:
    """Return why this actor does not note this duty: a leader notes the own group alone."""
    if actor.holds(MANAGE) or duty.post in _led(actor.site_id):
        return ()
    return (_NOT_YOUR_GROUP,)


def to_remind(*, now: datetime, most: int) -> list[tuple[int, int]]:
    """Return (duty, site) of followed duties whose wait is over and who nobody was told of."""
    found: list[tuple[int, int]] = []
    for site_id in sites.all_ids():
        for one in followed(site_id):
            rows = _unnoted(site_id, one, now).values_list("pk", "site_id")
            found.extend(rows.order_by("start", "pk")[:most])
    return found[:most]


def unnoted(duty_id: int) -> Duty | None:
    """Return a duty of which nobody noted anything yet, for the program itself."""
    rows = Duty.objects.filter(pk=duty_id, cancelled_at=None)
    found = rows.select_related("attendance").first()
    return None if found is None or is_noted(found) else found


def person_of(duty_id: int) -> int | None:
    """Return whose duty it is, for the program itself."""
    return Duty.objects.filter(pk=duty_id).values_list("person_id", flat=True).first()


def arrangers(site_id: int, post: str, at: datetime) -> list[int]:
    """Return whom of those who arrange a post's duties is there: the first post with somebody.

    First those whom its group names as deciding, then whoever holds the right by the plan.
    """
    plan = sites.plan_of(site_id)
    held = plan.holding(MANAGE)
    may = held.posts if held else ()
    groups = (one for one in plan.handbook.shift_plans.values() if post in one.posts)
    named = [code for one in groups for code in one.deciders if code in may]
    for code in dict.fromkeys([*named, *may]):
        if there := [person.pk for person in holding(site_id, code, at).persons]:
            return there
    return []


def kept_since(*, now: datetime) -> Iterator[tuple[int, datetime]]:
    """Yield for each site that follows attendance until when what was noted may be deleted."""
    for site_id in sites.all_ids():
        if months := [one.kept_months for one in followed(site_id)]:
            yield site_id, now - timedelta(days=31 * max(months))


def _unnoted(site_id: int, one: Followed, now: datetime) -> QuerySet[Duty]:
    untold = Q(attendance=None) | Q(attendance__state="expected", attendance__told_at=None)
    today = sites.today(site_id, now)
    return Duty.objects.filter(
        untold, site_id=site_id, post__in=sorted(one.posts), cancelled_at=None, end__gt=now,
        start__lte=now - one.after, day__gte=today - LONGEST, day__lte=today,
    )  # fmt: skip


def _led(site_id: int) -> frozenset[str]:
    plans = sites.plan_of(site_id).handbook.shift_plans.values()
    return frozenset(post for plan in plans if plan.leader for post in plan.posts)


_NOT_YOUR_GROUP = Blocker(
    "rosters.not_your_group",
    Text(
        "带班的人只登记本班组的到岗。别的岗位请排班的人登记。",
        "Whoever leads a shift notes the own group. Ask whoever arranges duties for other posts.",
    ),
)
