"""A person's calendar, for whoever has its address."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.platform.access.actors import actor_of
from dayuan.platform.access.web import AskedRequest, open_view
from dayuan.platform.access.zones import zone_of
from dayuan.platform.rest import commands, feeds, queries, rules


@require_safe
@open_view("a calendar shows no token but the one in its address, and that opens this alone")
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the calendar of the person whose address it is."""
    now = cast(AskedRequest, request).now
    found = queries.shown_by(token, at=now)
    if found is None or found.scopes != [rules.FEED]:
        raise Http404
    actor = actor_of(found.account_id, at=now, via="api")
    if actor is None or not actor.holds(commands.KEEP):
        raise Http404
    commands.note_use(token_id=found.pk, actor=actor, at=now)
    with timezone.override(zone_of(actor.site_id)):
        events = feeds.events_of(actor, at=now)
    body = feeds.written(events, name=_("Dayuan"), base=settings.PUBLIC_URL, at=now)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer
