"""Extra strength: the order, one that runs, somebody added, and the end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.sending import sent, tried
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.callout import commands, queries
from dayuan.services.callout.commands import NewDuty, SurgeOrder
from dayuan.services.callout.queries import Draft, LevelHere, Surge
from dayuan.services.callout.states import SURGE
from dayuan.services.callout.web import shown, surge_shown
from dayuan.services.callout.web.surge_forms import ExtraDutyForm, SurgeForm, WhenForm, WhyForm
from dayuan.services.callout.web.views import form_page

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for("callout.surge.order", "callout.log.view")
def order(request: ActorRequest, level: str) -> HttpResponse:
    """Ask from when till when; then show whom it concerns, and order it."""
    found = queries.level_of(request.actor.site_id, level)
    when = WhenForm(request.GET or None, initial=_usual(request))
    if not when.is_valid():
        context = {"found": found, "when": when, "heading": _heading(found)}
        return render(request, "callout/surge_when.html", context)
    start, end = when.period(request.site_zone)
    draft = queries.draft(request.actor, found, start, end)
    form = _order_form(request, found, draft)
    attempt = tried(
        form,
        lambda given: commands.order_surge(
            order=SurgeOrder(level, given["reason"], start, end, given["where"], form.extra),
            leave=form.numbers("leave"), person_ids=form.numbers("persons"),
            actor=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Ordered; everybody concerned is told now."))
        return redirect("callout:surge", attempt.made.pk)
    context = {
        "found": found, "form": form, "problems": attempt.problems, "start": start, "end": end,
        "heading": _heading(found), "stays": surge_shown.stays(draft),
        "submit": _("Order it"), "cancel": reverse("callout:list"),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "callout/surge_order.html", context, status=status)


def _heading(found: LevelHere) -> str:
    return _("Extra strength: %(level)s") % {"level": words(found.level.title.text)}


def _usual(request: ActorRequest) -> dict[str, Any]:
    today = request.now.astimezone(request.site_zone).date()
    return {"day": today, "last": today, "start": "08:00", "end": "20:00"}


def _order_form(request: ActorRequest, found: LevelHere, draft: Draft) -> SurgeForm:
    site_id, plan = request.actor.site_id, sites.plan_of(request.actor.site_id)
    leave, ticked = surge_shown.leave_choices(draft, site_id)
    people, free = surge_shown.standby_choices(draft.standby, site_id, request.site_zone)
    standby = found.level.standby
    where = words(standby.where.text) if standby and standby.where else ""
    return SurgeForm(
        sent(request), leave=leave, people=people,
        posts=[(code, words(plan.post_title(code))) for code in found.level.extra],
        initial={"leave": ticked, "persons": free, "where": where},
    )  # fmt: skip


@require_safe
@view_for("callout.log.view")
def one(request: ActorRequest, surge_id: int) -> HttpResponse:
    """Show one surge: who stands by, whose leave was called off, who was added, what was undone."""
    found = queries.surge_for(request.actor, surge_id)
    standby = queries.standby_of(found)
    calls = queries.calls_of(standby) if standby else []
    leave, duties = queries.leave_of(found), queries.duties_of(found)
    closed = found.state != SURGE.initial
    context = {
        "surge": found,
        "closed": closed,
        "itself": closed and found.closed_by_id is None,
        "head": surge_shown.head(found, request),
        "facts": surge_shown.facts(found),
        "standby": standby,
        "stats": shown.stats(standby, calls) if standby else [],
        "calls": shown.people(standby, calls, request) if standby else None,
        "leave": surge_shown.leave(leave, closed=closed) if leave else None,
        "duties": surge_shown.duties(duties, request) if duties else None,
    }
    return render(request, "callout/surge.html", context)


@_get_or_post
@view_for("callout.surge.order", "callout.log.view")
def duty(request: ActorRequest, surge_id: int) -> HttpResponse:
    """Put somebody on duty; what speaks against it is let pass by name or stands in the way."""
    found = queries.surge_for(request.actor, surge_id)
    form = _duty_form(request, found)
    if form.is_bound and form.is_valid() and (waived := _waived(request, form)):
        form = _duty_form(request, found, waived)
    attempt = tried(form, lambda given: _added(request, found, form, given))
    if attempt.done:
        messages.success(request, _("Put on the duty list."))
        for problem in rosters.certificate_warnings(attempt.made.duty):
            messages.warning(request, words(problem.says))
        return redirect("callout:surge", found.pk)
    return form_page(
        request, form, attempt.problems, heading=_("Add somebody"), submit=_("Put on duty"),
        back=reverse("callout:surge", args=[found.pk]),
    )  # fmt: skip


def _duty_form(
    request: ActorRequest, found: Surge, waived: list[tuple[str, str]] | None = None
) -> ExtraDutyForm:
    plan = sites.plan_of(found.site_id)
    level = plan.handbook.surges.get(found.level)
    posts = [(code, words(plan.post_title(code))) for code in (level.extra if level else ())]
    start = found.start.astimezone(request.site_zone)
    people = queries.able(found.site_id, [code for code, _title in posts], start.date())
    return ExtraDutyForm(
        sent(request), posts=posts, waived=waived or (),
        people=[(str(pk), name) for pk, name in people.items()],
        initial={"day": start.date(), "start": start.time()},
    )  # fmt: skip


def _waived(request: ActorRequest, form: ExtraDutyForm) -> list[tuple[str, str]]:
    """Return what the director may let pass of a duty that was typed, as boxes to tick."""
    start, end = form.period(request.site_zone)
    found = queries.may_pass(
        request.actor, NewDuty(form.cleaned_data["post"], int(form.cleaned_data["person"]),
                               start, end),
    )  # fmt: skip
    return [(one.code, words(one.says)) for one in found]


def _added(
    request: ActorRequest, found: Surge, form: ExtraDutyForm, given: dict[str, Any]
) -> queries.SurgeDuty:
    start, end = form.period(request.site_zone)
    return commands.add_duty(
        surge_id=found.pk, duty=NewDuty(given["post"], int(given["person"]), start, end),
        accepted=given.get("accepted", ()), actor=request.actor, at=request.now,
    )  # fmt: skip


@_get_or_post
@view_for("callout.surge.order", "callout.log.view")
def close(request: ActorRequest, surge_id: int) -> HttpResponse:
    """End extra strength, and undo what lies ahead."""
    found = queries.surge_for(request.actor, surge_id)
    form = WhyForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.close_surge(
            surge_id=found.pk, **given, actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Ended. Below stands what was undone and what could not be."))
        return redirect("callout:surge", found.pk)
    return form_page(
        request, form, attempt.problems, heading=_("End the extra strength"),
        submit=_("End it and undo"), back=reverse("callout:surge", args=[found.pk]),
        says=_("Whoever stands by is let go, leave that lies ahead is given back, added duties "
               "that have not begun are taken off."),
    )  # fmt: skip
