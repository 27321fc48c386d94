"""A database that is away is answered with 503, never with a trace."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from dayuan.config.operations import views
from dayuan.platform.jobs.outage import is_away

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
