"""Ends sessions that are idle, old, revoked, or whose device was revoked."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from dayuan.platform.accounts import sessions
from dayuan.platform.accounts.models import Account
from dayuan.platform.ui import present

#: Sent by pages that renew themselves: nobody touched anything, so it counts as idle.
POLL = "X-Dayuan-Poll"


class SessionLimits:
    """Checks the session's own timestamps on every request of somebody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass a good session on; answer an ended one with the way back in."""
        with sessions.reading(request.session):
            # Resolving to the class is what loads the lazy user.
            account = request.user if isinstance(request.user, Account) else None
        if account is None:
            return self.get_response(request)
        at = present.now()
        if why := sessions.over(request.session, account, at=at):
            logout(request)
            # A browser fetches the program's own files whoever sits there: led to the login,
            # it would take none of them.
            return self.get_response(request) if _is_open(request) else to_login(request, ended=why)
        if POLL not in request.headers:
            sessions.touch(request.session, at=at)
        if account.must_change_password and not _may_pass(request):
            return HttpResponseRedirect(reverse("accounts:password"))
        response = self.get_response(request)
        # The next person at this browser finds nothing with the back button.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def to_login(request: HttpRequest, **query: str) -> HttpResponse:
    """Return the answer that leads to the login page and back to where one was."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        query["next"] = request.get_full_path()
    url = f"{reverse('accounts:login')}?{urlencode(query)}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def remember_beginning(request: HttpRequest, **_: Any) -> None:
    """Note when a session began; whoever signs somebody in may say more about how."""
    sessions.begin(request.session, at=present.now(), how="password")


def _is_open(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return bool(getattr(view, "open_because", ""))


def _may_pass(request: HttpRequest) -> bool:
    ways = ("accounts:password", "accounts:logout", "ui:language", "ui:theme")
    return request.path in {reverse(way) for way in ways}
