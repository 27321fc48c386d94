"""Counting tries at the doors, in the database, so that all processes share the count.

A try is spent *before* it is checked, in one statement: a hundred requests at
once get no more tries than five in a row. A right answer gives its try back.
Counts stand for a claimed name whether or not it exists, and never for a whole
device or address alone: nobody can shut the door for somebody else. Names and
addresses are digested under the house's key; days later the counts go as well.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from dayuan.platform.accounts import rules
from dayuan.platform.accounts.models import Tries

_DAY = timedelta(hours=24)
#: Counts deleted in one statement.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries one door allows before it waits, and how many in a day."""

    scope: str
    before_waiting: int
    wait: timedelta
    in_a_day: int


#: One name from one address: whoever guesses from elsewhere shuts nobody's door. The
#: day's limit is what the waits allow; whoever is a stranger there has fewer.
PASSWORD = Limit("password", before_waiting=5, wait=timedelta(minutes=15), in_a_day=480)
#: One name on one duty device.
PIN = Limit("pin", before_waiting=5, wait=timedelta(minutes=15), in_a_day=20)
#: One name from all browsers that never signed in with it: guessing from many addresses.
STRANGER = Limit("stranger", before_waiting=50, wait=_DAY, in_a_day=50)
#: One slip's code from one address; the code itself has 50 random bits.
CODE = Limit("code", before_waiting=5, wait=timedelta(minutes=15), in_a_day=20)
#: The present password, asked again before a change.
CURRENT = Limit("current", before_waiting=5, wait=timedelta(minutes=15), in_a_day=20)


def spend(limit: Limit, *who: str, at: datetime) -> datetime | None:
    """Take one try and return ``None``, or return until when this door stays shut."""
    key = rules.who_digest(limit.scope, *who)
    with transaction.atomic():
        # Held, so that forgetting old counts never takes the row away in between.
        row, _ = Tries.objects.select_for_update().get_or_create(
            scope=limit.scope, who=key, defaults={"window_began": at}
        )
        _begin_new_day(row, at)
        is_open = Q(closed_until__isnull=True) | Q(closed_until__lte=at)
        taken = Tries.objects.filter(is_open, pk=row.pk).update(
            wrong=F("wrong") + 1, wrong_today=F("wrong_today") + 1, closed_until=None
        )
        row.refresh_from_db()
        if taken:
            _shut_after(row, limit, at)
            return None
    return row.closed_until


def give_back(limit: Limit, *who: str) -> None:
    """Give the one try back that a right answer took; earlier wrong ones stay counted."""
    rows = Tries.objects.filter(scope=limit.scope, who=rules.who_digest(limit.scope, *who))
    rows.filter(wrong_today__gt=0).update(wrong_today=F("wrong_today") - 1)
    rows.filter(wrong__gt=0).update(wrong=F("wrong") - 1)


def forget(limit: Limit, *who: str) -> None:
    """Forget all wrong tries, where the right answer proves who stands there."""
    rows = Tries.objects.filter(scope=limit.scope, who=rules.who_digest(limit.scope, *who))
    rows.update(wrong=0, wrong_today=0, closed_until=None)


def forget_before(limit: datetime) -> int:
    """Delete counts whose day began before an instant and whose door is open again."""
    gone = 0
    old = Tries.objects.filter(window_began__lt=limit).filter(
        Q(closed_until__isnull=True) | Q(closed_until__lt=limit + _DAY)
    )
    while ids := list(old.values_list("pk", flat=True)[:_BATCH]):
        gone += old.filter(pk__in=ids).delete()[0]
    return gone


def _begin_new_day(row: Tries, at: datetime) -> None:
    if at - row.window_began >= _DAY:
        same = Tries.objects.filter(pk=row.pk, window_began=row.window_began)
        same.update(wrong=0, wrong_today=0, window_began=at, closed_until=None)


def _shut_after(row: Tries, limit: Limit, at: datetime) -> None:
    """Shut the door behind this try if it was the last one allowed."""
    until = None
    if row.wrong_today >= limit.in_a_day:
        until = row.window_began + _DAY
    elif row.wrong >= limit.before_waiting:
        until = at + limit.wait
    if until:
        Tries.objects.filter(pk=row.pk).update(closed_until=until, wrong=0)
