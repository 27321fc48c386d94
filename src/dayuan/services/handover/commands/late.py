"""Telling, once, that a shift is over and nobody has taken it over."""

from datetime import datetime

from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs import outbox
from dayuan.services.handover import events
from dayuan.services.handover.commands.logs import SUBJECT
from dayuan.services.handover.models import ShiftLog

#: What the program alone holds: no plan grants it.
TELL = "handover.shift.tell_late"
TOLD = declare(TELL, "提醒：没有交班", "Told that a shift was not handed over")


@command
def tell_late(*, log_id: int, actor: Actor, at: datetime) -> None:
    """Say that a shift was not handed over in time; whoever comes second says nothing."""
    permissions.require(actor, TELL)
    rows = ShiftLog.objects.filter(
        pk=log_id, site_id=actor.site_id, closed_at__isnull=True, late_told_at__isnull=True
    )
    if rows.update(late_told_at=at) != 1:
        return
    outbox.publish(events.LATE, at=at, site_id=actor.site_id, shift=log_id)
    log.record(TOLD, actor=actor, at=at, subject=SUBJECT, ids=[log_id])
