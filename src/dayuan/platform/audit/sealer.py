"""The one sealer: numbers committed entries and chains them.

Commands write entries without any lock. The sealer comes after them, one at a
time, and links each committed entry to the one sealed before it; an entry whose
transaction committed late is simply sealed late, with the next number.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dayuan.platform.audit.digests import canonical
from dayuan.platform.audit.models import Entry, Seal

#: Entries sealed in one transaction.
BATCH = 200
#: How far below the newest sealed entry a late commit is looked for in passing;
#: a full pass (start, check, export) looks everywhere.
LATE_WINDOW = 50_000
#: The same for those who only want to know whether the sealer works, on every page.
AT_A_GLANCE = 500
#: An entry without a seal for this long is an alarm.
ALARM_AFTER = timedelta(minutes=1)
#: Any fixed number: it names the sealer among PostgreSQL's advisory locks.
_ADVISORY_LOCK = 0x0DA1_5EA1
#: What the first seal stands on.
GENESIS = hashlib.sha256(b"dayuan audit chain 1").hexdigest()


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for a seal; ``alarm`` when it has waited for a minute."""

    count: int
    oldest: datetime | None
    alarm: bool


def seal(*, now: datetime, full: bool = False, using: str = "default") -> int:
    """Seal what is committed and unsealed; return how many entries were sealed.

    Safe to call from anywhere at any time: whoever does not get the lock leaves
    the work to the one who has it.
    """
    if not unsealed(full=full, using=using).exists():
        return 0  # an idle house writes nothing
    sealed = 0
    while batch := _seal_batch(now=now, full=full, using=using):
        sealed += batch
        if batch < BATCH:
            break
    return sealed


def backlog(*, now: datetime, window: int = LATE_WINDOW, using: str = "default") -> Backlog:
    """Return how many entries wait for a seal, and whether that is an alarm.

    ``window`` is how far below the newest sealed entry is looked. Entries written
    with an earlier date (imports) only count as late when the sealer has not sealed
    anything for a minute either.
    """
    waiting = unsealed(full=False, window=window, using=using).order_by()
    last = Seal.objects.order_by("-number").values("sealed_at")[:1]
    # The newest seal is the same for all of them: one question, alarm or not.
    found = waiting.aggregate(oldest=Min("at"), count=Count("pk"), sealed=Max(Subquery(last)))
    oldest, sealed, limit = found["oldest"], found["sealed"], now - ALARM_AFTER
    late = oldest is not None and oldest < limit
    return Backlog(found["count"], oldest, alarm=late and (sealed is None or sealed <= limit))


def unsealed(*, full: bool, window: int = LATE_WINDOW, using: str = "default") -> "QuerySet[Entry]":
    """Return committed entries without a seal, in the order of their ids."""
    sealed = Seal.objects.using(using).filter(entry_id=OuterRef("pk"))
    entries = Entry.objects.using(using).order_by("pk")
    if full:
        return entries.filter(~Exists(sealed))
    newest = Seal.objects.using(using).order_by("-entry_id").values("entry_id")[:1]
    # Looked up for each of these few entries: PostgreSQL cannot know how narrow the window
    # is, and would gather every seal there ever was to answer a plain NOT EXISTS.
    looked_up = entries.alias(seal=Subquery(sealed.values("number")[:1]))
    return looked_up.filter(seal__isnull=True, pk__gt=Coalesce(Subquery(newest), 0) - window)


def canonical_entry(entry: Entry) -> str:
    """Return the sealed part of an entry, spelled in the one way digests are taken over.

    Personal values stand in it as their salted digest only, so that erasing them
    leaves the chain true.
    """
    sealed: dict[str, Any] = {
        "id": entry.pk,
        "site": entry.site_id,
        "type": entry.type,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_key,
        "account": entry.actor_account_id,
        "via": entry.via,
        "kind": entry.subject_kind,
        "ids": entry.subject_ids,
        "first": entry.subject_id,
        "details": entry.details,
        "personal": entry.personal_digest,
    }
    return canonical(sealed)


def link(previous: str, number: int, entry: Entry) -> str:
    """Return the digest of the seal that stands on ``previous``."""
    return hashlib.sha256(f"{previous}|{number}|{canonical_entry(entry)}".encode()).hexdigest()


def _seal_batch(*, now: datetime, full: bool, using: str) -> int:
    try:
        with transaction.atomic(using=using):
            if not _alone(using):
                return 0
            return _append(now=now, full=full, using=using)
    except IntegrityError:
        # Another sealer took these numbers: the unique number is the last guard.
        return 0


def _alone(using: str) -> bool:
    """Take the sealer's lock until the transaction ends; SQLite's write lock is one."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])


def _append(*, now: datetime, full: bool, using: str) -> int:
    last = Seal.objects.using(using).order_by("-number").first()
    number, previous = (last.number, last.digest) if last else (0, GENESIS)
    seals = []
    for entry in unsealed(full=full, using=using)[:BATCH]:
        number += 1
        previous = link(previous, number, entry)
        seals.append(Seal(number=number, entry_id=entry.pk, digest=previous, sealed_at=now))
    Seal.objects.using(using).bulk_create(seals)
    return len(seals)
