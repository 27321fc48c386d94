"""Reasons of state changes: kept apart so that they can be erased, and covered by the chain.

A change holds a salted digest of its reason, the text stands in an erasable row.
The entry that the same command writes names the digests, so that a seal covers
them: nobody puts another reason in the place of one without being found out.
"""

import secrets
from contextvars import ContextVar

from dayuan.platform.audit.digests import personal_digest
from dayuan.platform.audit.models import Change, Reason

#: Where an entry names the reasons it covers: ``{change id: digest}``.
COVERED = "reasons"
#: The reasons given in the running command and named by no entry yet.
_waiting: ContextVar[dict[str, str] | None] = ContextVar("reasons_waiting", default=None)


def digest_of(salt: str, text: str) -> str:
    """Return the digest that stands for a reason in its change."""
    return personal_digest(salt, {"reason": text})


def write(change: Change, text: str) -> None:
    """Write a change down, with its reason, if there is one, beside it."""
    salt = secrets.token_hex(16) if text else ""
    change.reason_digest = digest_of(salt, text) if text else ""
    change.save(force_insert=True)
    if text:
        Reason.objects.create(change_id=change.pk, salt=salt, text=text)
        waiting = _waiting.get()
        if waiting is not None:
            waiting[str(change.pk)] = change.reason_digest


def take() -> dict[str, str]:
    """Return the reasons that the entry written now covers; each is handed out once."""
    waiting = _waiting.get()
    taken = dict(waiting or {})
    if waiting:
        waiting.clear()
    return taken


def begin() -> None:
    """Begin to collect, at the start of an outermost command."""
    _waiting.set({})


def end() -> None:
    """Stop collecting, however the outermost command ended."""
    _waiting.set(None)


def kept() -> dict[str, str]:
    """Return what waits now: an inner command that fails leaves it as it was."""
    return dict(_waiting.get() or {})


def put_back(waiting: dict[str, str]) -> None:
    """Forget what an inner command collected before it was taken back."""
    _waiting.set(waiting)


def all_covered() -> None:
    """Raise ``LookupError`` when a command gave a reason and wrote no entry after it."""
    if waiting := _waiting.get():
        raise LookupError(f"no entry of the log covers the reasons of changes {sorted(waiting)}")
