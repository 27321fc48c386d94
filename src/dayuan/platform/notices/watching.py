"""What whoever holds pages open looks at: who was told something, and who is still here.

Nothing of a notice is read: a page hears that there is something new, and asks for it
itself, through its own session, door and language.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dayuan.platform.access.actors import actor_of
from dayuan.platform.accounts import sessions
from dayuan.platform.notices.models import Notice

#: Notices that are looked at once more: a number may be given out before another and be
#: there after it.
_BACK = 500


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whose page it is."""

    account_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Seen:
    """How far was looked, and the numbers seen of late."""

    last: int
    ids: frozenset[int]


def begin() -> Seen:
    """Return where looking begins: what is there already is on the page."""
    ids = list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:_BACK])
    return Seen(ids[0] if ids else 0, frozenset(ids))


def told(seen: Seen) -> tuple[Seen, set[int]]:
    """Return whom something was told since, each once; one question."""
    rows = Notice.objects.filter(pk__gt=seen.last - _BACK).values_list("pk", "person_id")
    found = dict(rows.order_by("pk"))
    new = {person for pk, person in found.items() if pk not in seen.ids}
    last = max(found, default=seen.last)
    return Seen(last, frozenset(pk for pk in found if pk > last - _BACK)), new


def watcher(session_key: str, *, at: datetime) -> Watcher | None:
    """Return whose session this is, if somebody stands behind it now."""
    account = sessions.signed_in([session_key], at=at).get(session_key)
    actor = actor_of(account, at=at) if account is not None else None
    if account is None or actor is None or actor.person_id is None:
        return None
    return Watcher(account, actor.person_id)


def told_since(person_id: int, *, at: datetime) -> bool:
    """Tell whether somebody was told something since an instant: while his page was drawn."""
    return Notice.objects.filter(person_id=person_id, created_at__gte=at).exists()


def still_here(keys: Collection[str], *, at: datetime) -> set[str]:
    """Return those of these sessions that are still good."""
    return set(sessions.signed_in(keys, at=at))


def still_somebody(account_ids: Collection[int], *, at: datetime) -> set[int]:
    """Return those of these accounts that still stand for somebody."""
    return {one for one in account_ids if actor_of(one, at=at) is not None}
