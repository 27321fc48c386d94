"""Holding and releasing the outbox, and trying again what failed for good."""

from collections.abc import Collection
from datetime import datetime

from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.jobs.models import Delivery, Hold
from dayuan.platform.jobs.outbox import HOLD

MANAGE = "jobs.outbox.manage"
HELD = declare("jobs.outbox.hold", "暂停发送待办消息", "The outbox was held")
RELEASED = declare("jobs.outbox.release", "恢复发送待办消息", "The outbox was released")
RETRIED = declare("jobs.delivery.retry", "重新发送失败的消息", "Failed deliveries are tried again")


@command
def hold(*, reason: str, actor: Actor, at: datetime) -> bool:
    """Let nothing more leave the outbox; False when it was held already.

    ``reason`` is a codeword such as ``restore``.
    """
    require(actor, MANAGE)
    _row, made = Hold.objects.get_or_create(name=HOLD, defaults={"since": at, "reason": reason})
    if made:
        details = {"reason": reason}
        log.record(HELD, actor=actor, at=at, subject="outbox", ids=[], details=details)
    return made


@command
def release(*, actor: Actor, at: datetime) -> int | None:
    """Let the outbox go on; return how much waits in it, ``None`` when it was not held."""
    require(actor, MANAGE)
    gone, _per_model = Hold.objects.filter(name=HOLD).delete()
    if not gone:
        return None
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).count()
    log.record(RELEASED, actor=actor, at=at, subject="outbox", ids=[], details={"waiting": waiting})
    return waiting


@command
def retry(*, ids: Collection[int], actor: Actor, at: datetime) -> int:
    """Try failed deliveries again from the beginning; return how many there were."""
    require(actor, MANAGE)
    failed = Delivery.objects.filter(pk__in=ids, state=Delivery.State.FAILED)
    found = sorted(failed.values_list("pk", flat=True))
    failed.update(state=Delivery.State.WAITING, attempts=0, next_at=at, problem="")
    if found:
        log.record(RETRIED, actor=actor, at=at, subject="delivery", ids=found)
    return len(found)
