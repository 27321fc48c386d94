"""What one person has before him: his shift, one that waits for him, one he may begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.services.handover import rules
from dayuan.services.handover.models import ShiftLog
from dayuan.services.handover.queries import doors
from dayuan.services.handover.queries.doors import KEEP, MANAGE
from dayuan.services.handover.queries.groups import Group, groups, stretches_of
from dayuan.services.handover.rules import Asker, Stretch, Turn

#: So many shifts that nobody closed are looked at, the newest first.
_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Mine:
    """How one group stands before one person."""

    group: Group
    #: The shift he is of, open or handed over and not taken yet.
    log: ShiftLog | None
    #: A shift that waits for him to take it over.
    waits: ShiftLog | None
    #: A shift he may begin, because nobody hands it to him.
    begins: Turn | None
    #: The newest shift that is not closed, whoever's it is.
    newest: ShiftLog | None


def asker_of(actor: Actor, why: str = "") -> Asker:
    """Return the actor as the rules know him."""
    return Asker(actor.person_id or 0, actor.holds(MANAGE), why)


def mine(actor: Actor, *, at: datetime) -> list[Mine]:
    """Return how each group stands before the actor, in three questions for all of them."""
    among = groups(actor.site_id)
    current = Q(closed_at__isnull=True) | Q(end__gt=at, day__gte=_before(actor, at))
    rows = doors.visible_to(actor).filter(current, group__in=[one.code for one in among])
    logs = list(rows.order_by("-start", "-pk")[:_LOOKED_AT])
    since = min([log.start for log in logs] + [at])
    until = max([log.end for log in logs] + [at])
    on_duty = stretches_of(actor.site_id, among, since=since, until=until, at=at)
    return [
        _one(actor, group, [log for log in logs if log.group == group.code],
             on_duty[group.code], at)
        for group in among
    ]  # fmt: skip


def _before(actor: Actor, at: datetime) -> object:
    return sites.today(actor.site_id, at) - timedelta(days=1)


def _one(
    actor: Actor, group: Group, logs: Sequence[ShiftLog], on_duty: Sequence[Stretch], at: datetime
) -> Mine:
    open_ones = [log for log in logs if log.closed_at is None]
    me = actor.person_id or 0
    own = [log for log in open_ones if me in _of_it(log, on_duty, at)]
    waits = [log for log in open_ones if _waits(actor, log, on_duty, at)]
    turn = None if waits else _begins(actor, group, logs, on_duty, at)
    return Mine(
        group, next(iter(own), None), next(iter(waits), None), turn, next(iter(open_ones), None)
    )


def _of_it(log: ShiftLog, on_duty: Sequence[Stretch], at: datetime) -> frozenset[int]:
    now = rules.standing(on_duty, at) if log.start <= at < log.end else frozenset()
    return now | rules.outgoing(on_duty, start=log.start, end=log.end, named=[log.holder_id])


def _waits(actor: Actor, log: ShiftLog, on_duty: Sequence[Stretch], at: datetime) -> bool:
    if log.state != "handing_over" or not actor.holds(KEEP):
        return False
    out = rules.outgoing(on_duty, start=log.start, end=log.end, named=[log.holder_id])
    next_ones = rules.incoming(on_duty, end=log.end, at=at, out=out)
    return not rules.take_problems(asker_of(actor, "?"), out=out, next_ones=next_ones)


def _begins(
    actor: Actor, group: Group, logs: Sequence[ShiftLog], on_duty: Sequence[Stretch], at: datetime
) -> Turn | None:
    me = asker_of(actor, "?")
    if not actor.holds(KEEP) or rules.begin_problems(me, rules.standing(on_duty, at)):
        return None
    zone = sites.zone(actor.site_id)
    turn = rules.turn_for(group.plan, at, zone, stretches=on_duty, person_id=me.person_id)
    if turn is None or any(rules.same(turn, start=log.start, end=log.end) for log in logs):
        return None
    return turn
