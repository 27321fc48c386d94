"""Who is told that he is called, and that he need not come any more; runs after the commit."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.reference.sites import queries as sites
from dayuan.services.callout import events, queries

CALLOUT_KIND = "callout.callout"
CALL_KIND = "callout.call"
SURGE_KIND = "callout.surge"
GROUP = kinds.declare_group("callout.calls", "应急集合", "Call-outs")
CALLED = kinds.declare(
    "callout.call.called",
    "请您集合，马上应答：{title}（{number}）",
    "You are called out, answer now: {title} ({number})",
    icon="bolt",
    tone="late",
    group=GROUP,
    outward=Text("请您集合，马上应答", "You are called out, answer now"),
    must=True,
    urgent=True,
)
LET_GO = kinds.declare(
    "callout.call.let_go",
    "集合已结束，不用再来：{title}（{number}）",
    "The call-out is over, you need not come: {title} ({number})",
    icon="check",
    group=GROUP,
    outward=Text("集合已结束，不用再来", "The call-out is over, you need not come"),
    must=True,
    urgent=True,
)

STAND_BY = kinds.declare(
    "callout.call.stand_by",
    "请您待命，请应答：{title}（{number}）",
    "You are asked to stand by, answer please: {title} ({number})",
    icon="hourglass",
    tone="approval",
    group=GROUP,
    outward=Text("请您待命，请应答", "You are asked to stand by, answer please"),
    must=True,
)
STOOD_DOWN = kinds.declare(
    "callout.call.stood_down",
    "待命解除：{title}（{number}）",
    "You need not stand by any more: {title} ({number})",
    icon="check",
    group=GROUP,
    outward=Text("待命解除", "You need not stand by any more"),
    must=True,
    urgent=True,
)

UNANSWERED = kinds.declare(
    "callout.call.unanswered",
    "{people} 人未应答：{title}（{number}）",
    "No answer yet from {people}: {title} ({number})",
    icon="phone",
    tone="late",
    group=GROUP,
    outward=Text("集合有人未应答", "Some have not answered a call-out"),
    must=True,
    urgent=True,
)
REMIND = kinds.declare(
    "callout.call.remind",
    "您还没有应答，请马上应答：{title}（{number}）",
    "You have not answered yet, answer now: {title} ({number})",
    icon="bolt",
    tone="late",
    group=GROUP,
    outward=Text("您还没有应答集合", "You have not answered a call-out"),
    must=True,
    urgent=True,
)
REMIND_STAND_BY = kinds.declare(
    "callout.call.remind_stand_by",
    "待命还没有应答，请应答：{title}（{number}）",
    "You have not said whether you stand by: {title} ({number})",
    icon="hourglass",
    tone="approval",
    group=GROUP,
    outward=Text("待命还没有应答，请应答", "Please answer whether you stand by"),
    must=True,
)
TIME_OVER = kinds.declare(
    "callout.surge.time_over",
    "加强值守到时自动结束：{title}（{number}）",
    "Extra strength ended by itself when its time was over: {title} ({number})",
    icon="shield",
    group=GROUP,
    outward=Text("加强值守到时自动结束", "Extra strength ended when its time was over"),
    must=True,
)


def connect() -> None:
    """Tell each person of the own call, and whoever ordered what the clock did."""
    wiring.notify(events.CALLED, kind=CALLED, owner=(CALL_KIND, "call"), whom=its_person)
    wiring.notify(events.LET_GO, kind=LET_GO, owner=(CALL_KIND, "call"), whom=its_person)
    wiring.notify(events.STAND_BY, kind=STAND_BY, owner=(CALL_KIND, "call"), whom=its_person)
    wiring.notify(events.STOOD_DOWN, kind=STOOD_DOWN, owner=(CALL_KIND, "call"), whom=its_person)
    of_call = (CALL_KIND, "call")
    wiring.notify(events.REMIND, kind=REMIND, owner=of_call, whom=whoever_waits)
    wiring.notify(events.REMIND_STAND_BY, kind=REMIND_STAND_BY, owner=of_call, whom=whoever_waits)
    wiring.notify(
        events.UNANSWERED, kind=UNANSWERED, owner=(CALLOUT_KIND, "callout"), whom=its_orderer,
        params=("people",),
    )  # fmt: skip
    wiring.notify(
        events.TIME_OVER, kind=TIME_OVER, owner=(SURGE_KIND, "surge"), whom=whoever_ordered
    )
    kinds.cards.register(CALL_KIND, call_cards)
    kinds.cards.register(CALLOUT_KIND, callout_cards)
    kinds.cards.register(SURGE_KIND, surge_cards)


def its_person(message: Message) -> list[int]:
    """Return who is called."""
    return _one(queries.told_person(message.ids["call"]))


def whoever_waits(message: Message) -> list[int]:
    """Return who is called and has not answered; nobody once he has, or it is over."""
    return _one(queries.reminded_person(message.ids["call"]))


def its_orderer(message: Message) -> list[int]:
    """Return who called; nobody once it is over."""
    return _one(queries.orderer(message.ids["callout"]))


def whoever_ordered(message: Message) -> list[int]:
    """Return who ordered extra strength."""
    return _one(queries.surge_orderer(message.ids["surge"]))


def _one(found: int | None) -> list[int]:
    return [] if found is None else [found]


def _said(callout: queries.Callout) -> str:
    return queries.name_of(callout).in_language(get_language() or "zh-hans")


def _when(call: queries.Call) -> datetime:
    """Return when somebody is wanted: when he was called, or when he begins to stand by."""
    return call.called_at if call.callout.surge is None else call.callout.surge.start


def call_cards(actor: Actor, call_ids: Collection[int]) -> dict[int, Card]:
    """Name calls to those who may know of them: the squad and when; why stands on the page."""
    zone = sites.zone(actor.site_id)
    return {
        one.pk: Card(
            title=_said(one.callout),
            number=f"{_when(one).astimezone(zone):%m-%d %H:%M}",
            url=reverse("callout:call", args=[one.pk]),
        )
        for one in queries.calls_named(actor, call_ids)
    }


def callout_cards(actor: Actor, callout_ids: Collection[int]) -> dict[int, Card]:
    """Name call-outs to those who may see them whole."""
    zone = sites.zone(actor.site_id)
    return {
        one.pk: Card(
            title=_said(one),
            number=f"{one.ordered_at.astimezone(zone):%m-%d %H:%M}",
            url=reverse("callout:one", args=[one.pk]),
        )
        for one in queries.rows_for_owners(actor).filter(pk__in=callout_ids).select_related("surge")
    }


def surge_cards(actor: Actor, surge_ids: Collection[int]) -> dict[int, Card]:
    """Name extra strength to those who may see it: the level and when it began."""
    zone, language = sites.zone(actor.site_id), get_language() or "zh-hans"
    return {
        one.pk: Card(
            title=queries.level_title(one.site_id, one.level).in_language(language),
            number=f"{one.start.astimezone(zone):%m-%d %H:%M}",
            url=reverse("callout:surge", args=[one.pk]),
        )
        for one in queries.surges_named(actor, surge_ids)
    }
