"""Puts ``request.actor``, ``request.now`` and ``request.site_zone`` on every request."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from dayuan.platform.access.actors import actor_of
from dayuan.platform.access.web import AskedRequest
from dayuan.platform.access.zones import DEFAULT_ZONE, zone_of
from dayuan.platform.ui import present

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
        asked = cast(AskedRequest, request)
        asked.now, asked.actor, asked.site_zone = present.now(), None, DEFAULT_ZONE
        if request.user.is_authenticated:
            asked.actor = actor_of(request.user.pk, at=asked.now)
            if asked.actor is None:
                return _nobody_any_more(request)
            asked.site_zone = zone_of(asked.actor.site_id)
        with timezone.override(asked.site_zone):
            return self.get_response(request)


def _nobody_any_more(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.warning(
        request, _("Your appointment has ended or has not begun. Ask your supervisor.")
    )
    return redirect("accounts:login")
