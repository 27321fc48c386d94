"""Who is told what about leave and swaps; runs after the commit, from the outbox.

A notice says that something waits or was answered. Who is away, why and when stands on
the page behind it, for those who may know.
"""

from collections.abc import Collection

from django.urls import reverse

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Away
from dayuan.resources.rosters.queries import leave, swaps

ASKED_FOR = kinds.declare_group("rosters.asked", "请假和换班待批", "Leave and swaps to decide on")
OWN = kinds.declare_group("rosters.own", "我的请假和换班", "My leave and swaps")

AWAY_ASKED = kinds.declare(
    "rosters.away.asked",
    "有一份请假等您批",
    "Leave waits for your decision",
    icon="rubber-stamp",
    tone="approval",
    group=ASKED_FOR,
    outward=Text("有一份请假等您批", "Leave waits for your decision"),
    must=True,
)
AWAY_NOW = kinds.declare(
    "rosters.away.in_force",
    "有人请假，当即生效，请看排班",
    "Somebody is away as of now; look at the duties",
    icon="calendar-exclamation",
    tone="late",
    group=ASKED_FOR,
    outward=Text("有人请假，请看排班", "Somebody is away; look at the duties"),
    must=True,
    urgent=True,
)
AWAY_ANSWERED = kinds.declare(
    "rosters.away.answered",
    "您的请假有答复",
    "Your leave is answered",
    icon="rubber-stamp",
    group=OWN,
    outward=Text("您的请假有答复", "Your leave is answered"),
    must=True,
)
AWAY_ENTERED = kinds.declare(
    "rosters.away.entered",
    "同事替您登记了请假，请核对",
    "A colleague entered leave for you; check it",
    icon="calendar-event",
    group=OWN,
    outward=Text("同事替您登记了请假", "A colleague entered leave for you"),
    must=True,
)

SWAP_ASKED = kinds.declare(
    "rosters.swap.asked",
    "有同事想和您换班，请答复",
    "A colleague would like to swap a duty with you; answer",
    icon="arrows-exchange",
    tone="approval",
    group=OWN,
    outward=Text("有同事想和您换班", "A colleague would like to swap a duty with you"),
    must=True,
)
SWAP_WAITS = kinds.declare(
    "rosters.swap.agreed",
    "有一次换班等您批",
    "A swap waits for your decision",
    icon="rubber-stamp",
    tone="approval",
    group=ASKED_FOR,
    outward=Text("有一次换班等您批", "A swap waits for your decision"),
    must=True,
)
SWAP_ANSWERED = kinds.declare(
    "rosters.swap.answered",
    "您的换班有答复",
    "Your swap is answered",
    icon="arrows-exchange",
    group=OWN,
    outward=Text("您的换班有答复", "Your swap is answered"),
    must=True,
)


def connect() -> None:
    """Tell the nearest who decide, and the people it is about."""
    of_away = (leave.AWAY_KIND, "away")
    wiring.notify("rosters.away_asked", kind=AWAY_ASKED, owner=of_away, whom=deciding)
    wiring.notify("rosters.away_in_force", kind=AWAY_NOW, owner=of_away, whom=arranging)
    wiring.notify("rosters.away_decided", kind=AWAY_ANSWERED, owner=of_away, whom=away_person)
    wiring.notify("rosters.away_entered", kind=AWAY_ENTERED, owner=of_away, whom=away_person)
    wiring.notify(
        "rosters.away_called_off", kind=AWAY_ANSWERED, owner=of_away, whom=away_person,
        name="notices:rosters.away.called_off",
    )  # fmt: skip
    kinds.cards.register(leave.AWAY_KIND, away_cards)
    of_swap = (swaps.SWAP_KIND, "swap")
    wiring.notify("rosters.swap_asked", kind=SWAP_ASKED, owner=of_swap, whom=asked)
    wiring.notify("rosters.swap_agreed", kind=SWAP_WAITS, owner=of_swap, whom=deciding_swap)
    wiring.notify("rosters.swap_answered", kind=SWAP_ANSWERED, owner=of_swap, whom=asking)
    wiring.notify(
        "rosters.swap_decided", kind=SWAP_ANSWERED, owner=of_swap, whom=both,
        name="notices:rosters.swap.decided",
    )  # fmt: skip
    kinds.cards.register(swaps.SWAP_KIND, swap_cards)


def deciding(message: Message) -> list[int]:
    """Return who decides; nobody once it is decided or taken back."""
    found = _away(message)
    return _nearest(found, message) if found.state == "asked" else []


def arranging(message: Message) -> list[int]:
    """Return whose duties it changes: those who would decide, but not who entered it."""
    found = _away(message)
    if found.state != "approved":
        return []
    return [pk for pk in _nearest(found, message) if f"person:{pk}" != found.asked_by]


def away_person(message: Message) -> list[int]:
    """Return who is away."""
    return [_away(message).person_id]


def away_cards(actor: Actor, away_ids: Collection[int]) -> dict[int, Card]:
    """Lead to one's own shifts, or to the page of whoever decides; no words of it."""
    found = leave.away_visible_to(actor).filter(pk__in=away_ids)
    return {
        pk: Card("", reverse("rosters:mine") if person == actor.person_id else _page(pk))
        for pk, person in found.values_list("pk", "person_id")
    }


def asked(message: Message) -> list[int]:
    """Return the colleague; nobody once it is answered or taken back."""
    found = swaps.swap_told(message.ids["swap"])
    return [found.colleague_id] if found.state == "asked" else []


def asking(message: Message) -> list[int]:
    """Return who asked."""
    return [swaps.swap_told(message.ids["swap"]).asked_by_id]


def both(message: Message) -> list[int]:
    """Return the two."""
    found = swaps.swap_told(message.ids["swap"])
    return [found.asked_by_id, found.colleague_id]


def deciding_swap(message: Message) -> list[int]:
    """Return who decides; nobody once it is decided or taken back."""
    found = swaps.swap_told(message.ids["swap"])
    if found.state != "agreed":
        return []
    return swaps.deciders_of_swap(found, on=sites.today(found.site_id, message.now))


def swap_cards(actor: Actor, swap_ids: Collection[int]) -> dict[int, Card]:
    """Lead to the swap, without a word of it."""
    found = swaps.seen(actor, swap_ids)
    return {pk: Card("", reverse("rosters:swap_one", args=[pk])) for pk in found}


def _page(away_id: int) -> str:
    return reverse("rosters:away", args=[away_id])


def _nearest(found: Away, message: Message) -> list[int]:
    return leave.deciders_of(found, on=sites.today(found.site_id, message.now))


def _away(message: Message) -> Away:
    return leave.away_told(message.ids["away"])
