"""Who is told that a shift was not handed over; runs after the commit."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import get_language

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.handover import events, queries

KIND = "handover.shift"
SHIFTS = kinds.declare_group("handover.shifts", "交接班", "Handovers")
LATE = kinds.declare(
    "handover.shift.late",
    "下班后没有交班：{title}",
    "Over and not handed over: {title}",
    icon="clock-exclamation",
    tone="late",
    group=SHIFTS,
    outward=Text("有一班没有交班", "A shift was not handed over"),
    must=True,
    urgent=True,
)


def connect() -> None:
    """Tell the first post that arranges duties, sees the logs, and has somebody there."""
    wiring.notify(events.LATE, kind=LATE, owner=(KIND, "shift"), whom=arranging)
    kinds.cards.register(KIND, cards)


def arranging(message: Message) -> list[int]:
    """Return who is there now of the first post that arranges duties and sees the logs."""
    site_id = message.ids["site_id"]
    plan = sites.plan_of(site_id)
    arranges, sees = plan.holding(queries.MANAGE), plan.holding(queries.VIEW)
    for post in arranges.posts if arranges and sees else ():
        if sees is None or post not in sees.posts:
            continue
        if told := [person.pk for person in rosters.holding(site_id, post, message.now).persons]:
            return told
    return []


def _said(known: Mapping[str, queries.Group], log: queries.ShiftLog) -> str:
    if log.group not in known:
        return log.group
    return known[log.group].shift_title(log.shift).in_language(get_language() or "zh-hans")


def cards(actor: Actor, log_ids: Collection[int]) -> dict[int, Card]:
    """Name shifts to those who may see them."""
    if not actor.holds(queries.VIEW):
        return {}
    known = {one.code: one for one in queries.groups(actor.site_id)}
    zone = sites.zone(actor.site_id)
    found: dict[int, Card] = {}
    for log in queries.visible_to(actor).filter(pk__in=log_ids):
        title = _said(known, log)
        when = f"{log.start.astimezone(zone):%m-%d %H:%M}"
        url = reverse("handover:shift", args=[log.pk])
        found[log.pk] = Card(title=f"{title} {when}", url=url)
    return found
