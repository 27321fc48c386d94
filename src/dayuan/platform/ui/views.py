"""The switches of the frame, and the living page of components."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from dayuan.platform.ui import samples
from dayuan.platform.ui.context import THEME_COOKIE, THEMES

View = Callable[[HttpRequest], HttpResponse]

_YEAR = 365 * 86400


def _open(reason: str) -> Callable[[View], View]:
    """Open a view to anybody, with the reason; the access module's route sweep reads it."""

    def declare(view: View) -> View:
        view.declared_access = None  # type: ignore[attr-defined]  # read by the route sweep
        view.open_because = reason  # type: ignore[attr-defined]  # read by the route sweep
        return view

    return declare


@_open("shows invented samples of the components, no data of the house")
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    return render(request, "ui/design.html", samples.page(request))


@_open("people choose their language before they log in")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and come back to the same page."""
    return set_language(request)


@_open("people choose light or dark before they log in")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark and come back to the same page."""
    response = redirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=_YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
