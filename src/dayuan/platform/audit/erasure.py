"""Erasing personal values when their time is over; the chain stays true.

Who asks is the retention rule of the module that owns the values: the digest in
the entry, or in the state change, stands; its values go, and a tombstone says when
and by which rule.
"""

from collections.abc import Collection
from datetime import datetime

from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.models import (
    Entry,
    Erasure,
    PersonalValues,
    Reason,
    ReasonErasure,
)
from dayuan.platform.audit.reasons import COVERED
from dayuan.platform.audit.types import declare

ERASED = declare(
    "audit.personal.erase",
    "按期删除个人信息",
    "Personal values were erased when their time was over",
)
REASONS_ERASED = declare(
    "audit.reason.erase",
    "按期删除状态变更的原因",
    "Reasons of state changes were erased when their time was over",
)
#: At most this many entries or changes in one call, so that one transaction stays short.
BATCH = 200


@command
def erase_personal(*, entry_ids: Collection[int], rule: str, actor: Actor, at: datetime) -> int:
    """Erase the personal values of these entries; return how many had any.

    The reasons of the state changes that an entry covers are the same words and go
    with them. ``rule`` is the codeword of the retention rule that asks. Entries
    without personal values, or erased before, are passed over.
    """
    require(actor, "audit.personal.erase")
    _hold_to_batch(entry_ids)
    _bury_reasons(_covered_by(entry_ids), rule, actor, at)
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


@command
def erase_reasons(*, change_ids: Collection[int], rule: str, actor: Actor, at: datetime) -> int:
    """Erase the reasons of these state changes; return how many had one.

    Where the entry of the act keeps the same words, they are that entry's personal
    values: ``erase_personal`` takes both. Changes without a reason, or erased
    before, are passed over.
    """
    require(actor, "audit.personal.erase")
    _hold_to_batch(change_ids)
    return _bury_reasons(change_ids, rule, actor, at)


def _hold_to_batch(ids: Collection[int]) -> None:
    if len(ids) > BATCH:
        raise ValueError(f"erase at most {BATCH} at a time")


def _covered_by(entry_ids: Collection[int]) -> list[int]:
    covering = Entry.objects.filter(pk__in=entry_ids).values_list("details", flat=True)
    return [int(pk) for details in covering for pk in details.get(COVERED, {})]


def _bury_reasons(change_ids: Collection[int], rule: str, actor: Actor, at: datetime) -> int:
    tombs = ReasonErasure.objects.filter(change_id__in=change_ids)
    done = set(tombs.values_list("change_id", flat=True))
    rows = Reason.objects.filter(change_id__in=set(change_ids) - done)
    found = sorted(rows.values_list("change_id", flat=True))
    if not found:
        return 0
    ReasonErasure.objects.bulk_create(
        ReasonErasure(change_id=pk, at=at, actor_key=actor.key, rule=rule) for pk in found
    )
    Reason.objects.filter(change_id__in=found).delete()
    log.record(
        REASONS_ERASED, actor=actor, at=at, subject="change", ids=found, details={"rule": rule}
    )
    return len(found)
