"""Mending a published month: asked for, worked out by the program, accepted as one act or not."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType
from dayuan.platform.jobs import outbox
from dayuan.resources.rosters import entries, events, queries
from dayuan.resources.rosters.commands.duties import stand
from dayuan.resources.rosters.commands.replacing import replace_problems, take_off
from dayuan.resources.rosters.models import Duty, Mending, StandIn
from dayuan.resources.rosters.queries import Mended
from dayuan.resources.rosters.rules import drafting, mending, months
from dayuan.resources.rosters.rules.mending import Change
from dayuan.resources.rosters.states import MENDING

ARRANGE, SUBJECT = "rosters.duty.manage", "rosters.mending"


@command
def ask_mending(*, duty_id: int, until: date, cause: str, actor: Actor, at: datetime) -> Mending:
    """Ask the program how a month can be mended without somebody, by as few people as it can."""
    permissions.require(actor, ARRANGE)
    duty = queries.get_for(actor, duty_id)
    refuse_if((*replace_problems(duty, cause, at=at), *mend_problems(duty, until, at=at)))
    roster = queries.month_of_duty(duty)
    if roster is None:
        raise Refused(mending.NO_MONTH)
    try:
        with transaction.atomic():
            row = Mending.objects.create(
                site_id=duty.site_id, roster=roster, duty=duty, until=until, cause=cause,
                asked_at=at, asked_by=actor.key,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refused(mending.ASKED_ALREADY) from twice
    transitions.begin(row, machine=MENDING, actor=actor, at=at)
    _log(entries.ASK_MENDING, row, actor, at, [duty.pk])
    outbox.publish(events.MENDING_ASKED, at=at, site_id=row.site_id, mending=row.pk)
    return row


def mend_problems(duty: Duty, until: date, *, at: datetime) -> Problems:
    """Return what stands against mending by the program."""
    if duty.start <= at:
        return (mending.BEGUN_ALREADY,)
    if not duty.day <= until or (until.year, until.month) != (duty.day.year, duty.day.month):
        return (mending.UNTIL,)
    return ()


@command
def drop_mending(*, mending_id: int, actor: Actor, at: datetime) -> None:
    """Let a proposal be; nothing changes."""
    permissions.require(actor, ARRANGE)
    row = queries.mending_for(actor, mending_id)
    transitions.move(row, machine=MENDING, act="drop", actor=actor, at=at, ended_at=at)
    _log(entries.DROP_MENDING, row, actor, at, [row.duty_id])


@command
def begin_mending(*, mending_id: int, actor: Actor, at: datetime) -> Mending:
    """Begin to work a proposal out, or begin anew; the program alone."""
    row = _own(mending_id, actor)
    transitions.move(row, machine=MENDING, act="begin", actor=actor, at=at)
    _log(entries.BEGIN_MENDING, row, actor, at, [row.duty_id])
    return row


@command
def propose(*, mending_id: int, changes: Iterable[Change], actor: Actor, at: datetime) -> Mending:
    """Propose what was found; the program alone."""
    row, found = _own(mending_id, actor), list(changes)
    transitions.move(
        row, machine=MENDING, act="propose", actor=actor, at=at, ended_at=at,
        changes=mending.kept(found),
    )  # fmt: skip
    _log(entries.PROPOSE, row, actor, at, [row.duty_id], people=len({o.person for o in found}))
    return row


@command
def give_up_mending(*, mending_id: int, problem: str, actor: Actor, at: datetime) -> None:
    """Say that no proposal was found, and why, by a codeword; the program alone."""
    row = _own(mending_id, actor)
    transitions.move(
        row, machine=MENDING, act="give_up", actor=actor, at=at, ended_at=at, problem=problem
    )
    _log(entries.GIVE_UP_MENDING, row, actor, at, [row.duty_id], problem=problem)


@command
def accept_mending(*, mending_id: int, accepted: bool, actor: Actor, at: datetime) -> Mending:
    """Let a proposal stand: every duty that changes is taken off and given anew, as one act.

    Refused where the month is not any more what it was found for, or where it breaks now what
    holds. ``accepted`` says that what it costs was seen.
    """
    permissions.require(actor, ARRANGE)
    row = queries.mending_for(actor, mending_id)
    queries.hold_still({one.person for one in mending.read(row.changes)})
    found = queries.mended(row)
    refuse_if(accept_problems(found, at=at))
    if found.costs and not accepted:
        raise Refused(mending.NOT_ACCEPTED, *mending.named(found.after, found.costs))
    transitions.move(
        row, machine=MENDING, act="accept", actor=actor, at=at, accepted_at=at,
        accepted_by=actor.key, accepted=list(found.costs),
    )  # fmt: skip
    gone = _taken_off(found, actor, at)
    made = _given(found, actor, at)
    _tell(row, gone, made, at)
    _stand_ins(row, found, gone, made, actor, at)
    _log(
        entries.ACCEPT_MENDING, row, actor, at, [*gone.values(), *made.values()],
        accepted=list(found.costs), people=len({one.person for one in found.changes}),
    )  # fmt: skip
    return row


def accept_problems(found: Mended, *, at: datetime) -> Problems:
    """Return what stands against a proposal now, for the page and for the command."""
    if found.outdated:
        return (mending.STALE,)
    draft, lines = found.month.draft, found.month.lines
    if old := mending.stale(draft, lines, found.changes, at):
        return old
    return mending.forbidden(found.without, found.after)


# --- inside -------------------------------------------------------------------------------

#: Duties by person and day.
Rows = Mapping[tuple[int, date], Duty]


def _taken_off(found: Mended, actor: Actor, at: datetime) -> dict[tuple[int, date], Duty]:
    """Take off every duty that goes."""
    gone: dict[tuple[int, date], Duty] = {}
    for one in found.changes:
        if one.was is None:
            continue
        duty = queries.get_for(actor, one.duty) if one.duty is not None else None
        if duty is None or duty.cancelled_at is not None:
            raise Refused(mending.STALE)
        take_off(duty, actor, at)
        gone[one.person, one.day] = duty
    return gone


def _given(found: Mended, actor: Actor, at: datetime) -> dict[tuple[int, date], Duty]:
    """Give every duty that comes, the earliest first."""
    draft, made = found.month.draft, {}
    known = {shift.code: shift for shift in drafting.shifts(draft.plan)}
    for one in sorted(found.changes, key=lambda change: change.day):
        if one.will is None:
            continue
        shift = known[one.will.shift]
        start = draft.calendar.at(one.day, months.clock(shift.start))
        duty = stand(
            post=one.will.post, person=found.month.persons[one.person], start=start,
            minutes=shift.minutes, day=one.day, shift=shift.code, roster_id=found.row.roster_id,
            actor=actor, at=at,
        )  # fmt: skip
        made[one.person, one.day] = duty
    return made


def _tell(row: Mending, gone: Rows, made: Rows, at: datetime) -> None:
    """Tell each person once: of the one duty that goes or comes, or that several changed."""
    changes: dict[int, list[tuple[str, Duty]]] = {}
    for event, duties in ((events.RELEASED, gone), (events.STANDS_IN, made)):
        for (person, _day), duty in duties.items():
            changes.setdefault(person, []).append((event, duty))
    for person, found in changes.items():
        if len(found) == 1:
            event, duty = found[0]
            outbox.publish(event, at=at, site_id=row.site_id, duty=duty.pk)
        else:
            outbox.publish(
                events.CHANGED, at=at, site_id=row.site_id, roster=row.roster_id, person=person
            )


def _stand_ins(
    row: Mending, found: Mended, gone: Rows, made: Rows, actor: Actor, at: datetime
) -> None:
    """Keep for each duty its person cannot do who does it instead, or that nobody does."""
    instead = {(one.day, one.post, one.shift): one for one in made.values()}
    for (person, _day), duty in gone.items():
        if person == row.duty.person_id:
            cell = next(o.was for o in found.changes if o.duty == duty.pk)
            place = (duty.day, duty.post, cell.shift if cell else duty.shift)
            StandIn.objects.create(
                site_id=row.site_id, duty=duty, cause=row.cause, instead=instead.pop(place, None),
                accepted=row.accepted, chosen_at=at, chosen_by=actor.key,
            )  # fmt: skip


def _own(mending_id: int, actor: Actor) -> Mending:
    if not actor.is_system:
        raise Refused(months.ONLY_THE_PROGRAM)
    return queries.mending_for(actor, mending_id)


def _log(
    kind: AuditType, row: Mending, actor: Actor, at: datetime, duties: Iterable[Any], **told: Any
) -> None:
    ids = [getattr(one, "pk", one) for one in duties]
    details = {"roster": row.roster_id, "duties": ids, **told}
    log.record(kind, actor=actor, at=at, subject=SUBJECT, ids=[row.pk], details=details)
