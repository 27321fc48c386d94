"""Telling people, and a person's own reading."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.notices import planning
from dayuan.platform.notices.kinds import Kind, kinds
from dayuan.platform.notices.models import Notice, Preference
from dayuan.platform.notices.rules import off_in_app

TOLD = declare("notices.notice.tell", "发出提醒", "Notices were sent")
READ = declare("notices.notice.read", "阅读提醒", "Notices were read")
_CODEWORD = re.compile(r"[A-Za-z0-9_.:+\-]{0,80}")
_BATCH = 200


@command
def tell(
    *,
    persons: Collection[int],
    kind: str,
    owner: tuple[str, int],
    dedupe: str,
    actor: Actor,
    at: datetime,
    params: Mapping[str, Any] | None = None,
) -> int:
    """Tell these people about a record, each once for this ``dedupe`` key; return how many are new.

    Only the program itself tells, after the act (from the outbox or a sweep), so
    that whom to tell is decided at that moment. ``params`` are ids and codewords.
    """
    if not actor.is_system:
        raise Refused(_only_the_program())
    if kind not in kinds:
        raise LookupError(f"notice kind {kind!r} is not declared")
    values = dict(params or {})
    for name, value in values.items():
        if not isinstance(value, int) and not _CODEWORD.fullmatch(str(value)):
            raise ValueError(f"{name} is no codeword; notices carry ids, never texts")
    known = set(
        Notice.objects.filter(person_id__in=persons, dedupe=dedupe)
        .values_list("person_id", flat=True)
    )  # fmt: skip
    new = sorted(set(persons) - known)
    silent = _wanting_no_bell(kinds[kind], new)
    rows = [
        Notice(
            site_id=actor.site_id, person_id=person, kind=kind, params=values,
            owner_kind=owner[0], owner_id=owner[1], created_at=at, dedupe=dedupe,
            read_at=at if person in silent else None,
        )
        for person in new
    ]  # fmt: skip
    Notice.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    if new:
        planning.plan(kinds[kind], dedupe, new, site_id=actor.site_id, at=at)
        details = {"notice": kind, "owner": owner[0], "owner_id": owner[1]}
        log.record(TOLD, actor=actor, at=at, subject="person", ids=new, details=details)
    return len(new)


@command
def mark_read(*, ids: Collection[int] | None, actor: Actor, at: datetime) -> int:
    """Mark the actor's own notices as read (``None``: all of them); return how many were new."""
    if actor.person_id is None:
        return 0
    unread = Notice.objects.filter(
        site_id=actor.site_id, person_id=actor.person_id, read_at__isnull=True
    )
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    found = sorted(unread.values_list("pk", flat=True))
    unread.filter(pk__in=found).update(read_at=at)
    if found:
        log.record(READ, actor=actor, at=at, subject="notice", ids=found)
    return len(found)


def _wanting_no_bell(kind: Kind, persons: Collection[int]) -> set[int]:
    """Return who switched this group off in the program: it stands there, already read."""
    if kind.must:
        return set()
    rows = Preference.objects.filter(person_id__in=persons).values_list("person_id", "off")
    return {person for person, off in rows if off_in_app(kind.group) in off}


def _only_the_program() -> Blocker:
    return Blocker(
        "notices.only_program",
        Text(
            "提醒由系统在事情发生后自动发出，不能手工发送。",
            "The program sends notices by itself after an act; nobody sends them by hand.",
        ),
    )
