"""Extra strength before a visit: ordered, more people added, and undone again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands as rosters
from dayuan.services.callout import events, queries, rules
from dayuan.services.callout.commands.calling import call_people, late_from
from dayuan.services.callout.models import Callout, Surge, SurgeDuty, SurgeLeave, SurgePost
from dayuan.services.callout.states import AWAITED, CALLOUT, SURGE

SUBJECT = "callout.surge"
ORDER = declare("callout.surge.order", "下令加强值守", "Extra strength was ordered")
ADD = declare("callout.surge.add_duty", "加派", "A duty was added for extra strength")
CLOSE = declare(
    "callout.surge.close", "结束加强值守", "Extra strength was ended", personal=("why",)
)


@dataclass(frozen=True, slots=True)
class SurgeOrder:
    """What is ordered: at which level, why, from when till when, where people stand by.

    ``extra`` says how many more people a post gets: numbers that a person enters.
    """

    level: str
    reason: str
    start: datetime
    end: datetime
    where: str = ""
    extra: Mapping[str, int] = field(default_factory=dict)


@command
def order_surge(
    *, order: SurgeOrder, leave: Collection[int], person_ids: Collection[int], actor: Actor,
    at: datetime,
) -> Surge:  # fmt: skip
    """Order extra strength: this leave is called off, these people are asked to stand by."""
    permissions.require(actor, queries.SURGE)
    found = queries.level_of(actor.site_id, order.level)
    refuse_if(rules.surge_problems(order.reason, order.start, order.end, at=at))
    refuse_if(secret_problems(order.where))
    if person_ids and not order.where.strip():
        raise Refused(rules.NO_PLACE)
    draft = queries.draft(actor, found, order.start, order.end)
    made = Surge.objects.create(
        site_id=actor.site_id, level=order.level, reason=order.reason.strip(), start=order.start,
        end=order.end, ordered_at=at, ordered_by_id=actor.person_id or 0,
    )  # fmt: skip
    transitions.begin(made, machine=SURGE, actor=actor, at=at)
    SurgePost.objects.bulk_create(
        SurgePost(surge=made, post=post, extra=number)
        for post, number in order.extra.items()
        if number and post in found.level.extra
    )
    _call_off(made, draft, leave, actor, at)
    _stand_by(made, order.where, found.unanswered, draft, person_ids, actor, at)
    log.record(
        ORDER, actor=actor, at=at, subject=SUBJECT, ids=[made.pk],
        details={"level": order.level, "leave": sorted(leave), "persons": sorted(person_ids)},
    )  # fmt: skip
    return made


def _call_off(
    made: Surge, draft: queries.Draft, leave: Collection[int], actor: Actor, at: datetime
) -> None:
    lines = {line.away.pk: line for line in draft.lines}
    if not lines.keys() >= set(leave):
        raise Refused(rules.CHANGED)
    for pk in sorted(leave):
        days = lines[pk].days
        rosters.cut_leave(away_id=pk, days=days, reason=made.reason, actor=actor, at=at)
        SurgeLeave.objects.create(
            surge=made, away_id=pk, start=days.start, end=days.end or days.start
        )


def _stand_by(
    made: Surge, where: str, minutes: int | None, draft: queries.Draft,
    person_ids: Collection[int], actor: Actor, at: datetime,
) -> None:  # fmt: skip
    wanted = set(person_ids)
    chosen = [one for one in draft.standby if one.person_id in wanted]
    if len(chosen) != len(wanted):
        raise Refused(rules.CHANGED)
    if not chosen:
        return
    callout = Callout.objects.create(
        site_id=made.site_id, surge=made, reason=made.reason, gather=where.strip(),
        ordered_at=at, ordered_by_id=actor.person_id or 0, **late_from(minutes, at),
    )  # fmt: skip
    transitions.begin(callout, machine=CALLOUT, actor=actor, at=at)
    call_people(callout, chosen, actor, at)


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty that is added: which post, who, from when till when."""

    post: str
    person_id: int
    start: datetime
    end: datetime


