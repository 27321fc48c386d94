"""Giving a duty to somebody else because its person cannot come."""

from datetime import datetime

from dayuan.kernel.problems import Blocker, Problems, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.jobs import outbox
from dayuan.resources.rosters import entries, events, queries
from dayuan.resources.rosters.commands.attendance import note_of
from dayuan.resources.rosters.models import CAUSES, Duty, StandIn
from dayuan.resources.rosters.rules.attendance import Noted

_SUBJECT = "rosters.duty"


@command
def replace(
    *, duty_id: int, person_id: int | None, cause: str, actor: Actor, at: datetime,
    accepted: bool = False,
) -> StandIn:  # fmt: skip
    """Take a duty off somebody and give it to another, or leave the post open.

    A duty that has begun is not taken off: it is noted until now, or as missed, and what is
    left of it is given away. ``accepted`` says that what the choice costs was seen.
    """
    permissions.require(actor, "rosters.duty.manage")
    duty = queries.get_for(actor, duty_id)
    refuse_if(replace_problems(duty, cause, at=at))
    queries.hold_still([one for one in (duty.person_id, person_id) if one is not None])
    costs: Problems = ()
    instead: Duty | None = None
    if person_id is not None:
        costs, instead = _planned(duty, person_id, accepted, actor, at)
    take_off(duty, actor, at)
    row = StandIn.objects.create(
        site_id=duty.site_id, duty=duty, cause=cause, instead=instead,
        accepted=[one.code for one in costs], chosen_at=at, chosen_by=actor.key,
    )  # fmt: skip
    _tell(duty, instead, at)
    log.record(
        entries.REPLACE, actor=actor, at=at, subject=_SUBJECT,
        ids=[duty.pk, *([instead.pk] if instead else [])],
        details={"accepted": row.accepted, "open": instead is None},
    )  # fmt: skip
    return row


def replace_problems(duty: Duty, cause: str, *, at: datetime) -> Problems:
    """Return what stands in the way before anybody is chosen."""
    found = []
    if duty.cancelled_at is not None or queries.is_given_up(duty):
        found.append(_GONE)
    elif duty.end <= at:
        found.append(_OVER)
    if cause not in CAUSES:
        found.append(_NO_CAUSE)
    return tuple(found)


def _planned(
    duty: Duty, person_id: int, accepted: bool, actor: Actor, at: datetime
) -> tuple[Problems, Duty]:
    found = queries.replacements(actor, duty, at=at)
    chosen = found.of(person_id)
    if chosen is None:
        raise Refused(_NOT_LISTED)
    refuse_if(chosen.problems)
    if chosen.costs and not accepted:
        raise Refused(_NOT_ACCEPTED, *chosen.costs)
    whole = found.wanted.period
    made = Duty.objects.create(
        site_id=duty.site_id, post=duty.post, person=found.persons[person_id],
        start=whole.start, end=duty.end, day=duty.day, shift=duty.shift, roster_id=duty.roster_id,
        planned_at=at, planned_by=actor.key,
    )  # fmt: skip
    return chosen.costs, made


def take_off(duty: Duty, actor: Actor, at: datetime) -> None:
    """Cancel a duty that has not begun; note of one that has how far it went."""
    if duty.start > at:
        rows = Duty.objects.filter(pk=duty.pk, cancelled_at=None)
        if rows.update(cancelled_at=at, cancelled_by=actor.key) != 1:
            raise Refused(_GONE)
        return
    row = queries.attendance_of(duty)
    if row is None or row.state == "expected":
        note_of(duty, Noted(absent=True), actor=actor, at=at)
    elif row.state == "here":
        gone = row.came_at is None or row.came_at >= at
        noted = Noted(absent=True) if gone else Noted(came_at=row.came_at, left_at=at)
        note_of(duty, noted, actor=actor, at=at)


def _tell(duty: Duty, instead: Duty | None, at: datetime) -> None:
    outbox.publish(events.RELEASED, at=at, site_id=duty.site_id, duty=duty.pk)
    if instead is not None:
        outbox.publish(events.STANDS_IN, at=at, site_id=duty.site_id, duty=instead.pk)


_GONE = Blocker(
    "rosters.given_up_already",
    Text(
        "这一班刚刚已经取消或安排了替班。请刷新页面。",
        "This duty was cancelled or given to somebody already. Reload the page.",
    ),
)
_OVER = Blocker(
    "rosters.duty_over",
    Text("这一班已经结束，不用再找人。", "This duty is over; nobody has to be found any more."),
)
_NO_CAUSE = Blocker(
    "rosters.no_cause",
    Text(
        "请选择不能来的原因类别，不写病情。",
        "Choose why the person cannot come; no illness is written down.",
    ),
)
_NOT_LISTED = Blocker(
    "rosters.not_listed",
    Text(
        "此人不在这一班的替班名单里。请从名单里选。",
        "The person is not among those who might come. Choose from the list.",
    ),
)
_NOT_ACCEPTED = Blocker(
    "rosters.not_accepted",
    Text(
        "选这个人要付出代价，请看清以后确认。",
        "Choosing this person has a price. Read it and confirm.",
    ),
)
