"""Setting up the ways out of the house, trying them, and closing them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from dayuan.kernel.egress import Guard
from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare
from dayuan.platform.notices import queries, rules, sealing
from dayuan.platform.notices.kinds import groups
from dayuan.platform.notices.models import Channel, Delivery
from dayuan.platform.notices.states import DELIVERY, TRIAL
from dayuan.platform.notices.ways import WAYS

MANAGE = "notices.channel.manage"
OPENED = declare(
    "notices.channel.open",
    "开通对外提醒渠道",
    "A channel was opened",
    personal=("title", "leads_to"),
)
CHANGED = declare(
    "notices.channel.change", "修改对外提醒渠道", "A channel was changed", personal=("title",)
)
RESEALED = declare(
    "notices.channel.reseal", "更换渠道地址和密钥", "A channel's secrets were replaced",
    personal=("leads_to",),
)  # fmt: skip
CLOSED = declare("notices.channel.close", "停用对外提醒渠道", "A channel was closed")
TRIED = declare("notices.channel.try", "试发消息", "A trial message was asked for")
RETRIED = declare("notices.delivery.retry", "再发没有发出的提醒", "Notices are sent once more")
_SUBJECT = "notices.channel"
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Carried:
    """What a channel is called and carries."""

    title: str
    carries: Collection[str]
    demanded: Collection[str] = ()
    #: One message for each person; asked of webhooks alone.
    each: bool = False
    language: str = "zh-hans"


@command
def open_channel(
    *, way: str, carried: Carried, values: Mapping[str, str], actor: Actor, at: datetime
) -> Channel:
    """Set up a channel; its address and secrets are sealed and never shown again."""
    require(actor, MANAGE)
    kept = _values(way, values)
    open_ones = queries.channels_visible_to(actor).filter(closed_at__isnull=True).count()
    refuse_if(
        [
            *((rules.TOO_MANY,) if open_ones >= rules.CHANNELS_MOST else ()),
            *_problems(carried),
            *rules.value_problems(way, kept, _guard()),
        ]
    )
    row = Channel(
        site_id=actor.site_id, way=way, leads_to=rules.leads_to(way, kept),
        opened_at=at, opened_by=actor.key, **_fields(way, carried),
    )  # fmt: skip
    row.sealed = sealing.seal(kept, place=row.place)
    row.save(force_insert=True)
    said = {"title": row.title, "leads_to": row.leads_to}
    _record(OPENED, row, actor, at, {"way": way, "carries": row.carries}, said)
    return row


@command
def change_channel(*, channel_id: int, carried: Carried, actor: Actor, at: datetime) -> Channel:
    """Change what a channel is called and carries."""
    row = _open(channel_id, actor)
    refuse_if(_problems(carried))
    for name, value in _fields(row.way, carried).items():
        setattr(row, name, value)
    row.save(update_fields=["title", "carries", "demanded", "each", "language"])
    _record(CHANGED, row, actor, at, {"carries": row.carries}, {"title": row.title})
    return row


@command
def reseal_channel(
    *, channel_id: int, values: Mapping[str, str], actor: Actor, at: datetime
) -> Channel:
    """Give a channel another address and other secrets, all of them anew."""
    row = _open(channel_id, actor)
    kept = _values(row.way, values)
    refuse_if(rules.value_problems(row.way, kept, _guard()))
    row.leads_to = rules.leads_to(row.way, kept)
    row.sealed = sealing.seal(kept, place=row.place)
    row.save(update_fields=["leads_to", "sealed"])
    _record(RESEALED, row, actor, at, {}, {"leads_to": row.leads_to})
    return row


@command
def close_channel(*, channel_id: int, actor: Actor, at: datetime) -> Channel:
    """Send nothing more by this channel; its secrets are forgotten."""
    row = _open(channel_id, actor)
    row.closed_at, row.closed_by, row.sealed = at, actor.key, ""
    row.save(update_fields=["closed_at", "closed_by", "sealed"])
    _record(CLOSED, row, actor, at, {}, {})
    return row


@command
def try_channel(*, channel_id: int, actor: Actor, at: datetime) -> Delivery:
    """Have a message sent to see whether it arrives, by the same way as every other."""
    row = _open(channel_id, actor)
    if row.each and actor.person_id is None:
        raise Refused(rules.NO_ADDRESS)
    if row.way == "mail" and not queries.preference_of(actor).email:
        raise Refused(rules.NO_ADDRESS)
    before = row.deliveries.order_by("-pk").values_list("pk", flat=True).first()
    made = Delivery.objects.create(
        site_id=row.site_id, channel=row, kind=TRIAL, key=f"trial:{before or 0}",
        person_id=actor.person_id if row.each else None, made_at=at, next_at=at,
    )  # fmt: skip
    _record(TRIED, row, actor, at, {"delivery": made.pk}, {})
    return made


@command
def retry_deliveries(*, channel_id: int, actor: Actor, at: datetime) -> int:
    """Send once more what was given up, the newest of it; return how many there were."""
    row = _open(channel_id, actor)
    given_up = list(queries.given_up_by(row).order_by("-pk")[:_BATCH])
    for one in given_up:
        transitions.move(
            one, machine=DELIVERY, act="retry", actor=actor, at=at,
            attempts=0, next_at=at, settled_at=None, taken_until=None, problem="",
        )  # fmt: skip
    _record(RETRIED, row, actor, at, {"deliveries": len(given_up)}, {})
    return len(given_up)


def _values(way: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return what this way needs, and nothing else that was sent."""
    if way not in WAYS:
        raise LookupError(f"no way {way!r}")
    return {name: values.get(name, "").strip() for name in WAYS[way].values}


def _guard() -> Guard:
    return Guard(tuple(settings.OUTWARD_ALLOWED))


def _problems(carried: Carried) -> Problems:
    return rules.channel_problems(
        title=carried.title, carries=carried.carries, demanded=carried.demanded,
        known=list(groups),
    )  # fmt: skip


def _fields(way: str, carried: Carried) -> dict[str, object]:
    return {
        "title": carried.title.strip(),
        "carries": sorted(carried.carries),
        "demanded": sorted(carried.demanded),
        "each": WAYS[way].personal or (way == "webhook" and carried.each),
        "language": carried.language,
    }


def _open(channel_id: int, actor: Actor) -> Channel:
    require(actor, MANAGE)
    row = queries.channel_for(actor, channel_id)
    refuse_if((rules.CLOSED,) if row.closed_at else ())
    return row


def _record(
    kind: AuditType,
    row: Channel,
    actor: Actor,
    at: datetime,
    details: Mapping[str, object],
    personal: Mapping[str, object],
) -> None:
    log.record(
        kind, actor=actor, at=at, subject=_SUBJECT, ids=[row.pk], details=details,
        personal=personal,
    )  # fmt: skip
