"""Handing a shift over: declared by one side, counted again and signed by the other."""

from datetime import datetime

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare as declared
from dayuan.reference.sites import queries as sites
from dayuan.services.handover import queries, rules
from dayuan.services.handover.commands.counting import (
    Signed,
    begun,
    log_of,
    read,
    tally,
    tally_against,
)
from dayuan.services.handover.commands.logs import SUBJECT
from dayuan.services.handover.models import HandedCase, Handover, ShiftLog
from dayuan.services.handover.queries.groups import Group
from dayuan.services.handover.queries.mine import asker_of
from dayuan.services.handover.rules import Stretch, Turn
from dayuan.services.handover.states import SHIFT

DECLARE = declared(
    "handover.shift.declare", "交班", "A shift was handed over", personal=("why", "remarks")
)
TAKE_BACK = declared("handover.shift.take_back", "收回交班", "A handover was taken back")
SEND_BACK = declared(
    "handover.shift.send_back", "退回交班", "A handover was sent back", personal=("reason",)
)
TAKE_OVER = declared(
    "handover.shift.take_over", "接班", "A shift was taken over", personal=("why",)
)


@command
def declare(*, log_id: int, signed: Signed, actor: Actor, at: datetime) -> Handover:
    """Hand a shift over: what is there is counted, what is open is named.

    It closes only once somebody of the next shift has counted for himself and signed.
    """
    permissions.require(actor, "handover.shift.keep")
    found = queries.get_for(actor, log_id)
    group = queries.group_of(actor.site_id, found.group)
    asker = asker_of(actor, signed.why)
    out = rules.outgoing(
        _near(found, group, at), start=found.start, end=found.end, named=[found.holder_id]
    )
    plan = group.plan.handover
    refuse_if(
        (
            *rules.declare_problems(asker, out, end=found.end, at=at, plan=plan),
            *rules.count_problems(group.things, signed.counts, {}),
            *secret_problems(signed.why, signed.remarks),
        )
    )
    transitions.move(found, machine=SHIFT, act="declare", actor=actor, at=at)
    made = Handover.objects.create(
        site_id=actor.site_id, given=found, declared_at=at, declared_by_id=actor.person_id or 0,
        declared_why="" if actor.person_id in out else signed.why.strip(),
        remarks=signed.remarks.strip(),
    )  # fmt: skip
    tally(made, group, signed.counts)
    cases = queries.open_cases(actor, group)
    HandedCase.objects.bulk_create(HandedCase(handover=made, case=case) for case in cases)
    log.record(
        DECLARE, actor=actor, at=at, subject=SUBJECT, ids=[found.pk],
        details={"handover": made.pk},
        personal={"why": made.declared_why, "remarks": made.remarks},
    )  # fmt: skip
    return made


@command
def take_back(*, log_id: int, actor: Actor, at: datetime) -> None:
    """Take a handover back before anybody has signed it: something was forgotten."""
    permissions.require(actor, "handover.shift.keep")
    waiting, _group, out, _next = _both_sides(actor, log_id, at)
    if actor.person_id not in out:
        raise Refused(rules.NOT_OF_THE_SHIFT)
    found = _given(waiting)
    transitions.move(found, machine=SHIFT, act="take_back", actor=actor, at=at)
    _end(waiting, actor, at)
    log.record(TAKE_BACK, actor=actor, at=at, subject=SUBJECT, ids=[found.pk])


