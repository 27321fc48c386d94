"""From a notice that was told to what leaves the house because of it, in the same transaction."""

from collections.abc import Collection
from datetime import datetime

from dayuan.platform.notices.kinds import Kind
from dayuan.platform.notices.models import Channel, Delivery, Notice

_BATCH = 200


def plan(kind: Kind, dedupe: str, persons: Collection[int], *, site_id: int, at: datetime) -> None:
    """Let every open channel that carries this kind have its message, once.

    Whether it really goes is judged when it is sent: what people wish may change
    until then, and so may what they are allowed to see.
    """
    channels = [
        channel
        for channel in Channel.objects.filter(site_id=site_id, closed_at__isnull=True)
        if kind.group.code in channel.carries
    ]
    if not channels:
        return
    told = list(Notice.objects.filter(person_id__in=persons, dedupe=dedupe).order_by("pk"))
    rows = [row for channel in channels for row in _rows(channel, kind, dedupe, told, at)]
    Delivery.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def _rows(
    channel: Channel, kind: Kind, dedupe: str, told: list[Notice], at: datetime
) -> list[Delivery]:
    """Return one for each person, or one for all where the channel speaks to a group."""
    chosen = told if channel.each else told[:1]
    return [
        Delivery(
            site_id=channel.site_id, channel=channel, notice=notice, kind=kind.code,
            person_id=notice.person_id if channel.each else None,
            key=f"{notice.person_id}:{dedupe}" if channel.each else dedupe,
            made_at=at, next_at=at,
        )
        for notice in chosen
    ]  # fmt: skip
