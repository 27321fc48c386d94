"""What a view says about who may open it; an undeclared view fails a test."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request behind which a known actor stands."""

    actor: Actor
    now: datetime
    site_zone: ZoneInfo


ActorView = Callable[Concatenate[ActorRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def view_for(*verbs: str) -> Callable[[ActorView[P]], View[P]]:
    """Open a view to actors who hold every one of these verbs; none means any actor.

    This guards what the page shows; a command asks again for what it does.
    """

    def declare(view: ActorView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = getattr(request, "actor", None)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            for verb in verbs:
                permissions.require(actor, verb)
            return view(request, *args, **kwargs)  # type: ignore[arg-type] - the middleware made it one

        guarded.declared_access = verbs  # type: ignore[attr-defined] - read by the route sweep
        return guarded

    return declare


def open_view(reason: str) -> Callable[[View[P]], View[P]]:
    """Open a view to anybody, with the reason why that is right."""

    def declare(view: View[P]) -> View[P]:
        view.declared_access = None  # type: ignore[attr-defined] - read by the route sweep
        view.open_because = reason  # type: ignore[attr-defined] - read by the route sweep
        return view

    return declare
