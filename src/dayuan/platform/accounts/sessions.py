"""What a session remembers about itself, and when it is over.

Timestamps stand in the session; no request is needed to end one, and none
writes it more often than once a minute.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

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
    if device and not Device.objects.filter(pk=device, revoked_at__isnull=True).exists():
        return Over.DEVICE
    return None


def touch(session: SessionBase, *, at: datetime) -> None:
    """Remember that somebody was here, at most once a minute."""
    if at.timestamp() - session.get("seen", 0) >= _TOUCH_EVERY.total_seconds():
        session["seen"] = at.timestamp()
