"""Asking for leave, entering it for somebody who called, and deciding on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dayuan.handbook.schema.shifts import LeaveKind
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problems, Refused, blockers, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType
from dayuan.platform.jobs import outbox
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import entries, queries
from dayuan.resources.rosters.models import Away
from dayuan.resources.rosters.rules import away as rules
from dayuan.resources.rosters.rules import closing
from dayuan.resources.rosters.rules.deciding import ASK, DECIDE, ENTER
from dayuan.resources.rosters.states import AWAY


@dataclass(frozen=True, slots=True)
class Leave:
    """What is asked for: which kind, from which day to which, both included; why, in words."""

    first: date
    last: date
    kind: str = ""
    remark: str = ""

    @property
    def days(self) -> Period[date]:
        """Return the days; raises :class:`Refused` where the last is before the first."""
        if self.last < self.first:
            raise Refused(rules.NO_DAYS)
        return Period(self.first, self.last + timedelta(days=1))


@command
def ask_leave(*, leave: Leave, actor: Actor, at: datetime) -> Away:
    """Ask for one's own leave; a kind that nobody has to agree to is in force at once.

    On days closed for new leave nothing is in force at once: it waits for whoever decides.
    """
    permissions.require(actor, ASK)
    person_id = assert_person(actor)
    refuse_if(away_problems(actor.site_id, person_id, leave, at=at))
    made = _make(leave, person_id, actor, at)
    at_once = _in_force_at_once(made) and not queries.closed_to_asked(made)
    if at_once:
        _move(made, "take_effect", actor, at)
    _log(entries.AWAY_ASKED, made, actor, at)
    _tell("rosters.away_in_force" if at_once else "rosters.away_asked", made, at)
    return made


@command
def enter_leave(
    *, person_id: int, leave: Leave, accepted: Collection[str] = (), actor: Actor, at: datetime
) -> Away:
    """Enter leave for somebody else, who called.

    It is in force at once where its kind needs nobody's yes, or where whoever enters it
    is the one who decides on it; otherwise it waits for whoever does. On days closed for
    new leave it waits as well, unless whoever decides may let it pass and names that.
    """
    permissions.require(actor, ENTER)
    person = people.get_for(actor, person_id)
    if person.side != people.Side.STAFF:
        raise Refused(hidden=True)
    if person.pk == actor.person_id:
        raise Refused(_ASK_YOURSELF)
    refuse_if(away_problems(actor.site_id, person.pk, leave, at=at, entered=True))
    made = _make(leave, person.pk, actor, at)
    closed = queries.closed_to_asked(made)
    against = closing.against(closed, accepted, actor.holds)
    if _in_force_at_once(made) and not closed:
        _move(made, "take_effect", actor, at)
    elif queries.decides_on(actor, made) and not blockers(against):
        _move(made, "approve", actor, at, decided_at=at, decided_by=actor.key)
    _log(entries.AWAY_ENTERED, made, actor, at, **_passed(against))
    _tell("rosters.away_entered", made, at)
    if made.state == AWAY.initial:
        _tell("rosters.away_asked", made, at)
    else:
        _tell("rosters.away_in_force", made, at)
    return made


@command
def decide_leave(
    *, away_id: int, grant: bool, answer: str = "", accepted: Collection[str] = (), actor: Actor,
    at: datetime,
) -> Away:  # fmt: skip
    """Approve or refuse what somebody asked for; a refusal says why.

    Duties on these days stay on the list: the page names them, and people take them off.
    Days closed for new leave stand in the way, unless whoever decides may let it pass and
    names that in ``accepted``.
    """
    permissions.require(actor, DECIDE)
    away = queries.away_for(actor, away_id)
    refuse_if(rules.decide_problems(mine=away.person_id == actor.person_id))
    refuse_if(secret_problems(answer))
    met = [duty.pk for duty in queries.met_by(away)] if grant else []
    against = grant_problems(away, actor, accepted) if grant else ()
    refuse_if(against)
    _move(
        away, "approve" if grant else "refuse", actor, at, reason=answer, answer=answer.strip(),
        decided_at=at, decided_by=actor.key,
    )  # fmt: skip
    _log(entries.AWAY_DECIDED, away, actor, at, duties=met, **_passed(against))
    _tell("rosters.away_decided", away, at)
    return away


@command
def withdraw_leave(*, away_id: int, actor: Actor, at: datetime) -> Away:
    """Take back one's own leave: before it is decided, or before it begins."""
    permissions.require(actor, ASK)
    away = queries.away_for(actor, away_id)
    refuse_if(withdraw_problems(away, actor, at=at))
    _move(away, "withdraw", actor, at)
    _log(entries.AWAY_WITHDRAWN, away, actor, at)
    return away


