"""What a view says about who may open it; an undeclared view fails a test."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor

P = ParamSpec("P")


class AskedRequest(HttpRequest):
    """A request after the access middleware: who asks, if anybody known, and when."""

    actor: Actor | None
    now: datetime
    site_zone: ZoneInfo


class ActorRequest(HttpRequest):
    """A request behind which a known actor stands."""

    actor: Actor
    now: datetime
    site_zone: ZoneInfo


ActorView = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def view_for(*verbs: str) -> Callable[[ActorView[P]], View[P]]:
    """Open a view to actors who hold every one of these verbs; none means any actor.

    This guards what the page shows; a command asks again for what it does.
    """

    def declare(view: ActorView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = cast(AskedRequest, request).actor
            if actor is None:
                return redirect_to_login(request.get_full_path())
            for verb in verbs:
                permissions.require(actor, verb)
            return view(cast(ActorRequest, request), *args, **kwargs)

        return _declared(cast(View[P], guarded), declared_access=verbs)

    return declare


def open_view(reason: str) -> Callable[[View[P]], View[P]]:
    """Open a view to anybody, with the reason why that is right."""

    def declare(view: View[P]) -> View[P]:
        return _declared(view, declared_access=None, open_because=reason)

    return declare


Declared = TypeVar("Declared", bound=Callable[..., HttpResponseBase])


def _declared(view: Declared, **facts: Any) -> Declared:
    # Read by the sweep over all routes: what is not declared there fails.
    for name, value in facts.items():
        setattr(view, name, value)
    return view
