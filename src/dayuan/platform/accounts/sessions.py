"""What a session remembers about itself, and when it is over.

Timestamps stand in the session; no request is needed to end one, and none
writes it more often than once a minute.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import BigIntegerField, Exists, QuerySet
from django.utils.crypto import constant_time_compare

from dayuan.platform.access.prepared import Given, Prepared
from dayuan.platform.accounts.models import Account, Device

#: On a shared duty device the next person stands behind this one.
DEVICE_IDLE_MINUTES = 5
_TOUCH_EVERY = timedelta(minutes=1)


class Over(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    AGE = "age"
    ENDED = "ended"
    DEVICE = "device"


def begin(
    session: SessionBase,
    *,
    at: datetime,
    how: str,
    device: Device | None = None,
) -> None:
    """Write down when and how this session began, and on which duty device."""
    session["began"] = session["seen"] = at.timestamp()
    session["how"] = how
    session["device"] = device.pk if device else None


#: The duty device of the session that is being looked at: its account is read with
#: whether the device still is one, so that a tablet costs no question of its own.
_looked_at: ContextVar[int | None] = ContextVar("device_of_session", default=None)


@contextmanager
def reading(session: SessionBase) -> Iterator[None]:
    """Read the account of this session together with how its duty device stands."""
    token = _looked_at.set(session.get("device"))
    try:
        yield
    finally:
        _looked_at.reset(token)


def account_of(user_id: int) -> Account | None:
    """Return the open account of a session, inside ``reading`` with ``device_open``."""
    if (device := _looked_at.get()) is None:
        found = _OPEN.ask(account=user_id)
    else:
        found = _OPEN_ON_DEVICE.ask(account=user_id, device=device)
    return found[0] if found else None


def _open() -> QuerySet[Account]:
    return Account.objects.filter(pk=Given("account", BigIntegerField()), is_active=True)


def _open_on_device() -> QuerySet[Account]:
    still = Device.objects.filter(pk=Given("device", BigIntegerField()), revoked_at__isnull=True)
    return _open().annotate(device_open=Exists(still))


#: Every request of somebody who is signed in begins with one of them.
_OPEN, _OPEN_ON_DEVICE = Prepared(_open), Prepared(_open_on_device)


def over(
    session: "SessionBase | Mapping[str, Any]", account: Account, *, at: datetime
) -> Over | None:
    """Return why the session is over at an instant, or ``None`` while it is good."""
    began, seen, now = session.get("began"), session.get("seen"), at.timestamp()
    valid_from = account.sessions_valid_from
    if began is None or seen is None or (valid_from and began < valid_from.timestamp()):
        return Over.ENDED
    if now - began >= settings.SESSION_LIFE_MINUTES * 60:
        return Over.AGE
    device = session.get("device")
    idle = DEVICE_IDLE_MINUTES if device else settings.SESSION_IDLE_MINUTES
    if now - seen >= idle * 60:
        return Over.IDLE
    # An account that was read otherwise says nothing of the device, which is then none.
    if device and not getattr(account, "device_open", False):
        return Over.DEVICE
    return None


def signed_in(keys: Collection[str], *, at: datetime) -> dict[str, int]:
    """Return the accounts behind those of these sessions that are good at an instant.

    For whoever holds many pages open: three questions at most, however many there are.
    """
    rows = Session.objects.filter(session_key__in=list(keys), expire_date__gt=at)
    opened = {row.session_key: row.get_decoded() for row in rows}
    accounts = _accounts(opened)
    devices = _devices(opened)
    return {
        key: account.pk
        for key, held in opened.items()
        if (account := accounts.get(str(held.get(SESSION_KEY)))) is not None
        and _still(held, account, devices, at)
    }


def _accounts(opened: Mapping[str, Mapping[str, Any]]) -> dict[str, Account]:
    ids = {str(held[SESSION_KEY]) for held in opened.values() if SESSION_KEY in held}
    numbers = [int(pk) for pk in ids if pk.isascii() and pk.isdigit()]
    return {str(one.pk): one for one in Account.objects.filter(pk__in=numbers, is_active=True)}


def _devices(opened: Mapping[str, Mapping[str, Any]]) -> set[int]:
    """Return which of the duty devices behind these sessions still are some."""
    ids = {held["device"] for held in opened.values() if held.get("device")}
    rows = Device.objects.filter(pk__in=ids, revoked_at__isnull=True)
    return set(rows.values_list("pk", flat=True)) if ids else set()


def _still(
    held: Mapping[str, Any], account: Account, devices: Collection[int], at: datetime
) -> bool:
    """Tell whether a session is good: its own times, its device, and the account's password."""
    account.device_open = held.get("device") in devices  # type: ignore[attr-defined]  # see over
    known = constant_time_compare(held.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())
    return known and not account.must_change_password and over(held, account, at=at) is None


def touch(session: SessionBase, *, at: datetime) -> None:
    """Remember that somebody was here, at most once a minute."""
    if at.timestamp() - session.get("seen", 0) >= _TOUCH_EVERY.total_seconds():
        session["seen"] = at.timestamp()
