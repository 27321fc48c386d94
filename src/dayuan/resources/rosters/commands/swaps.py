"""Asking a colleague to take a duty, answering, deciding; and the change of duties itself."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType
from dayuan.platform.jobs import outbox
from dayuan.resources.rosters import entries, queries
from dayuan.resources.rosters.commands.away import assert_person
from dayuan.resources.rosters.models import Duty, Swap
from dayuan.resources.rosters.rules import swaps as rules
from dayuan.resources.rosters.rules.deciding import ASK, DECIDE
from dayuan.resources.rosters.states import SWAP

#: What a new duty does not take over from the one it stands in place of.
_NEW = {"id", "person", "planned_at", "planned_by", "cancelled_at", "cancelled_by"}


@command
def ask_swap(
    *, duty_id: int, colleague_id: int, other_id: int | None = None, actor: Actor, at: datetime
) -> Swap:
    """Ask a colleague to take one's own duty, in exchange for ``other_id`` or for nothing."""
    permissions.require(actor, ASK)
    assert_person(actor)
    duty = queries.own_duty(actor, duty_id)
    around = queries.around(duty)
    if colleague_id not in around.colleagues:
        raise Refused(rules.NO_COLLEAGUE)
    other = _offered(around, colleague_id, other_id, at)
    refuse_if((*ask_problems(duty), *around.problems(colleague_id, other, at=at)))
    made = _make(duty, other, colleague_id, actor, at)
    _log(entries.SWAP_ASKED, made, actor, at)
    outbox.publish("rosters.swap_asked", at=at, site_id=made.site_id, swap=made.pk)
    return made


@command
def answer_swap(*, swap_id: int, agree: bool, actor: Actor, at: datetime) -> Swap:
    """Say yes or no to a colleague; where the table asks for nobody else, it holds at once.

    What costs something, such as overtime, is approved by somebody whatever the table says.
    """
    permissions.require(actor, ASK)
    swap = _held_still(actor, swap_id)
    if swap.colleague_id != actor.person_id:
        raise Refused(rules.NOT_YOURS_TO_ANSWER)
    found = queries.judged(swap, at=at)
    refuse_if(found.problems if agree else ())
    _move(swap, "agree" if agree else "decline", actor, at, answered_at=at)
    if agree and found.at_once:
        _move(swap, "take_effect", actor, at)
        _exchange(swap, actor, at)
    _log(entries.SWAP_ANSWERED, swap, actor, at)
    event = "rosters.swap_agreed" if swap.state == "agreed" else "rosters.swap_answered"
    outbox.publish(event, at=at, site_id=swap.site_id, swap=swap.pk)
    return swap


@command
def decide_swap(*, swap_id: int, grant: bool, answer: str = "", actor: Actor, at: datetime) -> Swap:
    """Approve or refuse what two people agreed on; a refusal says why."""
    permissions.require(actor, DECIDE)
    swap = _held_still(actor, swap_id)
    found = queries.judged(swap, at=at)
    refuse_if((*queries.decide_problems(swap, found.line, actor), *secret_problems(answer)))
    refuse_if(found.problems if grant else ())
    _move(
        swap, "approve" if grant else "refuse", actor, at, reason=answer, answer=answer.strip(),
        decided_at=at, decided_by=actor.key,
    )  # fmt: skip
    if grant:
        _exchange(swap, actor, at)
    _log(entries.SWAP_DECIDED, swap, actor, at, accepted=[one.code for one in found.costs if grant])
    outbox.publish("rosters.swap_decided", at=at, site_id=swap.site_id, swap=swap.pk)
    return swap


@command
def withdraw_swap(*, swap_id: int, actor: Actor, at: datetime) -> Swap:
    """Take back what one asked for, before it is done."""
    permissions.require(actor, ASK)
    swap = queries.swap_for(actor, swap_id)
    if swap.asked_by_id != actor.person_id:
        raise Refused(rules.NOT_YOURS_TO_TAKE_BACK)
    _move(swap, "withdraw", actor, at)
    _log(entries.SWAP_WITHDRAWN, swap, actor, at)
    return swap


def ask_problems(duty: Duty) -> Problems:
    """Return why nobody can be asked about a duty, whoever it were."""
    if duty.cancelled_at is not None:
        return (rules.GONE,)
    return (rules.ASKED_ALREADY,) if queries.asked_already(duty.pk) else ()


def _offered(
    around: queries.Surroundings, colleague_id: int, other_id: int | None, at: datetime
) -> Duty | None:
    if other_id is None:
        return None
    offers = around.offers_of(colleague_id, now=at)
    found = next((one for one in offers if one.pk == other_id), None)
    if found is None:
        raise Refused(rules.GONE)
    return found


def _make(duty: Duty, other: Duty | None, colleague_id: int, actor: Actor, at: datetime) -> Swap:
    try:
        with transaction.atomic():
            made = Swap.objects.create(
                site_id=actor.site_id, duty=duty, other=other, asked_by_id=duty.person_id,
                colleague_id=colleague_id, asked_at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refused(rules.ASKED_ALREADY) from twice
    transitions.begin(made, machine=SWAP, actor=actor, at=at)
    return made


def _held_still(actor: Actor, swap_id: int) -> Swap:
    """Return a swap as it stands once nobody else changes duties of the two.

    Two answers at once, or two swaps with one colleague, then come one after the other.
    """
    found = queries.swap_for(actor, swap_id)
    queries.hold_still([found.asked_by_id, found.colleague_id])
    return queries.swap_for(actor, swap_id)


def _exchange(swap: Swap, actor: Actor, at: datetime) -> None:
    """Cancel the duties and plan them anew for each other: all of it, or nothing."""
    pairs = [(swap.duty, swap.asked_by_id, swap.colleague_id)]
    if swap.other is not None:
        pairs.append((swap.other, swap.colleague_id, swap.asked_by_id))
    theirs = Q(pk__in=[])
    for duty, giver, _taker in pairs:
        theirs |= Q(pk=duty.pk, person_id=giver)
    rows = Duty.objects.filter(theirs, cancelled_at__isnull=True)
    if rows.update(cancelled_at=at, cancelled_by=actor.key) != len(pairs):
        raise Refused(rules.GONE)
    for duty, _giver, taker in pairs:
        _in_place_of(duty, taker, actor, at)


def _in_place_of(duty: Duty, person_id: int, actor: Actor, at: datetime) -> Duty:
    """Plan the same duty for somebody else, with all that was said of it."""
    fields = [one for one in Duty._meta.concrete_fields if one.name not in _NEW]
    kept = {one.attname: getattr(duty, one.attname) for one in fields}
    return Duty.objects.create(**kept, person_id=person_id, planned_at=at, planned_by=actor.key)


def _move(
    swap: Swap, act: str, actor: Actor, at: datetime, *, reason: str = "", **fields: Any
) -> None:
    transitions.move(swap, machine=SWAP, act=act, actor=actor, at=at, reason=reason, **fields)


def _log(kind: AuditType, swap: Swap, actor: Actor, at: datetime, **more: Any) -> None:
    log.record(
        kind, actor=actor, at=at, subject=queries.SWAP_KIND, ids=[swap.pk],
        details={"duty": swap.duty_id, "other": swap.other_id, "asked_by": swap.asked_by_id,
                 "colleague": swap.colleague_id, "state": swap.state, **more},
    )  # fmt: skip
