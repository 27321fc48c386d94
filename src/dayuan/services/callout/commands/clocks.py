"""What the program does when a time is over: end extra strength, tell that answers are missing."""

from datetime import datetime

from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.services.callout import events, queries, rules
from dayuan.services.callout.commands.calling import SUBJECT as CALLOUT_SUBJECT
from dayuan.services.callout.commands.surges import SUBJECT, undo
from dayuan.services.callout.models import Callout
from dayuan.services.callout.states import SURGE

#: What the program alone holds: no plan grants them.
END = "callout.surge.time_over"
TELL = "callout.call.tell_unanswered"
ENDED = declare(END, "加强值守到时结束", "Extra strength ended by its time")
TOLD = declare(TELL, "提醒：有人没有应答", "Told that some have not answered")


@command
def end_in_time(*, surge_id: int, actor: Actor, at: datetime) -> None:
    """End extra strength whose time is over; what somebody ended already stays as it is.

    Whoever stands by is let go, as when somebody ends it, and whoever ordered it is told.
    """
    permissions.require(actor, END)
    found = queries.surge_at(actor.site_id, surge_id)
    if found is None:
        raise Refused(hidden=True)
    if found.state != SURGE.initial:
        return
    if at < found.end:
        raise Refused(rules.NOT_OVER)
    transitions.move(
        found, machine=SURGE, act="end", actor=actor, at=at, reason=rules.TIME_OVER.zh,
        closed_at=at, closed_why=rules.TIME_OVER.zh,
    )  # fmt: skip
    undo(found, actor, at)
    outbox.publish(events.TIME_OVER, at=at, site_id=found.site_id, surge=found.pk)
    log.record(ENDED, actor=actor, at=at, subject=SUBJECT, ids=[found.pk])


@command
def tell_unanswered(*, callout_id: int, actor: Actor, at: datetime) -> None:
    """Tell whoever called, once for ever, how many have not answered, and remind each of them.

    Where all who are late have answered, it looks again when the next one may be late.
    """
    permissions.require(actor, TELL)
    found = queries.untold_at(actor.site_id, callout_id)
    if found is None or found.unanswered is None:
        return
    late, ahead = rules.unanswered(queries.waiting(found), minutes=found.unanswered, at=at)
    untold = Callout.objects.filter(pk=found.pk, told_at__isnull=True)
    if not late:
        untold.update(late_from=ahead)
    elif untold.update(told_at=at) == 1:
        _tell(found, late, at)
        log.record(
            TOLD, actor=actor, at=at, subject=CALLOUT_SUBJECT, ids=[found.pk],
            details={"calls": list(late)},
        )  # fmt: skip


def _tell(found: Callout, late: tuple[int, ...], at: datetime) -> None:
    outbox.publish(
        events.UNANSWERED, at=at, site_id=found.site_id, callout=found.pk, people=len(late)
    )
    remind = events.REMIND if found.surge_id is None else events.REMIND_STAND_BY
    for pk in late:
        outbox.publish(remind, at=at, site_id=found.site_id, call=pk)
