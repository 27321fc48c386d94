"""A person's own notices."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.notices import commands, queries
from dayuan.platform.ui.shapes import Action

#: Digits of an instant in seconds, for some thousand years.
_SECONDS = 11


@require_GET
@never_cache
@view_for()
def notices(request: ActorRequest) -> HttpResponse:
    """List the reader's own notices, newest first."""
    before = request.GET.get("before", "")
    found = queries.page(request.actor, before=int(before) if _is_id(before) else None)
    read_all = Action(
        label=_("Mark all as read"), url=reverse("notices:read_all"), icon="check", method="post"
    )
    context = {
        "page": found,
        "read_all": read_all,
        "any_unread": any(one.notice.read_at is None for one in found.shown),
        "began": not _is_id(before),
    }
    return render(request, "notices/list.html", context)


@require_GET
@never_cache
@view_for()
def bell(request: ActorRequest) -> HttpResponse:
    """Give the bell's number and what is new, for a page that stands open."""
    since = instant(request.GET.get("since", "")) or request.now
    newest = queries.newest(request.actor, since=since)
    context = {"count": queries.unread(request.actor), "newest": newest}
    return render(request, "notices/bell.html", context)


@require_POST
@view_for()
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark everything as read."""
    commands.mark_read(ids=None, actor=request.actor, at=request.now)
    return redirect("notices:list")


@require_POST
@view_for()
def follow(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read and go to what it is about."""
    notice = queries.get_for(request.actor, notice_id)
    if notice is None:
        raise Refused(hidden=True)
    commands.mark_read(ids=[notice.pk], actor=request.actor, at=request.now)
    return redirect(queries.address(request.actor, notice) or "notices:list")


def instant(text: str) -> datetime | None:
    """Return the instant that these seconds are, as a page was given them."""
    found = int(text) if _is_id(text) and len(text) <= _SECONDS else None
    return datetime.fromtimestamp(found, tz=UTC) if found is not None else None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) < 19