@command
def call_off_leave(*, away_id: int, reason: str, actor: Actor, at: datetime) -> Away:
    """End leave that is in force, because the person is needed or it was entered wrongly."""
    permissions.require(actor, DECIDE)
    away = queries.away_for(actor, away_id)
    refuse_if(rules.decide_problems(mine=away.person_id == actor.person_id))
    refuse_if(secret_problems(reason))
    _move(
        away, "call_off", actor, at, reason=reason, answer=reason.strip(), decided_at=at,
        decided_by=actor.key,
    )  # fmt: skip
    _log(entries.AWAY_CALLED_OFF, away, actor, at)
    _tell("rosters.away_called_off", away, at)
    return away


def away_problems(
    site_id: int, person_id: int, leave: Leave, *, at: datetime, entered: bool = False
) -> Problems:
    """Return everything against leave, for the page and for the command."""
    kind, problems = _kind(site_id, leave.kind)
    asked = rules.Asked(leave.days, kind, entered=entered)
    others = queries.standing_of(person_id, leave.days)
    return (
        *problems,
        *rules.ask_problems(asked, today=sites.today(site_id, at), others=others),
        *secret_problems(leave.remark),
    )


def grant_problems(away: Away, actor: Actor, accepted: Collection[str] = ()) -> Problems:
    """Return what stands against approving leave on its days; the page asks here."""
    return closing.against(queries.closed_to_asked(away), accepted, actor.holds)


def withdraw_problems(away: Away, actor: Actor, *, at: datetime) -> Problems:
    """Return why this leave cannot be taken back now."""
    return rules.withdraw_problems(
        mine=away.person_id == actor.person_id,
        in_force=away.state == "approved",
        start=away.start,
        today=sites.today(away.site_id, at),
    )


def assert_person(actor: Actor) -> int:
    """Return the person behind the actor; nobody else asks for anything of his own."""
    if actor.person_id is None:
        raise Refused(_NOBODY)
    return actor.person_id


def _kind(site_id: int, code: str) -> tuple[LeaveKind | None, Problems]:
    known = sites.plan_of(site_id).handbook.leave_kinds
    if code in known:
        return known[code], ()
    return None, (rules.NO_KIND,) if code or known else ()


def _in_force_at_once(away: Away) -> bool:
    kind = sites.plan_of(away.site_id).handbook.leave_kinds.get(away.kind)
    return kind is not None and kind.at_once


def _passed(against: Problems) -> dict[str, list[str]]:
    """Return what was let pass by name, for the log; nothing where nothing was in the way."""
    codes = [] if blockers(against) else sorted({one.code for one in against})
    return {"accepted": codes} if codes else {}


def _make(leave: Leave, person_id: int, actor: Actor, at: datetime) -> Away:
    made = Away.objects.create(
        site_id=actor.site_id, person_id=person_id, kind=leave.kind, start=leave.days.start,
        end=leave.last + timedelta(days=1), remark=leave.remark.strip(), asked_at=at,
        asked_by=actor.key,
    )  # fmt: skip
    transitions.begin(made, machine=AWAY, actor=actor, at=at)
    return made


def _move(
    away: Away, act: str, actor: Actor, at: datetime, *, reason: str = "", **fields: Any
) -> None:
    transitions.move(away, machine=AWAY, act=act, actor=actor, at=at, reason=reason, **fields)


def _log(kind: AuditType, away: Away, actor: Actor, at: datetime, **more: Any) -> None:
    # The log names the person and how it stands; kind, days and remark are nobody else's.
    log.record(
        kind, actor=actor, at=at, subject=queries.AWAY_KIND, ids=[away.pk],
        details={"person": away.person_id, "state": away.state, **more},
    )  # fmt: skip


def _tell(event: str, away: Away, at: datetime) -> None:
    outbox.publish(event, at=at, site_id=away.site_id, away=away.pk)


_NOBODY = Blocker(
    "rosters.nobody",
    Text("只有职员本人可以办。", "Only one of the staff can do this in person."),
)
_ASK_YOURSELF = Blocker(
    "rosters.away_your_own",
    Text(
        "自己的假请在“我的班”里请。",
        "Ask for your own leave under “My shifts”.",
    ),
)
