"""Arriving, pausing and going on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui.forms import ReasonForm
from dayuan.platform.ui.sending import sent, tried
from dayuan.work import commands, queries
from dayuan.work.web.views import reason_page

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for("work.task.do")
def arrive(request: ActorRequest, task_id: int) -> HttpResponse:
    """Say that one is where the task is to be done."""
    found = queries.task_for(request.actor, task_id)
    if request.method == "POST":
        commands.arrive(task=found, actor=request.actor, at=request.now)
    return redirect("work:task", task_id)


@_get_or_post
@view_for("work.task.do")
def resume(request: ActorRequest, task_id: int) -> HttpResponse:
    """Go on with a paused task."""
    found = queries.task_for(request.actor, task_id)
    if request.method == "POST":
        commands.resume(task=found, actor=request.actor, at=request.now)
    return redirect("work:task", task_id)


@_get_or_post
@view_for("work.task.do")
def pause(request: ActorRequest, task_id: int) -> HttpResponse:
    """Let the work stand still, with the reason."""
    found = queries.task_for(request.actor, task_id)
    form = ReasonForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.pause(task=found, **given, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Paused: %(what)s") % {"what": found.case.number})
        return redirect("work:task", task_id)
    return reason_page(request, found, form, attempt.problems, heading=_("Pause"))
