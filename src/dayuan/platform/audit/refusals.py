"""Refusals in the log: who was refused what, without letting anybody fill it.

Only signed-in accounts are written down; a stranger is asked to sign in and
leaves nothing here. An account leaves one entry a minute for the same refusal of
the same record, and at most thirty a minute in all: who walks through numbers
is seen doing it and cannot drown the log. The last of the thirty says that more
were not written.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.models import Entry
from dayuan.platform.audit.types import REFUSED

#: The same refusal is written once in this time.
EVERY = timedelta(minutes=1)
#: Entries of one account in that time. Processes that write at the same instant may
#: each add one.
MOST = 30
#: The largest id a record can have; what is larger was made up.
_LARGEST = 2**63 - 1


def record(
    refused: Refused, *, actor: Actor, at: datetime, what: str, of: Mapping[str, Any]
) -> None:
    """Write down that an act or a look was refused, and why; in a transaction of its own.

    ``what`` is the address by its name, ``of`` what stood in it: ids are kept, words
    that somebody may have typed are not.
    """
    details = {
        "what": what,
        "of": {k: v for k, v in of.items() if isinstance(v, int) and v <= _LARGEST},
        "problems": [p.code for p in refused.problems],
        "hidden": refused.hidden,
    }
    with transaction.atomic():
        recent = _recent(actor, at)
        if len(recent) >= MOST or details in recent:
            return
        if len(recent) == MOST - 1:
            details["more"] = True
        log.record(REFUSED, actor=actor, at=at, subject="act", ids=[], details=details)


def _recent(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return what was written of this account in the last minute; one look at an index."""
    if actor.account_id is None:
        return []
    rows = Entry.objects.filter(actor_account_id=actor.account_id, type=REFUSED.code)
    newest = rows.order_by("-pk").values_list("at", "details")[:MOST]
    return [details for then, details in newest if then > at - EVERY]
