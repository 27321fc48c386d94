"""What a program may ask about itself: whose token it has, and what it can ask."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from dayuan.platform.access.zones import zone_of
from dayuan.platform.rest import description, rules
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Part
from dayuan.platform.rest.scopes import declare

PART = Part("self", title=_("The token itself"), reads=_("See whose token it is"))


#: Tokens that are the address of a calendar; a program can ask nothing with them.
declare(rules.FEED, _("Subscribe to my duties and due tasks in a calendar"))


class MeOut(Schema):
    """Whose token it is, and what it may be used for."""

    name: str
    side: str
    posts: list[str]
    unit: str
    verbs: list[str]
    scopes: list[str]
    expires_at: datetime
    time_zone: str


@PART.read("/me", answers=MeOut, summary=_("Read whose token it is"))
def me(request: TokenRequest) -> Any:
    """Return whose token it is, with the rights of this moment."""
    actor, token = request.actor, request.auth
    return {
        "name": actor.name, "side": actor.side, "posts": list(actor.posts), "unit": actor.unit,
        "verbs": sorted(actor.verbs), "scopes": token.scopes, "expires_at": token.expires_at,
        "time_zone": str(zone_of(actor.site_id)),
    }  # fmt: skip


@PART.read("/openapi.json", answers=dict[str, Any], summary=_("Read this description"))
def openapi(request: TokenRequest) -> Any:  # noqa: ARG001 - alike for everybody
    """Return the description of everything that can be asked."""
    return description.whole()
