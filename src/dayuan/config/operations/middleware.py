"""What is answered before any page is asked: a database that is away, a body too large."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dayuan.config.operations import views
from dayuan.platform.jobs.outage import is_away
from dayuan.platform.rest import problems

logger = logging.getLogger(__name__)

#: Answered without a database.
_NEEDS_NONE = frozenset({"/healthz", "/readyz"})


class DatabaseAway:
    """Looks whether the database answers before anything else asks it something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or say that the database is away."""
        if request.path not in _NEEDS_NONE:
            try:
                connection.close_if_health_check_failed()
                connection.ensure_connection()
            except DatabaseError as problem:
                if not is_away(problem):
                    raise
                return _away()
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Say so when it went away in the middle of a view; other exceptions go on."""
        return _away() if is_away(problem) else None


def _away() -> HttpResponse:
    logger.warning("the database is away; answered with 503")
    return views.away()


class BodyLimit:
    """Refuses a body larger than any form of ours needs, by its announced length.

    Nothing of it is read, so it costs neither disk nor a thread's time. The web server in
    front does the same; a house without one is as safe.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or say that it brings too much at once."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > settings.BODY_BYTES:
            return self._too_large(request)
        return self.get_response(request)

    @staticmethod
    def _too_large(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            says = _("Send less at once: a request holds at most 5 MB.")
            answer = problems.answer(413, "too-big", _("The request is too big"), detail=says)
        else:
            answer = render(request, "413.html", status=413)
        answer["Connection"] = "close"
        return answer
