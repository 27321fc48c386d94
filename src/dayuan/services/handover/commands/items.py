"""What is passed on from shift to shift: left, and closed with a word."""

from datetime import datetime

from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.services.handover import queries, rules
from dayuan.services.handover.commands.logs import SUBJECT, write_problems
from dayuan.services.handover.models import PassOn

LEAVE = declare("handover.item.leave", "留交代事项", "Something was passed on")
CLOSE = declare("handover.item.close", "了结交代事项", "What was passed on was closed")


@command
def leave_item(*, log_id: int, words: str, actor: Actor, at: datetime) -> PassOn:
    """Leave word of what the next shifts must know or do, until somebody closes it."""
    permissions.require(actor, "handover.shift.keep")
    found = queries.get_for(actor, log_id)
    refuse_if(write_problems(found, actor, at))
    refuse_if(rules.words_problems(words))
    if len(queries.open_items(actor.site_id, found.group)) >= queries.ITEMS_MOST:
        raise Refused(rules.TOO_MANY_ITEMS)
    made = PassOn.objects.create(
        site_id=actor.site_id, group=found.group, log=found, words=words.strip(), left_at=at,
        left_by_id=actor.person_id or 0,
    )  # fmt: skip
    log.record(
        LEAVE, actor=actor, at=at, subject=SUBJECT, ids=[found.pk], details={"item": made.pk}
    )
    return made


@command
def close_item(*, item_id: int, outcome: str, actor: Actor, at: datetime) -> None:
    """Close what was passed on, with a word about what became of it; whoever is on shift does."""
    permissions.require(actor, "handover.shift.keep")
    item = queries.item_for(actor, item_id)
    refuse_if(close_problems(item, actor, at))
    refuse_if(rules.words_problems(outcome))
    rows = PassOn.objects.filter(pk=item.pk, done_at__isnull=True)
    if rows.update(done_at=at, done_by_id=actor.person_id or 0, outcome=outcome.strip()) != 1:
        raise Refused(rules.ITEM_CLOSED)
    log.record(
        CLOSE, actor=actor, at=at, subject=SUBJECT, ids=[item.log_id], details={"item": item.pk}
    )


def close_problems(item: PassOn, actor: Actor, at: datetime) -> Problems:
    """Return why the actor may not close this now: it takes a shift of the group that is open."""
    if actor.holds(queries.MANAGE):
        return ()
    here = [one for one in queries.mine(actor, at=at) if one.group.code == item.group]
    is_open = any(one.log is not None and one.log.state == "open" for one in here)
    return () if is_open else (rules.NOT_ON_SHIFT,)
