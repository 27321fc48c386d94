"""Sending what is due: judged now, joined, carried out, and written down.

Nothing is sent inside a transaction. What is taken is marked first and keeps the id of
its message, so that a worker that dies on the way leaves it to be sent once more under
the same id: at least once, and told apart by whoever receives it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import outbox, sweeps
from dayuan.platform.notices import carrying, judging, parcels, rules
from dayuan.platform.notices.carrying import Outcome
from dayuan.platform.notices.commands import deliveries as commands
from dayuan.platform.notices.judging import Go, Skip, Wait
from dayuan.platform.notices.models import Delivery
from dayuan.platform.notices.states import OPEN

#: Rows looked at in one round, and messages carried at once.
AT_ONCE = 200
MESSAGES = 40
#: A worker that took something and has not come back by then is gone.
LEASE = timedelta(minutes=2)
Whom = tuple[int, int | None]


@dataclass
class Round:
    """What one round does: rows by the message that carries them."""

    now: datetime
    parcels: dict[str, list[Delivery]] = field(default_factory=lambda: defaultdict(list))


def due(*, now: datetime) -> "list[Delivery]":
    """Return what may be sent now, oldest first; for the program."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    rows = Delivery.objects.filter(free, state__in=OPEN, next_at__lte=now)
    return list(rows.select_related("channel", "notice").order_by("pk")[:AT_ONCE])


def any_due(*, now: datetime) -> bool:
    """Tell whether something waits to be sent; nothing does while the outbox is held."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    rows = Delivery.objects.filter(free, state__in=OPEN, next_at__lte=now)
    return rows.exists() and not outbox.held()


def run(*, now: datetime) -> int:
    """Send what is due; return how many messages left the house."""
    if outbox.held():
        return 0
    turn = Round(now)
    found = due(now=now)
    _sort_out(found, turn)
    taken = {name: rows for name, rows in turn.parcels.items() if _take(name, rows, now)}
    if not taken:
        return 0
    jobs = parcels.jobs(taken, now=now)
    outcomes = carrying.carry([job for job in jobs.values() if not isinstance(job, Outcome)])
    made = {name: job for name, job in jobs.items() if isinstance(job, Outcome)}
    return _settle(taken, {**outcomes, **made}, now)


def _sort_out(found: list[Delivery], turn: Round) -> None:
    """Judge each row: to be left out, to wait, or to go with others to the same person."""
    judge = judging.Judge(found, now=turn.now)
    sent = _sent_lately(found, turn.now)
    fresh: dict[Whom, list[Delivery]] = defaultdict(list)
    skipped: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in found:
        match judge.verdict(row):
            case Skip(reason):
                skipped[row.channel_id, reason].append(row.pk)
            case _ if row.outward:  # a message that was begun is sent as it was
                turn.parcels[row.outward].append(row)
            case Wait(until):
                _postpone([row], until)
            case Go():
                fresh[row.channel_id, row.person_id].append(row)
    for (_channel, reason), ids in skipped.items():
        actor = system_actor("notices", site_id=_site(found, ids[0]))
        commands.skip(ids=ids, reason=reason, actor=actor, at=turn.now)
    for whom, rows in fresh.items():
        _join(whom, rows, sent, turn)


def _join(whom: Whom, rows: list[Delivery], sent: Mapping[Whom, "Lately"], turn: Round) -> None:
    """Put everything for one person into one message, unless he had enough for this hour."""
    most = rules.HOURLY if whom[1] is not None else rules.HOURLY_GROUP
    lately = sent.get(whom)
    if lately is not None and lately.count >= most:
        _postpone(rows, lately.first + rules.HOUR)
    elif len(turn.parcels) < MESSAGES:
        turn.parcels[f"n{rows[0].pk}"] = rows


@dataclass(frozen=True, slots=True)
class Lately:
    """How many messages went in the last hour, and when the first of them."""

    count: int
    first: datetime


def _sent_lately(found: list[Delivery], now: datetime) -> dict[Whom, Lately]:
    channels = {row.channel_id for row in found}
    rows = Delivery.objects.filter(
        channel__in=channels, state="sent", settled_at__gt=now - rules.HOUR
    ).exclude(notice__isnull=True)
    each = rows.values("channel_id", "person_id", "outward").annotate(n=Count("pk"))
    last: dict[Whom, list[datetime]] = defaultdict(list)
    for one in each.annotate(when=F("settled_at")).order_by("settled_at"):
        last[one["channel_id"], one["person_id"]].append(one["when"])
    return {whom: Lately(len(times), times[0]) for whom, times in last.items()}


def _postpone(rows: list[Delivery], until: datetime) -> None:
    """Look at these again then; nothing else about them changes."""
    Delivery.objects.filter(pk__in=[row.pk for row in rows], outward="").update(next_at=until)


def _take(name: str, rows: list[Delivery], now: datetime) -> bool:
    """Mark the rows of a message as being sent; False where somebody else has one of them."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    ids = [row.pk for row in rows]
    mine = Delivery.objects.filter(free, pk__in=ids, state__in=OPEN, outward=rows[0].outward)
    return mine.update(outward=name, taken_until=now + LEASE) == len(ids)


def _settle(
    taken: Mapping[str, list[Delivery]], outcomes: Mapping[str, Outcome], now: datetime
) -> int:
    sent = 0

    def write(name: str) -> None:
        rows = taken[name]
        commands.settle(
            ids=[row.pk for row in rows], problem=outcomes[name].problem,
            actor=system_actor("notices", site_id=rows[0].site_id), at=now,
        )  # fmt: skip

    by_first = {rows[0].pk: name for name, rows in taken.items()}
    sweeps.each_row(list(by_first), lambda pk: write(by_first[pk]))
    sent += sum(outcomes[name].sent for name in taken)
    return sent


def _site(found: list[Delivery], pk: int) -> int:
    return next(row.site_id for row in found if row.pk == pk)