@command
def send_back(*, log_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Send a handover back with the reason: the outgoing side mends it and declares again."""
    permissions.require(actor, "handover.shift.keep")
    waiting, _group, out, next_ones = _both_sides(actor, log_id, at)
    # The reason for sending it back is also why somebody who is not listed does so.
    asker = asker_of(actor, reason)
    refuse_if(rules.take_problems(asker, out=out, next_ones=next_ones))
    refuse_if(secret_problems(reason))
    found = _given(waiting)
    transitions.move(
        found, machine=SHIFT, act="send_back", actor=actor, at=at, reason=reason.strip()
    )
    _end(waiting, actor, at, why=reason.strip())
    log.record(
        SEND_BACK, actor=actor, at=at, subject=SUBJECT, ids=[found.pk],
        personal={"reason": reason.strip()},
    )  # fmt: skip


@command
def take_over(*, log_id: int, signed: Signed, actor: Actor, at: datetime) -> ShiftLog | None:
    """Take a shift over: count for oneself, sign what was passed on, and go on with the next.

    Whatever differs is named and needs a sentence. The shift before closes; the log of the
    next one is returned, or ``None`` where nobody knows from when to when it is.
    """
    permissions.require(actor, "handover.shift.keep")
    waiting, group, out, next_ones = _both_sides(actor, log_id, at)
    refuse_if(rules.take_problems(asker_of(actor, signed.why), out=out, next_ones=next_ones))
    tallies = queries.tallies_of([waiting])[waiting.pk]
    items = {item.pk for item in queries.open_items(actor.site_id, group.code)}
    cases = {case.pk for case in queries.cases_handed(actor, waiting)}
    refuse_if(
        (
            *rules.count_problems(
                queries.things_given(group, tallies),
                signed.counts,
                {row.thing: row.given for row in tallies},
            ),
            *rules.seen_problems(items, signed.items, rules.ITEMS_CHANGED),
            *rules.seen_problems(cases, signed.cases, rules.CASES_CHANGED),
            *secret_problems(signed.why),
        )
    )
    found = _given(waiting)
    transitions.move(found, machine=SHIFT, act="take_over", actor=actor, at=at, closed_at=at)
    following = _next_log(found, group, actor=actor, at=at)
    Handover.objects.filter(pk=waiting.pk).update(
        taken=following, signed_at=at, signed_by_id=actor.person_id or 0,
        signed_why="" if actor.person_id in next_ones else signed.why.strip(),
    )  # fmt: skip
    tally_against(tallies, signed.counts)
    HandedCase.objects.filter(handover=waiting, case__in=cases).update(seen_at=at)
    if following is not None:
        read(following, items, actor=actor, at=at)
    log.record(
        TAKE_OVER, actor=actor, at=at, subject=SUBJECT, ids=[found.pk],
        details={"handover": waiting.pk, "next": following.pk if following else None},
        personal={"why": signed.why.strip()},
    )  # fmt: skip
    return following


# --- inside -------------------------------------------------------------------------------


def _near(found: ShiftLog, group: Group, at: datetime) -> list[Stretch]:
    until = max(at, found.end)
    near = queries.stretches_of(found.site_id, [group], since=found.start, until=until, at=at)
    return near[group.code]


def _both_sides(
    actor: Actor, log_id: int, at: datetime
) -> tuple[Handover, Group, frozenset[int], frozenset[int]]:
    """Return what waits, its group, who is of the outgoing side, and who may take it over."""
    waiting = queries.waiting_for(actor, log_id)
    found = _given(waiting)
    group = queries.group_of(actor.site_id, found.group)
    near = _near(found, group, at)
    named = [found.holder_id, waiting.declared_by_id or 0]
    out = rules.outgoing(near, start=found.start, end=found.end, named=named)
    return waiting, group, out, rules.incoming(near, end=found.end, at=at, out=out)


def _given(waiting: Handover) -> ShiftLog:
    if waiting.given is None:
        raise ValueError("what nobody gave waits for nobody")
    return waiting.given


def _end(waiting: Handover, actor: Actor, at: datetime, why: str = "") -> None:
    Handover.objects.filter(pk=waiting.pk).update(
        ended_at=at, ended_by_id=actor.person_id or 0, ended_why=why
    )


def _next_log(found: ShiftLog, group: Group, *, actor: Actor, at: datetime) -> ShiftLog | None:
    """Return the log of the shift that goes on, begun now unless it was begun before."""
    turn = _next_turn(found, group, actor, at)
    if turn is None:
        return None
    if (already := log_of(group, turn, found.site_id)) is not None:
        return already
    made = begun(group, turn, actor=actor, at=at)
    if made is None:
        return log_of(group, turn, found.site_id)
    transitions.begin(made, machine=SHIFT, actor=actor, at=at)
    return made


def _next_turn(found: ShiftLog, group: Group, actor: Actor, at: datetime) -> Turn | None:
    moment, zone = max(at, found.end), sites.zone(found.site_id)
    near = queries.stretches_of(found.site_id, [group], since=moment, until=moment, at=at)
    return rules.turn_for(
        group.plan, moment, zone, stretches=near[group.code], person_id=actor.person_id or 0
    )
