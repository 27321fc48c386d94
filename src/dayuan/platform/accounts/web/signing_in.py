"""Ways in and out: password, PIN on a duty device, the slip's code."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from dayuan.platform.access.actors import Actor, actor_of, system_actor
from dayuan.platform.accounts import commands, queries, sessions, tries
from dayuan.platform.accounts.queries import Account, Device
from dayuan.platform.accounts.web import cookies
from dayuan.platform.accounts.web.forms import LoginForm, SlipForm, UnlockForm, plain

_BACKEND = "dayuan.platform.accounts.backends.StaffNumberOrPhone"


def by_password(request: HttpRequest, form: LoginForm, *, at: datetime) -> HttpResponse | None:
    """Sign in, or return the answer of a shut door, or write the error into the form."""
    name, stranger = plain(form), not cookies.knows(request, plain(form))
    # A browser that knows the name has a count of its own: behind one address of an
    # office, or of the web server in front, nobody else's guessing shuts its door.
    here = (_address(request), name, "new" if stranger else "known")
    if until := tries.spend(tries.PASSWORD, *here, at=at):
        return locked(request, until=until)
    if stranger and (until := tries.spend(tries.STRANGER, name, at=at)):
        return locked(request, until=until)
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(account, Account):
        _wrong(form, name, how="password", at=at)
        return None
    if not _stands_for_somebody(account, form, at):
        return None
    if stranger:
        tries.give_back(tries.STRANGER, name)
    tries.forget(tries.PASSWORD, *here)
    response = enter(request, account, how="password", at=at)
    cookies.remember(request, response, name)
    return response


def by_pin(
    request: HttpRequest, form: UnlockForm, device: Device, *, at: datetime
) -> HttpResponse | None:
    """Unlock a duty device as a person; limits count this name on this device only."""
    name = plain(form)
    if until := tries.spend(tries.PIN, str(device.pk), name, at=at):
        return locked(request, until=until)
    account = queries.named(name)
    right = check_password(form.cleaned_data["pin"], (account.pin if account else "") or "!")
    mine = account is not None and account.is_active and account.site_id == device.site_id
    if account is None or not right or not mine:
        _wrong(form, name, how="pin", at=at, device=device)
        return None
    if not _stands_for_somebody(account, form, at):
        return None
    tries.forget(tries.PIN, str(device.pk), name)
    return enter(request, account, how="pin", at=at)


def slip_is_right(request: HttpRequest, form: SlipForm, *, at: datetime) -> HttpResponse | bool:
    """Tell whether the code belongs to the name, or return the answer of a shut door."""
    name, address = plain(form), _address(request)
    if until := tries.spend(tries.CODE, address, name, at=at):
        return locked(request, until=until)
    code = form.cleaned_data["code"]
    if commands.account_of_code(name=name, code=code, at=at) is None:
        _wrong(form, name, how="slip", at=at)
        return False
    tries.forget(tries.CODE, address, name)
    return True


def enter(request: HttpRequest, account: Account, *, how: str, at: datetime) -> HttpResponse:
    """Begin a session under a new key and go where the person wanted to go.

    On a shared duty device it is a short one, however the person came in.
    """
    target, device = _next(request), cookies.device_of(request)
    login(request, account, backend=_BACKEND)
    sessions.begin(request.session, at=at, how=how, device=device)
    commands.note_sign_in(
        account_id=account.pk,
        how=how,
        device_id=device.pk if device else None,
        actor=_actor(account, at),
        at=at,
    )
    response = redirect(target)
    if account.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            account.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def leave(request: HttpRequest, *, at: datetime) -> None:
    """End the session of whoever is signed in."""
    if isinstance(request.user, Account):
        account = request.user
        commands.note_sign_out(account_id=account.pk, actor=_actor(account, at), at=at)
    logout(request)


def locked(request: HttpRequest, *, until: datetime) -> HttpResponse:
    """Return the page of a shut door: until when, and whom to ask."""
    return render(request, "accounts/locked.html", {"until": until}, status=429)


def outsider(*, site_id: int = 0) -> Actor:
    """Return the actor of acts before anybody is known."""
    return system_actor("sign_in", site_id=site_id, via="web")


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _actor(account: Account, at: datetime) -> Actor:
    return actor_of(account.pk, at=at) or outsider(site_id=account.site_id)


def _stands_for_somebody(account: Account, form: LoginForm | UnlockForm, at: datetime) -> bool:
    """Tell whether the account's person holds a post today; if not, say so in the form."""
    if actor_of(account.pk, at=at) is not None:
        return True
    form.add_error(None, _("Your appointment has ended or has not begun. Ask your supervisor."))
    return False


def _wrong(
    form: LoginForm | UnlockForm | SlipForm,
    name: str,
    *,
    how: str,
    at: datetime,
    device: Device | None = None,
) -> None:
    account = queries.named(name)
    commands.note_wrong_try(
        account_id=account.pk if account else None,
        how=how,
        device_id=device.pk if device else None,
        actor=outsider(site_id=account.site_id if account else device.site_id if device else 0),
        at=at,
    )
    form.add_error(None, _WRONG[how]())


_WRONG = {
    "password": lambda: _(
        "The name or the password is wrong. Type both again; "
        "if the password is forgotten, your supervisor resets it in person."
    ),
    "pin": lambda: _(
        "The name or the PIN is wrong. Type both again, or use your password to set a new PIN."
    ),
    "slip": lambda: _(
        "The name or the code is wrong, or the code has run out. "
        "Type both again from the slip, or ask your supervisor for a new one."
    ),
}


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else settings.LOGIN_REDIRECT_URL
