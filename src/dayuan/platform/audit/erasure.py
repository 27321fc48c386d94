"""Erasing personal values when their time is over; the chain stays true.

Who asks is the retention rule of the module that owns the values: an entry's
digest stands, its values go, and a tombstone says when and by which rule.
"""

from collections.abc import Collection
from datetime import datetime

from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.models import Erasure, PersonalValues
from dayuan.platform.audit.types import declare

ERASED = declare(
    "audit.personal.erase",
    "按期删除个人信息",
    "Personal values were erased when their time was over",
)
#: At most this many entries in one call, so that one transaction stays short.
BATCH = 200


@command
def erase_personal(*, entry_ids: Collection[int], rule: str, actor: Actor, at: datetime) -> int:
    """Erase the personal values of these entries; return how many had any.

    ``rule`` is the codeword of the retention rule that asks. Entries without
    personal values, or erased before, are passed over.
    """
    require(actor, "audit.personal.erase")
    if len(entry_ids) > BATCH:
        raise ValueError(f"erase at most {BATCH} entries at a time")
    done = set(Erasure.objects.filter(entry_id__in=entry_ids).values_list("entry_id", flat=True))
    rows = PersonalValues.objects.filter(entry_id__in=set(entry_ids) - done)
    found = sorted(rows.values_list("entry_id", flat=True))
    if not found:
        return 0
    Erasure.objects.bulk_create(
        Erasure(entry_id=pk, at=at, actor_key=actor.key, rule=rule) for pk in found
    )
    PersonalValues.objects.filter(entry_id__in=found).delete()
    log.record(ERASED, actor=actor, at=at, subject="entry", ids=found, details={"rule": rule})
    return len(found)
