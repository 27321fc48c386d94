"""Pages of signing in, of one's own account, and of duty devices."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as begin_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, open_view, view_for
from dayuan.platform.accounts import commands, queries, sessions, tries
from dayuan.platform.accounts.queries import Account
from dayuan.platform.accounts.web import cookies, shapes, signing_in
from dayuan.platform.accounts.web.forms import (
    ChooseForm,
    DeviceForm,
    LoginForm,
    PasswordForm,
    PinForm,
    SlipForm,
    UnlockForm,
    plain,
)
from dayuan.platform.ui.refusals import add_refusal

_BACKEND = "dayuan.platform.accounts.backends.StaffNumberOrPhone"
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])

_ENDED = {
    sessions.Over.IDLE: gettext_lazy("Nobody was here for a while, so you were signed out."),
    sessions.Over.AGE: gettext_lazy("You were signed in for long enough; please sign in again."),
    sessions.Over.ENDED: gettext_lazy("Your sign-in was ended; please sign in again."),
    sessions.Over.DEVICE: gettext_lazy("This is no longer a duty device; sign in by password."),
}


@open_view("signing in comes before anybody is known")
@_get_or_post
@never_cache
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Sign in by password; a duty device leads to its own page first."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    device = cookies.device_of(request)
    if device and request.method != "POST" and "password" not in request.GET:
        return redirect_keeping(request, "accounts:unlock")
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = signing_in.by_password(request, form, at=_now(request))
        if answer:
            return answer
    return _way_in(request, "accounts/login.html", form=form, device=device)


@open_view("unlocking a duty device comes before anybody is known; the device's token is asked")
@_get_or_post
@never_cache
@sensitive_post_parameters("pin")
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock a duty device by staff number and PIN."""
    device = cookies.device_of(request)
    if device is None:
        return redirect_keeping(request, "accounts:login")
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = signing_in.by_pin(request, form, device, at=_now(request))
        if answer:
            return answer
    return _way_in(request, "accounts/unlock.html", form=form, device=device)


@open_view("whoever is here may leave; nobody here is no error")
@require_POST
@never_cache
def logout(request: HttpRequest) -> HttpResponse:
    """End the session; on a duty device this is the lock button."""
    signing_in.leave(request, at=_now(request))
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    # Whatever a phone keeps for work without a network goes, scripts or none.
    response["Clear-Site-Data"] = '"storage"'
    return response


@open_view("the code on the slip proves who is here")
@_get_or_post
@never_cache
@sensitive_post_parameters("code", "password", "again")
def first(request: HttpRequest) -> HttpResponse:
    """Exchange the code on the printed slip for a password of one's own."""
    if "password" in request.POST:
        return _choose(request)
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        right = signing_in.slip_is_right(request, form, at=_now(request))
        if isinstance(right, HttpResponse):
            return right
        if right:
            data = {"username": plain(form), "code": form.cleaned_data["code"]}
            return _way_in(request, "accounts/choose.html", form=ChooseForm(initial=data))
    return _way_in(request, "accounts/first.html", form=form)


def _choose(request: HttpRequest) -> HttpResponse:
    form = ChooseForm(request.POST)
    slip = SlipForm(request.POST)
    if not slip.is_valid():
        return _way_in(request, "accounts/first.html", form=slip)
    right = signing_in.slip_is_right(request, slip, at=_now(request))
    if isinstance(right, HttpResponse):
        return right
    if not right:
        return _way_in(request, "accounts/first.html", form=slip)
    if form.is_valid() and (account := _chosen(request, form)):
        return signing_in.enter(request, account, how="slip", at=_now(request))
    return _way_in(request, "accounts/choose.html", form=form)


def _chosen(request: HttpRequest, form: ChooseForm) -> Account | None:
    try:
        commands.choose_first_password(
            name=plain(form),
            code=form.cleaned_data["code"],
            password=form.cleaned_data["password"],
            actor=signing_in.outsider(),
            at=_now(request),
        )
    except Refused as refused:
        _say_at(form, refused, "password")
        return None
    return queries.named(plain(form))


@view_for()
@require_safe
@never_cache
def me(request: ActorRequest) -> HttpResponse:
    """Show how one signs in, and lead to changing it."""
    return render(request, "accounts/me.html", shapes.own_page(_account(request), request.actor))


