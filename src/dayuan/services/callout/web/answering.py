"""One's own call on the phone: I am coming, I cannot, I am here; and noting it for somebody."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui.sending import sent, tried
from dayuan.services.callout import commands, queries
from dayuan.services.callout.commands.answering import answer_problems
from dayuan.services.callout.queries import Call
from dayuan.services.callout.web import shown
from dayuan.services.callout.web.forms import NoteForm, WhyForm
from dayuan.services.callout.web.views import form_page

#: So long before standing by begins somebody is asked whether he is there.
_BEFORE = timedelta(hours=12)
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for("callout.call.answer")
def call(request: ActorRequest, call_id: int) -> HttpResponse:
    """Show why and where to, and the two answers as large as a thumb."""
    found = queries.call_for(request.actor, call_id)
    context = {
        "call": found,
        "callout": found.callout,
        "title": queries.name_of(found.callout),
        "badge": shown.call_badge(found),
        "kind": "" if found.callout.surge else shown.kind(found.callout),
        "surge": found.callout.surge,
        "mine": found.person_id == request.actor.person_id,
        "may": not answer_problems(found, request.actor),
        "near": _is_near(found, request),
        "whole": request.actor.holds(queries.VIEW),
    }
    return render(request, "callout/call.html", context)


def _is_near(found: Call, request: ActorRequest) -> bool:
    """Tell whether somebody may be there by now: nobody stands by days before it begins."""
    surge = found.callout.surge
    return surge is None or request.now >= surge.start - _BEFORE


@require_POST
@view_for("callout.call.answer")
def coming(request: ActorRequest, call_id: int) -> HttpResponse:
    """Say that one comes."""
    commands.answer(call_id=call_id, coming=True, actor=request.actor, at=request.now)
    messages.success(request, _("Answered. Tap “I am here” when you are there."))
    return redirect("callout:call", call_id)


@_get_or_post
@view_for("callout.call.answer")
def cannot(request: ActorRequest, call_id: int) -> HttpResponse:
    """Say that one cannot come, and why."""
    found = queries.call_for(request.actor, call_id)
    form = WhyForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.answer(
            call_id=found.pk, coming=False, **given, actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Answered."))
        return redirect("callout:call", found.pk)
    return form_page(
        request, form, attempt.problems, heading=_("I cannot come"), submit=_("I cannot come"),
        back=reverse("callout:call", args=[found.pk]),
    )  # fmt: skip


@require_POST
@view_for("callout.call.answer")
def here(request: ActorRequest, call_id: int) -> HttpResponse:
    """Say that one is there."""
    commands.arrive(call_id=call_id, actor=request.actor, at=request.now)
    messages.success(request, _("Noted. You are here."))
    return redirect("callout:call", call_id)


@_get_or_post
@view_for("callout.squad.order", "callout.log.view", "callout.call.answer")
def note(request: ActorRequest, call_id: int) -> HttpResponse:
    """Write down what somebody said by telephone, or when he came."""
    found = queries.call_for(request.actor, call_id)
    form = NoteForm(sent(request))
    attempt = tried(form, lambda given: _noted(request, found, form, given))
    if attempt.done:
        messages.success(request, _("Noted."))
        return redirect("callout:one", found.callout_id)
    return form_page(
        request, form, attempt.problems, heading=found.person.name, submit=_("Note it"),
        back=reverse("callout:one", args=[found.callout_id]),
        says=_("For somebody who answers by telephone, or stands before you without a phone."),
    )  # fmt: skip


def _noted(request: ActorRequest, found: Call, form: NoteForm, given: dict[str, Any]) -> Call:
    if given["answer"] == "here":
        came = form.came(request.now, request.site_zone)
        return commands.arrive(call_id=found.pk, came_at=came, actor=request.actor, at=request.now)
    return commands.answer(
        call_id=found.pk, coming=given["answer"] == "coming", why=given["why"],
        actor=request.actor, at=request.now,
    )  # fmt: skip
