"""Leave that is called off for some of its days because people are needed, and given back."""

from datetime import date, datetime

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.jobs import outbox
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import entries, queries
from dayuan.resources.rosters.models import Away
from dayuan.resources.rosters.rules import away as rules
from dayuan.resources.rosters.rules import closing
from dayuan.resources.rosters.rules.deciding import DECIDE
from dayuan.resources.rosters.states import AWAY


@command
def cut_leave(
    *, away_id: int, days: Period[date], reason: str, actor: Actor, at: datetime
) -> list[Away]:
    """Call leave off for some of its days and leave the others in force.

    What the law protects stays. Returns what is left of it, before and after those days.
    """
    permissions.require(actor, DECIDE)
    away = queries.away_for(actor, away_id)
    refuse_if(rules.decide_problems(mine=away.person_id == actor.person_id))
    refuse_if(secret_problems(reason))
    if queries.is_protected(away):
        raise Refused(PROTECTED)
    if days.end is None or not away.days.overlaps(days):
        raise Refused(rules.NO_DAYS)
    transitions.move(
        away, machine=AWAY, act="call_off", actor=actor, at=at, reason=reason,
        answer=reason.strip(), decided_at=at, decided_by=actor.key,
    )  # fmt: skip
    left = [
        _again(away, start, end, actor, at)
        for start, end in ((away.start, days.start), (days.end, away.end))
        if start < end
    ]
    log.record(
        entries.AWAY_CUT, actor=actor, at=at, subject=queries.AWAY_KIND, ids=[away.pk],
        details={"person": away.person_id, "left": [one.pk for one in left]},
    )  # fmt: skip
    outbox.publish("rosters.away_called_off", at=at, site_id=away.site_id, away=away.pk)
    return left


@command
def give_back_leave(*, away_id: int, days: Period[date], actor: Actor, at: datetime) -> Away:
    """Put days of leave into force again that were called off and are not over.

    Where something else needs the people on these days, they stay called off.
    """
    permissions.require(actor, DECIDE)
    away = queries.away_for(actor, away_id)
    refuse_if(rules.decide_problems(mine=away.person_id == actor.person_id))
    start, end = max(days.start, away.start), min(days.end or away.end, away.end)
    if away.state != "called_off" or start >= end or start < sites.today(away.site_id, at):
        raise Refused(NOTHING_TO_GIVE)
    if queries.standing_of(away.person_id, Period(start, end)):
        raise Refused(rules.TWICE)
    closed = queries.closed_to(away.site_id, away.person_id, Period(start, end), away.kind)
    refuse_if(closing.against(closed, (), actor.holds))
    made = _again(away, start, end, actor, at)
    log.record(
        entries.AWAY_GIVEN_BACK, actor=actor, at=at, subject=queries.AWAY_KIND, ids=[made.pk],
        details={"person": made.person_id, "of": away.pk},
    )  # fmt: skip
    outbox.publish("rosters.away_decided", at=at, site_id=made.site_id, away=made.pk)
    return made


def _again(away: Away, start: date, end: date, actor: Actor, at: datetime) -> Away:
    """Return days of some leave in force as leave of their own, decided by the actor."""
    made = Away.objects.create(
        site_id=away.site_id, person_id=away.person_id, kind=away.kind, start=start, end=end,
        remark=away.remark, asked_at=away.asked_at, asked_by=away.asked_by,
    )  # fmt: skip
    transitions.begin(made, machine=AWAY, actor=actor, at=at)
    transitions.move(
        made, machine=AWAY, act="approve", actor=actor, at=at, decided_at=at,
        decided_by=actor.key,
    )  # fmt: skip
    return made


PROTECTED = Blocker(
    "rosters.away_protected",
    Text(
        "这种假依法不能因为缺人而取消。",
        "The law does not let this leave be called off because people are needed.",
    ),
)
NOTHING_TO_GIVE = Blocker(
    "rosters.away_nothing_to_give",
    Text(
        "这几天已经过去，或没有取消过，不用补回。",
        "These days are over, or were never called off; there is nothing to give back.",
    ),
)
