"""Noting who came: by whoever stands beside the shift, or by the person."""

from datetime import UTC, datetime

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.jobs import outbox
from dayuan.resources.rosters import entries, events, queries
from dayuan.resources.rosters.models import Attendance, Duty, Mending, StandIn
from dayuan.resources.rosters.rules import attendance as rules
from dayuan.resources.rosters.rules.attendance import Noted
from dayuan.resources.rosters.states import ATTENDANCE

_SUBJECT = "rosters.duty"


@command
def note(*, duty_id: int, noted: Noted, actor: Actor, at: datetime) -> Attendance:
    """Note whether somebody came to a duty, from when and until when; or put it right."""
    permissions.require(actor, "rosters.attendance.note")
    duty = queries.get_for(actor, duty_id)
    refuse_if(queries.noting_problems(actor, duty))
    return note_of(duty, noted, actor=actor, at=at)


@command
def say_here(*, duty_id: int, actor: Actor, at: datetime) -> Attendance:
    """Say of the own duty that one is here now; what was noted already stays."""
    permissions.require(actor, "rosters.duty.view")
    duty = queries.get_for(actor, duty_id)
    if duty.person_id != actor.person_id:
        raise Refused(_NOT_YOURS)
    if queries.is_noted(duty):
        raise Refused(_NOTED_ALREADY)
    return note_of(duty, Noted(came_at=at), actor=actor, at=at)


@command
def remind(*, duty_id: int, actor: Actor, at: datetime) -> None:
    """Tell whoever arranges duties, once, that nobody was noted for a duty that has begun."""
    permissions.require(actor, "rosters.attendance.remind")
    duty = queries.unnoted(duty_id)
    if duty is None or duty.site_id != actor.site_id:
        raise Refused(hidden=True)
    row = _row(duty, actor, at)
    untold = Attendance.objects.filter(pk=row.pk, state="expected", told_at=None)
    if untold.update(told_at=at) != 1:
        return
    outbox.publish(events.NOT_THERE, at=at, site_id=row.site_id, duty=row.duty_id)
    log.record(entries.REMIND, actor=actor, at=at, subject=_SUBJECT, ids=[row.duty_id])


def forget_attendance(*, site_id: int, before: datetime) -> int:
    """Delete what was noted before an instant; the hours it was kept for are settled.

    Why somebody could not come goes with it, and how a month was mended for it.
    """
    old = {"site_id": site_id, "duty__end__lt": before}
    mended = Mending.objects.filter(**old).delete()[0]
    gone = Attendance.objects.filter(**old).exclude(noted_at__gte=before).delete()[0]
    return gone + mended + StandIn.objects.filter(**old).delete()[0]


def note_of(duty: Duty, noted: Noted, *, actor: Actor, at: datetime) -> Attendance:
    """Note it within a command that has asked its permission."""
    if duty.cancelled_at is not None:
        raise Refused(_CANCELLED)
    whole = Period(duty.start, duty.end)
    refuse_if(rules.problems(whole, noted, at=at))
    row, came = _row(duty, actor, at), noted.came(whole)
    transitions.move(
        row, machine=ATTENDANCE, act=rules.act_for(row.state, noted.outcome), actor=actor, at=at,
        context_id=duty.pk, came_at=came, left_at=noted.left_at, noted_at=at, noted_by=actor.key,
    )  # fmt: skip
    details = {
        "outcome": noted.outcome, "came": _said(came), "left": _said(noted.left_at),
    }  # fmt: skip
    log.record(
        entries.ATTEND, actor=actor, at=at, subject=_SUBJECT, ids=[duty.pk],
        details={name: value for name, value in details.items() if value},
    )  # fmt: skip
    return row


def _row(duty: Duty, actor: Actor, at: datetime) -> Attendance:
    row, made = Attendance.objects.get_or_create(duty=duty, defaults={"site_id": duty.site_id})
    if made:
        transitions.begin(row, machine=ATTENDANCE, actor=actor, at=at, context_id=duty.pk)
    return row


def _said(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


_NOT_YOURS = Blocker(
    "rosters.not_your_duty",
    Text(
        "“我到了”只能登记本人的班。别人的班请带班的人登记。",
        "“I am here” is for your own duty. Whoever leads the shift notes the others.",
    ),
)
_NOTED_ALREADY = Blocker(
    "rosters.noted_already",
    Text(
        "这一班已经登记过。登记有误，请带班的人更正。",
        "This duty was noted already. Whoever leads the shift puts it right.",
    ),
)
_CANCELLED = Blocker(
    "rosters.duty_cancelled",
    Text("这一班已经取消，不用登记。", "This duty was cancelled; there is nothing to note."),
)
