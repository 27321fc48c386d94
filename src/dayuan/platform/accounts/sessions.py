"""What a session remembers about itself, and when it is over.

Timestamps stand in the session; no request is needed to end one, and none
writes it more often than once a minute.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists

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
    rows = Account.objects.filter(pk=user_id, is_active=True)
    if (device := _looked_at.get()) is not None:
        still = Device.objects.filter(pk=device, revoked_at__isnull=True)
        rows = rows.annotate(device_open=Exists(still))
    return rows.first()


def over(session: SessionBase, account: Account, *, at: datetime) -> Over | None:
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


def touch(session: SessionBase, *, at: datetime) -> None:
    """Remember that somebody was here, at most once a minute."""
    if at.timestamp() - session.get("seen", 0) >= _TOUCH_EVERY.total_seconds():
        session["seen"] = at.timestamp()
