"""How a message out of the house went: written down by the program alone."""

from collections.abc import Collection
from datetime import datetime

from dayuan.kernel.problems import refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare
from dayuan.platform.notices import rules
from dayuan.platform.notices.models import Delivery
from dayuan.platform.notices.states import DELIVERY, OPEN, TRIAL

SENT = declare("notices.delivery.send", "对外提醒已发出", "Notices were sent out")
FAILED = declare("notices.delivery.fail", "对外提醒没有发出", "Notices were not sent out")
GIVEN_UP = declare("notices.delivery.give_up", "对外提醒放弃发送", "Notices were given up")
SKIPPED = declare("notices.delivery.skip", "对外提醒不用发", "Notices were not needed outside")
_SUBJECT = "notices.delivery"


@command
def settle(*, ids: Collection[int], problem: str, actor: Actor, at: datetime) -> int:
    """Say how the message that carries these went: sent, to be tried again, or given up.

    Told twice (a worker that came back) it is written once.
    """
    refuse_if(rules.only_the_program(actor))
    rows = _open(ids)
    if not rows:
        return 0
    attempts = max(row.attempts for row in rows) + 1
    trial = any(row.kind == TRIAL for row in rows)
    over = trial or problem in rules.FOR_GOOD or attempts >= rules.MAX_ATTEMPTS
    act = "send" if not problem else "give_up" if over else "fail"
    for row in rows:
        transitions.move(
            row, machine=DELIVERY, act=act, actor=actor, at=at, attempts=attempts,
            taken_until=None, problem=problem, settled_at=None if act == "fail" else at,
            next_at=at + rules.pause_after(attempts),
        )  # fmt: skip
    kinds: dict[str, AuditType] = {"send": SENT, "fail": FAILED, "give_up": GIVEN_UP}
    _record(kinds[act], rows, problem, actor, at)
    return len(rows)


@command
def skip(*, ids: Collection[int], reason: str, actor: Actor, at: datetime) -> int:
    """Leave these out, and say why by a codeword."""
    refuse_if(rules.only_the_program(actor))
    rows = _open(ids)
    for row in rows:
        transitions.move(
            row, machine=DELIVERY, act="skip", actor=actor, at=at,
            taken_until=None, problem=reason, settled_at=at,
        )  # fmt: skip
    if rows:
        _record(SKIPPED, rows, reason, actor, at)
    return len(rows)


def _open(ids: Collection[int]) -> list[Delivery]:
    return list(Delivery.objects.filter(pk__in=ids, state__in=OPEN).order_by("pk"))


def _record(
    kind: AuditType, rows: list[Delivery], problem: str, actor: Actor, at: datetime
) -> None:
    details = {"channel": rows[0].channel_id, "problem": problem}
    ids = [row.pk for row in rows]
    log.record(kind, actor=actor, at=at, subject=_SUBJECT, ids=ids, details=details)
