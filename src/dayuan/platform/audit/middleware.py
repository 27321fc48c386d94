"""The edge: turns refusals into pages and writes them down after the rollback."""

from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import AskedRequest
from dayuan.platform.audit import refusals


class Refusals:
    """Answers a refused act with its reasons; the entry has a transaction of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer a refusal; other exceptions go on."""
        if not isinstance(problem, Refused):
            return None
        asked = cast(AskedRequest, request)
        if asked.actor is not None:
            match = request.resolver_match
            refusals.record(
                problem,
                actor=asked.actor,
                at=asked.now,
                what=match.view_name if match else "",
                of=match.kwargs if match else {},
            )
        if problem.hidden:
            raise Http404
        return render(request, "403.html", {"problems": problem.problems}, status=403)
