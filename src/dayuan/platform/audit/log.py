"""Writing the log: one entry per command and subject set, in its transaction."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import reasons, types
from dayuan.platform.audit.digests import canonical, personal_digest
from dayuan.platform.audit.models import Entry, PersonalValues
from dayuan.platform.audit.types import AuditType


def record(
    kind: AuditType,
    *,
    actor: Actor,
    at: datetime,
    subject: str,
    ids: Iterable[int],
    details: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one entry and return it.

    ``details`` holds codewords, ids and numbers. Names, phone numbers and free
    text go into ``personal``, each under a key its type declares; only a salted
    digest of them enters the sealed part. Reasons of state changes moved before in
    the same command are covered by their digests.
    """
    if kind.code not in types.types:
        raise LookupError(f"audit type {kind.code} is not registered")
    # As the database will give them back: the digest is taken over those.
    values = json.loads(
        canonical({k: v for k, v in (personal or {}).items() if v not in ("", None)})
    )
    if undeclared := set(values) - kind.personal:
        raise ValueError(f"{kind.code} does not declare personal values {sorted(undeclared)}")
    found = list(ids)
    covered = reasons.take()
    salt = secrets.token_hex(16) if values else ""
    entry = Entry.objects.create(
        site_id=actor.site_id or None,
        type=kind.code,
        at=at,
        actor_key=actor.key,
        actor_account_id=actor.account_id,
        via=actor.via,
        subject_kind=subject,
        subject_ids=found,
        subject_id=found[0] if found else None,
        details={**(details or {}), **({reasons.COVERED: covered} if covered else {})},
        personal_digest=personal_digest(salt, values) if values else "",
    )
    if values:
        PersonalValues.objects.create(entry_id=entry.pk, salt=salt, values=values)
    return entry
