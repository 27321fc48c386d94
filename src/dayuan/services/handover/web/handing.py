"""Beginning a shift, handing it over, taking it over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui.forms import ReasonForm
from dayuan.platform.ui.sending import sent, tried
from dayuan.services.handover import commands, queries
from dayuan.services.handover.queries import MANAGE
from dayuan.services.handover.web import shown
from dayuan.services.handover.web.forms import CountForm
from dayuan.services.handover.web.views import form_page

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for("handover.shift.keep", "handover.log.view")
def begin(request: ActorRequest, group: str) -> HttpResponse:
    """Begin a shift that nobody hands over."""
    found = queries.group_of(request.actor.site_id, group)
    items = queries.open_items(request.actor.site_id, group)
    form = CountForm(
        found.things, sent(request), items=shown.item_choices(items, request.site_zone),
        stands_in=request.actor.holds(MANAGE),
    )  # fmt: skip
    attempt = tried(
        form,
        lambda _given: commands.begin_shift(
            group=group, signed=form.signed(), actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("The shift is yours."))
        return redirect("handover:now")
    return form_page(
        request, form, attempt.problems, heading=_("Begin the shift"), submit=_("Sign and begin"),
        log=None,
    )  # fmt: skip


@_get_or_post
@view_for("handover.shift.keep", "handover.log.view")
def hand_over(request: ActorRequest, log_id: int) -> HttpResponse:
    """Count, say what is to be said, and hand the shift over."""
    log = queries.get_for(request.actor, log_id)
    group = queries.group_of(log.site_id, log.group)
    form = CountForm(
        group.things, sent(request), stands_in=request.actor.holds(MANAGE), remarks=True
    )
    attempt = tried(
        form,
        lambda _given: commands.declare(
            log_id=log.pk, signed=form.signed(), actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Handed over; it closes when the next shift has signed."))
        return redirect("handover:now")
    return form_page(
        request, form, attempt.problems, heading=_("Hand the shift over"),
        submit=_("Sign and hand over"), log=log,
    )  # fmt: skip


@require_POST
@view_for("handover.shift.keep", "handover.log.view")
def take_back(request: ActorRequest, log_id: int) -> HttpResponse:
    """Take a handover back that nobody has signed yet."""
    log = queries.get_for(request.actor, log_id)
    commands.take_back(log_id=log.pk, actor=request.actor, at=request.now)
    messages.success(request, _("Taken back; the shift goes on."))
    return redirect("handover:now")


@_get_or_post
@view_for("handover.shift.keep", "handover.log.view")
def send_back(request: ActorRequest, log_id: int) -> HttpResponse:
    """Send a handover back, with the reason."""
    log = queries.get_for(request.actor, log_id)
    form = ReasonForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.send_back(
            log_id=log.pk, **given, actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Sent back to the shift before."))
        return redirect("handover:now")
    return form_page(
        request, form, attempt.problems, heading=_("Send the handover back"),
        submit=_("Send back"), log=log,
    )  # fmt: skip


@_get_or_post
@view_for("handover.shift.keep", "handover.log.view")
def take_over(request: ActorRequest, log_id: int) -> HttpResponse:
    """Count for oneself, read what was passed on, sign."""
    waiting = queries.waiting_for(request.actor, log_id)
    log = waiting.given
    group = queries.group_of(request.actor.site_id, log.group if log else "")
    items = queries.open_items(request.actor.site_id, group.code)
    cases = queries.cases_handed(request.actor, waiting)
    things = queries.things_given(group, queries.tallies_of([waiting])[waiting.pk])
    form = CountForm(
        things, sent(request), items=shown.item_choices(items, request.site_zone),
        cases=shown.case_choices(cases), stands_in=request.actor.holds(MANAGE),
    )  # fmt: skip
    attempt = tried(
        form,
        lambda _given: commands.take_over(
            log_id=log_id, signed=form.signed(), actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Taken over; the shift before is closed."))
        return redirect("handover:now")
    says = _("%(who)s hands over to you. Count for yourself, then sign.")
    return form_page(
        request, form, attempt.problems, heading=_("Take over"), submit=_("Sign and take over"),
        log=log, says=says % {"who": waiting.declared_by}, back=reverse("handover:now"),
    )  # fmt: skip
