"""Reporting, and one request from report to closing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.kernel.problems import Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.services.desk import commands, queries
from dayuan.services.desk.web import shown
from dayuan.services.desk.web.forms import DispatchForm, ReasonForm, ReportForm
from dayuan.work import cards
from dayuan.work import queries as work


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


@view_for("desk.request.report")
def report(request: ActorRequest) -> HttpResponse:
    """Report a fault or a wish; what was typed stays when something is missing."""
    categories = [
        (code, f"{_say(title)} → {_say(post)}")
        for code, title, post in queries.categories(request.actor.site_id)
    ]
    form = ReportForm(
        categories,
        request.POST or None,
        for_other=request.actor.holds("desk.request.report_for_other"),
    )
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.report(
                report=commands.Report(**form.cleaned_data), actor=request.actor, at=request.now
            )
        except Refused as refused:
            problems = refused.problems
        else:
            number = made.case.number
            messages.success(request, _("Reported as %(number)s.") % {"number": number})
            return redirect("desk:request", made.pk)
    context = {
        "form": form,
        "problems": problems,
        "submit": _("Report"),
        "cancel": reverse("home"),
    }
    return render(request, "desk/report.html", context, status=422 if problems else 200)


@require_safe
@view_for()
def request_page(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show one request: the work, the facts, what happened."""
    found = queries.get_for(request.actor, case_id)
    tasks = work.tasks_of(found.case)
    evidence = work.evidence_of(tasks)
    changes = work.timeline_of(found.case)
    names = cards.names_of_keys({change.actor_key for change in changes})
    context = {
        "head": shown.head(found, request),
        "description": found.description,
        "tasks": [cards.entry(task, evidence.get(task.pk, []), now=request.now) for task in tasks],
        "facts": shown.facts(found, request),
        "happenings": shown.happenings(found, changes, tasks, names),
    }
    return render(request, "desk/request.html", context)


@view_for("desk.request.dispatch")
def dispatch(request: ActorRequest, case_id: int) -> HttpResponse:
    """Send a request out: to the plan's own answer, or to another post."""
    found = queries.get_for(request.actor, case_id)
    form = DispatchForm(_posts(found), request.POST or None)
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            commands.dispatch(
                request=found,
                post=form.cleaned_data["post"],
                actor=request.actor,
                at=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("Sent out: %(what)s") % {"what": found.case.number})
            return redirect("desk:request", case_id)
    return _small_form(request, found, form, problems, heading=_("Send out"))


def _posts(found: queries.Request) -> list[tuple[str, str]]:
    plan = work.plan_of(found.case)
    responsible = plan.responsible(found.category) or ""
    first = _("%(post)s (answers for it by the plan)") % {
        "post": _say(plan.post_title(responsible))
    }
    others = [
        (code, _say(post.title.text))
        for code, post in plan.handbook.posts.items()
        if code != responsible
    ]
    return [(responsible, first), *others]


@view_for("desk.request.report")
def cancel(request: ActorRequest, case_id: int) -> HttpResponse:
    """Withdraw a request that nobody has begun to handle."""
    found = queries.get_for(request.actor, case_id)
    form = ReasonForm(request.POST or None)
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            commands.cancel(
                request=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("desk:request", case_id)
    return _small_form(request, found, form, problems, heading=_("Withdraw"))


def _small_form(
    request: ActorRequest,
    found: queries.Request,
    form: DispatchForm | ReasonForm,
    problems: Problems,
    *,
    heading: str,
) -> HttpResponse:
    context = {
        "heading": heading,
        "lead": f"{found.case.number} {found.case.title}",
        "form": form,
        "problems": problems,
        "submit": heading,
        "cancel": reverse("desk:request", args=[found.pk]),
    }
    return render(request, "desk/small_form.html", context, status=422 if problems else 200)
