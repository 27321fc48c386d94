"""Sensitive reads: written down first, in a transaction of their own, or refused."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.types import AuditType


def record_read(
    kind: AuditType,
    *,
    actor: Actor,
    at: datetime,
    subject: str,
    ids: Iterable[int],
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down that somebody reads something sensitive; call it before showing it.

    Raises :class:`Refused` when the log cannot be written: what cannot be
    written down is not shown.
    """
    try:
        with transaction.atomic():
            log.record(kind, actor=actor, at=at, subject=subject, ids=ids, details=details)
    except DatabaseError as problem:
        raise Refused(_cannot_be_logged()) from problem


def _cannot_be_logged() -> Blocker:
    return Blocker(
        "audit.unavailable",
        Text(
            "操作记录暂时无法写入，因此不能显示这项内容。请稍后再试，并告知系统管理员。",
            "The log cannot be written at the moment, so this is not shown. "
            "Try again later and tell the administrator.",
        ),
    )
