"""Entering what an hour costs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Problems, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import entries, queries
from dayuan.resources.rosters.models import HourRate
from dayuan.resources.rosters.rules import rates

ENTER = "rosters.rate.enter"


@command
def enter_rate(
    *, group: str, valid_from: date, yuan: Decimal, reason: str, actor: Actor, at: datetime
) -> HourRate:
    """Enter what an hour of a group costs from a day on; that day's own rate is corrected.

    Earlier rates stay for the months they held in. What a corrected row said before stands
    in the log, in the part that is erased with it and that only readers of rates see.
    """
    permissions.require(actor, ENTER)
    refuse_if(_problems(actor.site_id, group, valid_from, yuan, reason))
    which: dict[str, Any] = {"site_id": actor.site_id, "group": group, "valid_from": valid_from}
    before = HourRate.objects.filter(**which).first()
    row, _made = HourRate.objects.update_or_create(
        **which,
        defaults={
            "yuan": yuan, "reason": reason.strip(), "entered_at": at, "entered_by": actor.key,
        },
    )  # fmt: skip
    kind = entries.RATE_CORRECTED if before else entries.RATE_ENTERED
    was = {"was": str(before.yuan), "was_reason": before.reason} if before else {}
    log.record(
        kind, actor=actor, at=at, subject=queries.RATE_KIND, ids=[row.pk],
        details={"group": group, "valid_from": valid_from.isoformat()},
        personal={"yuan": f"{yuan:.2f}", "reason": row.reason, **was},
    )  # fmt: skip
    return row


def _problems(site_id: int, group: str, valid_from: date, yuan: Decimal, reason: str) -> Problems:
    known = () if group in queries.rate_groups(site_id) else (rates.NO_GROUP,)
    years = range(sites.FIRST_YEAR, sites.LAST_YEAR + 1)
    return (
        *known,
        *rates.rate_problems(yuan, valid_from, reason, years=years),
        *secret_problems(reason),
    )
