"""The start: where each person's day begins."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dayuan.platform.access.web import ActorRequest, view_for

#: Who holds the verb begins the day on this page; the first that fits.
_BEGINNINGS = (
    ("insight.board.view", "board"),
    ("work.task.do", "work:mine"),
    ("work.case.view", "work:cases"),
    ("plans.revision.view", "plan:overview"),
)


@require_safe
@never_cache
@view_for()
def home(request: ActorRequest) -> HttpResponse:
    """Send each person where the day begins: the board, the own tasks, or the own account."""
    held = (page for verb, page in _BEGINNINGS if request.actor.holds(verb))
    return redirect(next(held, "accounts:me"))
