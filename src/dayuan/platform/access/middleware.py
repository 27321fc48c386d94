"""Puts ``request.actor`` and ``request.now`` on every request."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from dayuan.platform.access.actors import actor_of
from dayuan.platform.access.zones import DEFAULT_ZONE, zone_of

Handler = Callable[[HttpRequest], HttpResponse]


class ActorOfRequest:
    """Resolves who asks, once per request and for this instant only.

    An account whose last appointment has ended stands for nobody: its session
    is closed before the view runs.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as the actor behind it."""
        request.now = timezone.now()  # type: ignore[attr-defined] - the request carries the clock
        request.actor = None  # type: ignore[attr-defined] - and who asks
        request.site_zone = DEFAULT_ZONE  # type: ignore[attr-defined] - until known
        if request.user.is_authenticated:
            found = actor_of(request.user.pk, at=request.now)  # type: ignore[attr-defined] - above
            if found is None:
                logout(request)
                messages.warning(
                    request,
                    _("Your appointment has ended or has not begun. Ask your supervisor."),
                )
                return redirect("accounts:login")
            request.actor = found  # type: ignore[attr-defined] - above
            request.site_zone = zone_of(found.site_id)  # type: ignore[attr-defined] - above
        with timezone.override(request.site_zone):  # type: ignore[attr-defined] - above
            return self.get_response(request)
