"""Calling a squad out, calling further people, and ending it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.services.callout import events, queries, rules
from dayuan.services.callout.models import Call, Callout
from dayuan.services.callout.rules import Member
from dayuan.services.callout.states import AWAITED, CALL, CALLOUT

SUBJECT = "callout.callout"
ORDER = declare("callout.squad.order", "下令应急集合", "A squad was called out")
FURTHER = declare("callout.squad.further", "再叫人", "Further people were called")
END = declare("callout.squad.end", "结束应急集合", "A call-out was ended", personal=("outcome",))


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered: which squad, why, where to, and whether it is only an exercise."""

    squad: str
    reason: str
    gather: str
    exercise: bool = False


@command
def call_out(*, order: Order, person_ids: Collection[int], actor: Actor, at: datetime) -> Callout:
    """Call a squad out: each of these people is told once and asked to answer."""
    permissions.require(actor, queries.ORDER)
    found = queries.squad_of(actor.site_id, order.squad)
    refuse_if(rules.undecided(found.squad, found.wanted))
    refuse_if(rules.order_problems(order.reason, order.gather, chosen=len(person_ids)))
    chosen = _chosen(queries.members_of(actor.site_id, found, at=at), person_ids)
    made = Callout.objects.create(
        site_id=actor.site_id, squad=order.squad, exercise=order.exercise,
        reason=order.reason.strip(), gather=order.gather.strip(), wanted=found.wanted,
        within=found.within, ordered_at=at, ordered_by_id=actor.person_id or 0,
        **late_from(found.unanswered, at),
    )  # fmt: skip
    transitions.begin(made, machine=CALLOUT, actor=actor, at=at)
    call_people(made, chosen, actor, at)
    log.record(
        ORDER, actor=actor, at=at, subject=SUBJECT, ids=[made.pk],
        details={"squad": order.squad, "exercise": order.exercise,
                 "persons": [one.person_id for one in chosen]},
    )  # fmt: skip
    return made


@command
def call_further(
    *, callout_id: int, person_ids: Collection[int], actor: Actor, at: datetime
) -> None:
    """Call further people of the squad while it runs."""
    permissions.require(actor, queries.ORDER)
    found = queries.get_for(actor, callout_id)
    if found.state != CALLOUT.initial or found.surge_id is not None:
        raise Refused(rules.OVER if found.surge_id is None else rules.STANDS_BY)
    if not person_ids:
        raise Refused(rules.NOBODY_CHOSEN)
    chosen = _chosen(queries.still_to_call(found, at=at), person_ids)
    call_people(found, chosen, actor, at)
    if found.told_at is None and found.late_from is None:
        # All the others have answered; those called now may be late as well.
        found.late_from = late_from(found.unanswered, at).get("late_from")
        found.save(update_fields=["late_from"])
    log.record(
        FURTHER, actor=actor, at=at, subject=SUBJECT, ids=[found.pk],
        details={"persons": [one.person_id for one in chosen]},
    )  # fmt: skip


@command
def end(*, callout_id: int, outcome: str, actor: Actor, at: datetime) -> None:
    """End a call-out with a sentence; whoever was still awaited is told."""
    permissions.require(actor, queries.ORDER)
    found = queries.get_for(actor, callout_id)
    if found.surge_id is not None:
        raise Refused(rules.STANDS_BY)
    refuse_if(secret_problems(outcome))
    transitions.move(
        found, machine=CALLOUT, act="end", actor=actor, at=at, reason=outcome,
        ended_at=at, ended_by_id=actor.person_id or 0, outcome=outcome.strip(),
    )  # fmt: skip
    for call in found.calls.filter(state__in=AWAITED).order_by("pk"):
        outbox.publish(events.LET_GO, at=at, site_id=found.site_id, call=call.pk)
    log.record(
        END, actor=actor, at=at, subject=SUBJECT, ids=[found.pk],
        personal={"outcome": outcome.strip()},
    )  # fmt: skip


def late_from(minutes: int | None, at: datetime) -> dict[str, Any]:
    """Return what a call-out keeps of when an answer is late; nothing where nobody said."""
    if minutes is None:
        return {}
    return {"unanswered": minutes, "late_from": at + timedelta(minutes=minutes)}


def _chosen(listed: Sequence[Member], person_ids: Collection[int]) -> list[Member]:
    wanted = set(person_ids)
    chosen = [one for one in listed if one.person_id in wanted]
    if len(chosen) != len(wanted):
        raise Refused(rules.NOT_LISTED)
    return chosen


def call_people(found: Callout, chosen: Sequence[Member], actor: Actor, at: datetime) -> None:
    """Write down that these people are called, and tell each of them once."""
    event = events.CALLED if found.surge_id is None else events.STAND_BY
    for one in chosen:
        made = Call.objects.create(
            callout=found, person_id=one.person_id, post=one.post, stood=one.standing,
            called_at=at, called_by_id=actor.person_id or 0,
        )  # fmt: skip
        transitions.begin(made, machine=CALL, actor=actor, at=at, context_id=found.pk)
        outbox.publish(event, at=at, site_id=found.site_id, call=made.pk)
