"""Reading a published month: said by the person, asked for once by the program."""

from datetime import datetime

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.jobs import outbox
from dayuan.resources.rosters import entries, events, queries
from dayuan.resources.rosters.models import MonthRead

_SUBJECT = "rosters.roster"


@command
def acknowledge(*, roster_id: int, actor: Actor, at: datetime) -> None:
    """Say that one has read one's shifts of a published month, as they stand now."""
    permissions.require(actor, "rosters.duty.view")
    found = queries.own_reading(actor, queries.roster_for(actor, roster_id).pk)
    if found is None:
        raise Refused(_NOTHING)
    MonthRead.objects.update_or_create(
        roster_id=roster_id, person_id=found.person, defaults={"read_at": at}
    )
    log.record(entries.READ_MONTH, actor=actor, at=at, subject=_SUBJECT, ids=[roster_id])


@command
def remind_of_month(*, roster_id: int, actor: Actor, at: datetime) -> int:
    """Remind those who have not read a month, each once for ever; return how many."""
    permissions.require(actor, "rosters.month.remind")
    roster = queries.published(roster_id, actor.site_id)
    if roster is None:
        raise Refused(hidden=True)
    left = queries.unread(queries.readings_of(roster))
    for one in left:
        MonthRead.objects.update_or_create(
            roster=roster, person_id=one.person, defaults={"reminded_at": at}
        )
        outbox.publish(
            events.UNREAD, at=at, site_id=roster.site_id, roster=roster.pk, person=one.person
        )
    if left:
        log.record(
            entries.REMIND_OF_MONTH, actor=actor, at=at, subject=_SUBJECT, ids=[roster.pk],
            details={"people": len(left)},
        )  # fmt: skip
    return len(left)


_NOTHING = Blocker(
    "rosters.month.nothing_to_read",
    Text(
        "这个月没有您的班，不用确认。",
        "You have no shift in this month: there is nothing to confirm.",
    ),
)
