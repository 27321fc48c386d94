"""The interface for programs, put together: every part of it, its description, its answers."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from dayuan.kernel.problems import Refused
from dayuan.platform.rest import api as platform
from dayuan.platform.rest import description, problems
from dayuan.platform.rest.auth import ByToken
from dayuan.platform.rest.kit import parts, was_carried_out_before
from dayuan.platform.rest.written import Renderer
from dayuan.reference.people import api as people
from dayuan.reference.sites import api as sites
from dayuan.resources.equipment import api as equipment
from dayuan.resources.rosters import api as rosters
from dayuan.services.desk import api as desk
from dayuan.services.handover import api as handover
from dayuan.work import api as work

#: In the order of the description.
_PARTS = (
    *platform.PARTS, desk.PART, work.PART, sites.PART, people.PART, rosters.PART, equipment.PART,
    handover.PART,
)  # fmt: skip


class Interface(NinjaAPI):
    """What answers programs. Problems come as RFC 9457; a repeated answer says that it is one."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return an answer; nothing of it is kept on the way."""
        answer = super().create_response(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        if was_carried_out_before(request):
            answer["Idempotent-Replayed"] = "true"
        return answer

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Return the description, with what can go wrong everywhere."""
        return description.completed(super().get_openapi_schema(**kwargs))


def build() -> Interface:
    """Return the interface with every part that a module offers."""
    made = Interface(
        title="大院 Dayuan", version="1", urls_namespace="api", auth=ByToken(), docs_url=None,
        openapi_url=None, renderer=Renderer(),
    )  # fmt: skip
    for part in _PARTS:
        made.add_router("", part.router)
    if left := {one.code for one in parts.values()} - {one.code for one in _PARTS}:
        raise LookupError(f"parts of the interface are not mounted: {sorted(left)}")
    _answer_problems(made)
    return made


def _answer_problems(made: Interface) -> None:
    @made.exception_handler(Refused)
    def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
        return problems.refused(request, problem)

    @made.exception_handler(Http404)
    def hidden(_request: HttpRequest, _problem: Http404) -> HttpResponse:
        return problems.not_found()

    @made.exception_handler(ValidationError)
    def mistaken(_request: HttpRequest, problem: ValidationError) -> HttpResponse:
        return problems.mistaken(problem.errors)

    @made.exception_handler(AuthenticationError)
    def unknown(_request: HttpRequest, _problem: AuthenticationError) -> HttpResponse:
        return problems.unknown()

    @made.exception_handler(HttpError)
    def unreadable(_request: HttpRequest, problem: HttpError) -> HttpResponse:
        return problems.mistaken([{"loc": ("body",), "type": "json_invalid", "msg": str(problem)}])

    @made.exception_handler(TooManyFieldsSent)
    @made.exception_handler(RequestDataTooBig)
    def too_big(_request: HttpRequest, _problem: Exception) -> HttpResponse:
        says = _("Send less at once: a request holds at most 5 MB.")
        return problems.answer(413, "too-big", _("The request is too big"), detail=says)


interface = build()


def describe() -> None:
    """Let whoever asks read the description of the whole."""
    description.describers.register("house", interface.get_openapi_schema)