@view_for()
@_get_or_post
@never_cache
@sensitive_post_parameters("current", "password", "again")
def password(request: ActorRequest) -> HttpResponse:
    """Change one's own password; every other session ends."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _changing(request, form, commands.change_password, "password")
        if answer:
            return answer
    context = {"form": form, "must": _account(request).must_change_password}
    return render(request, "accounts/password.html", context)


@view_for()
@_get_or_post
@never_cache
@sensitive_post_parameters("current", "pin", "again")
def pin(request: ActorRequest) -> HttpResponse:
    """Set one's own PIN for duty devices."""
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _changing(request, form, commands.set_pin, "pin")
        if answer:
            return answer
    return render(request, "accounts/pin.html", {"form": form})


def _changing(
    request: ActorRequest, form: PasswordForm | PinForm, command: Any, field: str
) -> HttpResponse | None:
    """Run the command that asks for the present password again; its tries are counted."""
    account = _account(request)
    if until := tries.spend(tries.CURRENT, str(account.pk), at=request.now):
        return signing_in.locked(request, until=until)
    fields = {"current": form.cleaned_data["current"], field: form.cleaned_data[field]}
    try:
        command(account_id=account.pk, **fields, actor=request.actor, at=request.now)
    except Refused as refused:
        _say_at(form, refused, field)
        return None
    tries.forget(tries.CURRENT, str(account.pk))
    if field == "password":
        _stay_signed_in(request, account)
    messages.success(request, _("Saved. Use it from now on."))
    return redirect("accounts:me")


@view_for()
@require_POST
def end_others(request: ActorRequest) -> HttpResponse:
    """End every other session of one's own."""
    account = _account(request)
    commands.end_sessions(account_id=account.pk, actor=request.actor, at=request.now)
    _stay_signed_in(request, account)
    messages.success(request, _("All other sign-ins have ended."))
    return redirect("accounts:me")


@view_for("accounts.device.manage")
@_get_or_post
def devices(request: ActorRequest) -> HttpResponse:
    """List the duty devices, and register the browser at hand as one."""
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _device, token = commands.register_device(
            title=form.cleaned_data["title"], actor=request.actor, at=request.now
        )
        messages.success(
            request,
            _("This browser is now a duty device. Sign out; the next person unlocks it by PIN."),
        )
        response = redirect("accounts:devices")
        cookies.make_device(response, token)
        return response
    context = shapes.devices_page(request.actor, here=cookies.device_of(request))
    return render(request, "accounts/devices.html", {"form": form, **context})


@view_for("accounts.device.manage")
@_get_or_post
def revoke_device(request: ActorRequest, device_id: int) -> HttpResponse:
    """Ask once more, then revoke a duty device."""
    device = queries.device_for(request.actor, device_id)
    if request.method == "POST":
        commands.revoke_device(device_id=device.pk, actor=request.actor, at=request.now)
        messages.success(request, _("“%(title)s” is no duty device any more.") % {"title": device})
        return redirect("accounts:devices")
    return render(request, "accounts/revoke_device.html", {"device": device})


# --- inside -----------------------------------------------------------------------------


def _now(request: HttpRequest) -> Any:
    return request.now  # type: ignore[attr-defined]  # set by the access middleware


def _account(request: ActorRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 - an actor stands behind the request
    return request.user


def _way_in(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    why = request.GET.get("ended", "")
    ended = _ENDED[sessions.Over(why)] if why in set(sessions.Over) else ""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return render(request, template, {"ended": ended, "next": target, **context})


def redirect_keeping(request: HttpRequest, where: str) -> HttpResponse:
    """Redirect with the query string, so that the way back and the reason stay."""
    response = redirect(where)
    if request.GET:
        response["Location"] += f"?{request.GET.urlencode()}"
    return response


def _stay_signed_in(request: ActorRequest, account: Account) -> None:
    """Begin this session anew, under a new key: the change ended all of them."""
    how, device = request.session.get("how", "password"), request.session.get("device")
    account.refresh_from_db()
    begin_session(request, account, backend=_BACKEND)
    sessions.begin(request.session, at=request.now, how=how)
    request.session["device"] = device


def _say_at(form: Any, refused: Refused, field: str) -> None:
    """Write reasons about the password or PIN beside it, the present password's beside that."""
    where = {p.code: field for p in refused.problems if p.code.startswith(f"accounts.{field}")}
    add_refusal(form, refused, fields={**where, "accounts.current_password": "current"})
