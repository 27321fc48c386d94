"""What a form carries that anybody may send: signed, short-lived, bound to one label.

It stands in for a cookie where a browser keeps none: a number that makes one report at
most, and a random value by which the browser is counted.
"""

import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

_FORM, _DEVICE = "desk.by_label.form", "desk.by_label.device"
_COOKIE = "dayuan_visitor"
_COOKIE_AGE = 30 * 86400
_RANDOM = 16
#: Homes and phones have a whole network of the newer addresses: it counts as one.
_ONE_HOUSE = 64


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the form said: its number, the browser's value, and whether its time is over."""

    once: str
    device: str
    stale: bool = False


def issue(label_id: int, *, device: str) -> str:
    """Return the ticket of a fresh form for one label."""
    once = secrets.token_urlsafe(_RANDOM)
    return signing.dumps({"label": label_id, "once": once, "device": device}, salt=_FORM)


def read(signed: str, label_id: int, *, minutes: int) -> Ticket | None:
    """Return what a ticket says, or ``None`` where it was not issued for this label by us."""
    try:
        said = signing.loads(signed, salt=_FORM, max_age=minutes * 60)
        stale = False
    except signing.SignatureExpired:
        said, stale = signing.loads(signed, salt=_FORM), True
    except signing.BadSignature:
        return None
    if not isinstance(said, dict) or said.get("label") != label_id:
        return None
    return Ticket(str(said["once"]), str(said["device"]), stale)


def device_of(request: HttpRequest) -> str:
    """Return the value by which a browser that keeps cookies is counted, or a new one."""
    try:
        kept: Any = signing.loads(
            request.COOKIES.get(_name(), ""), salt=_DEVICE, max_age=_COOKIE_AGE
        )
    except signing.BadSignature:
        return secrets.token_urlsafe(_RANDOM)
    return str(kept)


def remember(response: HttpResponse, device: str) -> None:
    """Ask the browser to keep its value; where it does not, the form has it."""
    response.set_cookie(
        _name(),
        signing.dumps(device, salt=_DEVICE),
        max_age=_COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def address_of(request: HttpRequest) -> str:
    """Return from where somebody asks, as it is counted.

    What was forwarded has been believed, or not, before the request came here.
    """
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(ip_network(f"{address}/{_ONE_HOUSE}", strict=False))


def from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site's page sent this.

    Asked of every form, with and without a cookie. A browser that says nothing is
    known by the ticket alone.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin")
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin is not None and origin not in ours


def _name() -> str:
    return f"__Host-{_COOKIE}" if settings.SESSION_COOKIE_SECURE else _COOKIE
