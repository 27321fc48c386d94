"""Who stands behind a request of a program: the person whose token it shows."""

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import actor_of
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.access.zones import zone_of
from dayuan.platform.rest import commands, queries
from dayuan.platform.rest.models import Token


class TokenRequest(ActorRequest):
    """A request behind which a token stands, and so a known actor."""

    auth: Token


class ByToken(HttpBearer):
    """Reads the token of the ``Authorization`` header; a session's cookie counts for nothing.

    The actor is resolved for this instant, as for a page: a right that ended a minute
    ago is gone with the next request, and so is the right to keep tokens.
    """

    openapi_bearerFormat = "dayuan_…"  # noqa: N815 - ninja reads this name

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the token if it is good, with the actor put on the request."""
        asked = cast(TokenRequest, request)
        found = queries.shown_by(token, at=asked.now)
        if found is None:
            return None
        actor = actor_of(found.account_id, at=asked.now, via="api")
        if actor is None:
            return None
        asked.actor, asked.site_zone = actor, zone_of(actor.site_id)
        if problems := permissions.problems(actor, commands.KEEP):
            raise Refused(*problems)
        commands.note_use(token_id=found.pk, actor=actor, at=asked.now)
        return found