@command
def add_duty(
    *, surge_id: int, duty: NewDuty, accepted: Collection[str] = (), actor: Actor, at: datetime
) -> SurgeDuty:
    """Put somebody on duty for extra strength; what speaks against it is accepted by name."""
    permissions.require(actor, queries.SURGE)
    found = queries.surge_for(actor, surge_id)
    if found.state != SURGE.initial:
        raise Refused(rules.CLOSED)
    if duty.start < found.start or duty.end > found.end:
        raise Refused(rules.OUTSIDE)
    passed = [
        {"code": one.code, "zh": one.says.zh, "en": one.says.en}
        for one in queries.may_pass(actor, duty)
        if one.code in accepted
    ]
    planned = rosters.plan(
        post=duty.post, person_id=duty.person_id, start=duty.start, end=duty.end,
        accepted=accepted, actor=actor, at=at,
    )  # fmt: skip
    made = SurgeDuty.objects.create(
        surge=found, duty=planned, accepted=passed, added_by_id=actor.person_id or 0
    )
    log.record(
        ADD, actor=actor, at=at, subject=SUBJECT, ids=[found.pk],
        details={"duty": planned.pk, "accepted": [one["code"] for one in passed]},
    )  # fmt: skip
    return made


@command
def close_surge(*, surge_id: int, why: str, actor: Actor, at: datetime) -> Surge:
    """End extra strength, or call it off before it begins, and undo what lies ahead.

    Whoever stands by is let go, days of leave that are not over are given back, duties that
    did not begin are taken off. What cannot be undone stays and is named on the page.
    """
    permissions.require(actor, queries.SURGE)
    found = queries.surge_for(actor, surge_id)
    refuse_if(secret_problems(why))
    transitions.move(
        found, machine=SURGE, act="call_off" if at < found.start else "end", actor=actor, at=at,
        reason=why, closed_at=at, closed_by_id=actor.person_id or 0, closed_why=why.strip(),
    )  # fmt: skip
    undo(found, actor, at)
    log.record(
        CLOSE, actor=actor, at=at, subject=SUBJECT, ids=[found.pk], personal={"why": why.strip()}
    )
    return found


def undo(found: Surge, actor: Actor, at: datetime) -> None:
    """Undo what lies ahead of an order that has just ended, within the command that ended it."""
    _let_go(found, actor, at)
    for row in queries.leave_of(found):
        _give_back(row, actor, at)
    for one in queries.duties_of(found):
        _take_off(one, actor, at)


def _let_go(found: Surge, actor: Actor, at: datetime) -> None:
    callout = queries.standby_of(found)
    if callout is None or callout.state != CALLOUT.initial:
        return
    transitions.move(
        callout, machine=CALLOUT, act="end", actor=actor, at=at, reason=found.closed_why,
        ended_at=at, ended_by_id=actor.person_id, outcome=found.closed_why,
    )  # fmt: skip
    for call in callout.calls.filter(state__in=[*AWAITED, "here"]).order_by("pk"):
        outbox.publish(events.STOOD_DOWN, at=at, site_id=found.site_id, call=call.pk)


def _give_back(row: SurgeLeave, actor: Actor, at: datetime) -> None:
    days = rules.to_give_back(Period(row.start, row.end), sites.today(actor.site_id, at))
    if days is None:
        row.not_back = "over"
    else:
        try:
            with transaction.atomic():
                row.back = rosters.give_back_leave(
                    away_id=row.away_id, days=days, actor=actor, at=at
                )
        except Refused as refused:
            row.not_back = "hidden" if refused.hidden else refused.problems[0].code
    row.save(update_fields=["back", "not_back"])


def _take_off(one: SurgeDuty, actor: Actor, at: datetime) -> None:
    if one.duty.start <= at or one.duty.cancelled_at is not None:
        return
    rosters.cancel(duty_id=one.duty_id, actor=actor, at=at)
    one.undone = True
    one.save(update_fields=["undone"])
