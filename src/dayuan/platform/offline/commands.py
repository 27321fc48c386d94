"""Carrying out what was queued on a phone, exactly once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.offline import rules
from dayuan.platform.offline.acts import acts
from dayuan.platform.offline.marks import digest_of, mark_of
from dayuan.platform.offline.models import CarriedOut
from dayuan.platform.offline.rules import Queued

CARRIED_OUT = declare("offline.act.carry_out", "补传离线操作", "Carry out an act from offline")


@command
def carry_out(*, queued: Queued, actor: Actor, at: datetime) -> bool:
    """Carry out an act that a phone queued; return whether it was new.

    The id and the act stand in one transaction: whatever dies between the commit
    and the answer, the same act sent again finds its id and is not done again. A
    refused act leaves no id: nothing was done, and it may be asked anew. The act's
    own command asks the permission; it happens ``at`` the server's time, and what
    the phone claims is only noted.
    """
    if actor.account_id is None:
        raise Refused(rules.NOT_YOURS)
    refuse_if(rules.problems(queued, owner=mark_of(actor.account_id), at=at))
    if queued.act not in acts:
        raise Refused(rules.UNKNOWN)
    if not _first(queued, account_id=actor.account_id, at=at):
        return False
    act = acts[queued.act]
    subject = act(about=queued.about, values=queued.values, actor=actor, at=at)
    log.record(
        CARRIED_OUT, actor=actor, at=at, subject=subject.kind, ids=[subject.pk],
        details={"act": queued.act, "about": queued.about, "id": str(queued.client_id),
                 "claimed": queued.claimed.isoformat()},
    )  # fmt: skip
    return True


def _first(queued: Queued, *, account_id: int, at: datetime) -> bool:
    """Use the id up; tell whether it was free. Whoever comes second waits for the first."""
    row = CarriedOut(
        account_id=account_id, client_id=queued.client_id, act=queued.act,
        about=queued.about, digest=digest_of(queued.said), at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        before = CarriedOut.objects.get(account_id=account_id, client_id=queued.client_id)
        if before.digest != row.digest:
            raise Refused(rules.OTHER_WORDS) from None
        return False
    return True


def forget_before(moment: datetime, *, most: int) -> int:
    """Forget ids that are too old to be sent again; return how many."""
    old = CarriedOut.objects.filter(at__lt=moment).order_by("at").values_list("pk", flat=True)
    return CarriedOut.objects.filter(pk__in=list(old[:most])).delete()[0]
