"""Answers to probes, and the page for when the database is away."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dayuan.config.operations import health
from dayuan.platform.access.web import open_view
from dayuan.platform.jobs.outage import is_away
from dayuan.platform.ui import present

#: Seconds after which a client should ask again.
RETRY_AFTER = 10


@require_safe
@never_cache
@open_view("a probe has no account; it learns one word")
def live(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; no database is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@open_view("a load balancer has no account; it learns one word and no reason")
def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether people may be sent here; the reasons are for ``dayuan doctor``."""
    if health.not_ready(now=present.now()):
        return HttpResponse("not ready\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def away() -> HttpResponse:
    """Return the page for when the database cannot be reached; it needs no database."""
    response = HttpResponse(render_to_string("operations/away.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    response["X-Frame-Options"] = "DENY"
    return response


@open_view("the page for questions that cannot be understood; it shows nothing of anybody")
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a bad question: 503 where the database left while the session was saved."""
    if _is_because_away(exception):
        return away()
    return defaults.bad_request(request, exception)


def _is_because_away(problem: BaseException | None) -> bool:
    while problem is not None and not is_away(problem):
        problem = problem.__context__
    return problem is not None


@open_view("the page for mistakes of the program; it shows nothing of anybody")
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody caught: 503 where the database went away, else 500."""
    problem = sys.exc_info()[1]
    if problem is not None and is_away(problem):
        return away()
    return defaults.server_error(request)
