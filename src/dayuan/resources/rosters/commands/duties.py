"""Planning and cancelling duty."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problems, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.reference.people import queries as people
from dayuan.reference.people.queries import Person
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import entries, queries, rules
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.rules import waiving

_SUBJECT = "rosters.duty"


@command
def plan(
    *,
    post: str,
    person_id: int,
    start: datetime,
    end: datetime,
    actor: Actor,
    at: datetime,
    note: str = "",
    accepted: Collection[str] = (),
) -> Duty:
    """Put a person on duty on a post for ``[start, end)``.

    ``accepted`` names what the director lets pass by name before a great day: too little
    rest, a long day, no day off. Whatever is not named stands in the way as ever.
    """
    permissions.require(actor, "rosters.duty.manage")
    person = people.get_for(actor, person_id)
    if end <= start:
        raise Refused(_OUT_OF_ORDER)
    queries.hold_still([person.pk])
    period = Period(start, end)
    refuse_if(plan_problems(actor.site_id, post, person.pk, period))
    day = sites.today(actor.site_id, start)
    against = queries.against(actor.site_id, post, person, day, period)
    refuse_if(waiving.judged(against, accepted, may=actor.holds(waiving.ACCEPT)))
    duty = Duty.objects.create(
        site_id=actor.site_id,
        post=post,
        person=person,
        start=start,
        end=end,
        day=day,
        note=note.strip(),
        planned_at=at,
        planned_by=actor.key,
    )
    log.record(
        entries.PLAN,
        actor=actor,
        at=at,
        subject=_SUBJECT,
        ids=[duty.pk],
        details={
            "post": post,
            "person": person.pk,
            "start": start.astimezone(UTC).isoformat(),
            **({"accepted": waived} if (waived := waiving.waived(against, accepted)) else {}),
        },
    )
    return duty


@command
def cancel(*, duty_id: int, actor: Actor, at: datetime) -> Duty:
    """Take an entry off the duty list; it stays readable with who did so."""
    permissions.require(actor, "rosters.duty.manage")
    duty = queries.get_for(actor, duty_id)
    rows = Duty.objects.filter(pk=duty.pk, cancelled_at__isnull=True)
    if rows.update(cancelled_at=at, cancelled_by=actor.key) != 1:
        raise Refused(_CANCELLED_ALREADY)
    log.record(entries.CANCEL, actor=actor, at=at, subject=_SUBJECT, ids=[duty.pk])
    duty.refresh_from_db()
    return duty


def stand(
    *, post: str, person: Person, start: datetime, minutes: int, day: date, shift: str,
    roster_id: int | None, actor: Actor, at: datetime,
) -> Duty:  # fmt: skip
    """Put somebody on a shift within a command that has asked its permission.

    Held to everything that a duty entered by hand is.
    """
    end = start + timedelta(minutes=minutes)
    period = Period(start, end)
    refuse_if(plan_problems(actor.site_id, post, person.pk, period))
    refuse_if(queries.against(actor.site_id, post, person, day, period))
    return Duty.objects.create(
        site_id=actor.site_id, post=post, person=person, start=start, end=end, day=day,
        shift=shift, roster_id=roster_id, planned_at=at, planned_by=actor.key,
    )  # fmt: skip


def plan_problems(site_id: int, post: str, person_id: int, period: Period[datetime]) -> Problems:
    """Return everything against a duty, for the page and for the command."""
    if post not in sites.plan_of(site_id).handbook.posts:
        return (_UNKNOWN_POST,)
    day = sites.today(site_id, period.start)
    others = Duty.objects.filter(
        Q(start__lt=period.end) & Q(end__gt=period.start),
        person_id=person_id,
        cancelled_at__isnull=True,
    )
    return rules.duty_problems(
        period,
        others=[Period(one.start, one.end) for one in others],
        holds_post=person_id in {p.pk for p in queries.candidates(site_id, post, day)},
        away=queries.is_away(site_id, person_id, day),
        lacks=queries.lacked(site_id, post, person_id, day),
    )


_OUT_OF_ORDER = Blocker(
    "rosters.period",
    Text("结束时间必须晚于开始时间。", "The end must be later than the beginning."),
)
_UNKNOWN_POST = Blocker(
    "rosters.unknown_post",
    Text("方案里没有这个岗位。请从列表中选。", "The plan has no such post. Choose from the list."),
)
_CANCELLED_ALREADY = Blocker(
    "rosters.cancelled_already",
    Text(
        "这一条刚刚已被取消。请刷新页面。",
        "This entry has been cancelled already. Reload the page.",
    ),
)
