"""The two cookies beside the session's: a duty device's token, and known names."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from dayuan.platform.accounts import queries, rules
from dayuan.platform.accounts.queries import Device

_DEVICE = "dayuan_device"
_KNOWN = "dayuan_known"
_SALT = "accounts.known"
_YEARS = 5 * 365 * 86400
_KNOWN_AGE = 180 * 86400
_KNOWN_AT_MOST = 20


def device_of(request: HttpRequest) -> Device | None:
    """Return the duty device this browser is, unless it was revoked."""
    return queries.device_of_token(request.COOKIES.get(_name(_DEVICE), ""))


def make_device(response: HttpResponse, token: str) -> None:
    """Turn the browser at hand into a duty device."""
    _set(response, _DEVICE, token, _YEARS)


def knows(request: HttpRequest, name: str) -> bool:
    """Tell whether somebody signed in with this name in this browser before.

    Guessers from elsewhere may use up the day's tries of a name; whoever has
    signed in here before still gets in.
    """
    return _key(name) in _known(request)


def remember(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Remember that this name signed in here, newest first."""
    names = [_key(name), *(k for k in _known(request) if k != _key(name))]
    _set(response, _KNOWN, signing.dumps(names[:_KNOWN_AT_MOST], salt=_SALT), _KNOWN_AGE)


def _key(name: str) -> str:
    return rules.who_digest("known", name)[:16]


def _known(request: HttpRequest) -> list[str]:
    try:
        names = signing.loads(
            request.COOKIES.get(_name(_KNOWN), ""), salt=_SALT, max_age=_KNOWN_AGE
        )
    except signing.BadSignature:
        return []
    return [str(name) for name in names]


def _name(plain: str) -> str:
    """Return a cookie's name: over HTTPS bound to this very host."""
    return f"__Host-{plain}" if settings.SESSION_COOKIE_SECURE else plain


def _set(response: HttpResponse, name: str, value: str, age: int) -> None:
    response.set_cookie(
        _name(name),
        value,
        max_age=age,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
