"""One's own tokens, and what programs can ask."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.rest import commands, description, queries, rules
from dayuan.platform.rest.models import Token
from dayuan.platform.rest.web import described, shapes
from dayuan.platform.rest.web.forms import TokenForm
from dayuan.platform.ui.sending import confirmed, sent, tried

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_AT_FIELDS = {
    "rest.token_title": "title", "rest.token_scopes": "scopes",
    "rest.feed_alone": "scopes", "rest.token_days": "days"
}  # fmt: skip


@never_cache
@_get_or_post
@view_for(commands.KEEP)
def tokens(request: ActorRequest) -> HttpResponse:
    """List one's own tokens, and make one; what it says is shown this once."""
    form = TokenForm(sent(request))
    attempt = tried(form, lambda given: _issue(given, request), fields=_AT_FIELDS)
    made = attempt.made
    context = {
        "form": TokenForm() if attempt.done else form,
        "made": made[1] if attempt.done else "",
        "problems": attempt.problems,
        "tokens": shapes.listing(queries.tokens_of(request.actor), now=request.now),
        "how": f"Authorization: Bearer {made[1]}" if attempt.done else "",
        "calendar": _calendar(request, *made) if attempt.done else "",
        "description": reverse("rest:description"),
    }
    status = 422 if attempt.problems or form.errors else 200
    return render(request, "rest/tokens.html", context, status=status)


def _calendar(request: ActorRequest, row: Token, token: str) -> str:
    """Return the address of a calendar, where the token is one."""
    if row.scopes != [rules.FEED]:
        return ""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    return base + reverse("rest:calendar", args=[token])


def _issue(given: dict[str, Any], request: ActorRequest) -> Any:
    return commands.issue(
        title=given["title"], scopes=given["scopes"], days=given["days"],
        actor=request.actor, at=request.now,
    )  # fmt: skip


@_get_or_post
@view_for()
def revoke(request: ActorRequest, token_id: int) -> HttpResponse:
    """Ask once more, then end a token."""
    token = queries.token_for(request.actor, token_id)
    attempt = confirmed(
        request,
        lambda: commands.revoke(token_id=token_id, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("The token “%(title)s” is revoked.") % {"title": token.title})
        return redirect("rest:tokens")
    context = {"token": token, "problems": attempt.problems}
    return render(request, "rest/revoke.html", context)


@require_safe
@view_for(commands.KEEP)
def description_page(request: ActorRequest) -> HttpResponse:
    """Show what programs can ask, part by part."""
    whole = description.whole()
    context = {
        "sections": described.sections(whole),
        "objects": described.things(whole),
        "base": f"{settings.PUBLIC_URL}/api/v1",
    }
    return render(request, "rest/description.html", context)


@require_safe
@view_for(commands.KEEP)
def openapi(request: ActorRequest) -> HttpResponse:
    """Hand out the description as OpenAPI 3.1, for tools that read it."""
    return JsonResponse(description.whole(), json_dumps_params={"ensure_ascii": False})
