"""Who is told that a report by a label waits for the desk; runs after the commit."""

from collections.abc import Collection

from django.urls import reverse

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.desk.queries import outside

DESK = kinds.declare_group("desk.reports", "扫码报事待确认", "Reports by labels to confirm")

HELD = kinds.declare(
    "desk.outside.held",
    "扫码报事短时间内太多，等您确认",
    "Many reports by labels at once wait for you",
    icon="qrcode",
    tone="soon",
    group=DESK,
    outward=Text("扫码报事等您确认", "Reports by labels wait for you"),
    must=True,
    urgent=True,
)


def connect() -> None:
    """Tell the first post that decides and has somebody there."""
    wiring.notify("desk.outside_held", kind=HELD, owner=(outside.KIND, "outside"), whom=deciding)
    kinds.cards.register(outside.KIND, cards)


def deciding(message: Message) -> list[int]:
    """Return who is there now of the first post that sends requests out."""
    site_id = message.ids["site_id"]
    held = sites.plan_of(site_id).holding(outside.DECIDE)
    for post in held.posts if held else ():
        if told := [person.pk for person in rosters.holding(site_id, post, message.now).persons]:
            return told
    return []


def cards(actor: Actor, outside_ids: Collection[int]) -> dict[int, Card]:
    """Name held reports to those who decide on them: by their list, not by their words."""
    seen = outside.seen(actor, outside_ids)
    return {pk: Card(title="", url=reverse("desk:held")) for pk in seen}
