"""Reporting, and one request from report to closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Problems
from dayuan.platform.access.actors import LABEL
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments import store
from dayuan.platform.attachments.web import shown as files
from dayuan.platform.ui.forms import ReasonForm
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import File
from dayuan.services.desk import commands, queries
from dayuan.services.desk.queries import outside
from dayuan.services.desk.web import choices, shown
from dayuan.services.desk.web.forms import DispatchForm, ReportForm
from dayuan.work import cards
from dayuan.work import queries as work

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for("desk.request.report")
def report(request: ActorRequest) -> HttpResponse:
    """Report a fault or a wish; what was typed stays when something is missing."""
    for_other = request.actor.holds("desk.request.report_for_other")
    form = ReportForm(
        choices.offered(request.actor, by_thumb=not for_other),
        sent(request),
        request.FILES if request.method == "POST" else None,
        for_other=for_other,
    )
    attempt = tried(form, lambda given: _report(given, request))
    if attempt.done:
        number = attempt.made.case.number
        messages.success(request, _("Reported as %(number)s.") % {"number": number})
        return redirect("desk:request", attempt.made.pk)
    context = {
        "form": form,
        "problems": attempt.problems,
        "photo_again": bool(attempt.problems) and "photo" in request.FILES,
        "submit": _("Report"),
        "cancel": reverse("home"),
    }
    status = 422 if attempt.problems or form.errors else 200
    return render(request, "desk/report.html", context, status=status)


def _report(given: dict[str, Any], request: ActorRequest) -> queries.Request:
    photo = given.pop("photo")
    # The file is looked at and laid down before the command: no file is written inside it.
    files = [store.accept(photo)] if photo else []
    return commands.report(
        report=commands.Report(**given), files=files, actor=request.actor, at=request.now
    )


@require_safe
@view_for()
def request_page(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show one request: the work, the facts, what happened."""
    found = queries.get_for(request.actor, case_id)
    tasks = work.tasks_of(found.case)
    evidence = work.evidence_of(tasks)
    papers = cards.papers(found.case, [i for of in evidence.values() for i in of])
    changes = work.timeline_of(found.case)
    context = {
        "head": shown.head(found, request),
        "description": found.description,
        "files": papers.files,
        "tasks": [
            cards.entry(
                task, evidence.get(task.pk, []), pictures=papers.pictures, now=request.now,
                may_open=request.actor.holds("work.task.do"),
            )
            for task in tasks
        ],
        "facts": shown.facts(found, request, tasks),
        "spent": shown.spent(found, changes),
        "happenings": shown.happenings(found, changes, tasks),
    }  # fmt: skip
    return render(request, "desk/request.html", context)


@_get_or_post
@view_for("desk.request.dispatch")
def dispatch(request: ActorRequest, case_id: int) -> HttpResponse:
    """Send a request out: to the plan's own answer, or to another post."""
    found = queries.get_for(request.actor, case_id)
    offered = choices.posts(found, at=request.now)
    form = DispatchForm(offered.choices, sent(request))
    attempt = tried(
        form,
        lambda given: commands.dispatch(
            request=found, **given, actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Sent out: %(what)s") % {"what": found.case.number})
        return redirect("desk:request", case_id)
    return _small_form(
        request, found, form, attempt.problems, heading=_("Send out"), submit=_("Send out"),
        nobody=offered.nobody_answers,
    )  # fmt: skip


@_get_or_post
@view_for("desk.request.report")
def cancel(request: ActorRequest, case_id: int) -> HttpResponse:
    """Withdraw a request that nobody has begun to handle."""
    found = queries.get_for(request.actor, case_id)
    form = ReasonForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.cancel(request=found, **given, actor=request.actor, at=request.now),
        known=queries.cancel_problems(found, request.actor),
    )
    if attempt.done:
        messages.success(request, _("Withdrawn: %(what)s") % {"what": found.case.number})
        return redirect("desk:request", case_id)
    return _small_form(
        request, found, form, attempt.problems, heading=_("Withdraw the report"),
        submit=_("Withdraw"),
    )  # fmt: skip


@_get_or_post
@view_for("desk.request.reopen")
def reopen(request: ActorRequest, case_id: int) -> HttpResponse:
    """Take a closed request up again, with the reason."""
    found = queries.get_for(request.actor, case_id)
    form = ReasonForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.reopen(request=found, **given, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Reopened: %(what)s") % {"what": found.case.number})
        return redirect("desk:request", case_id)
    return _small_form(
        request, found, form, attempt.problems, heading=_("Reopen"), submit=_("Reopen")
    )


def _from_outside(request: ActorRequest, found: queries.Request) -> list[File]:
    """Return a stranger's photos while the desk alone may see them."""
    if found.state != "reported" or not found.case.opened_by.startswith(LABEL):
        return []
    came = outside.of_request(request.actor, found.pk)
    return files.files(request.actor, outside.KIND, came.pk) if came and came.photos else []


def _small_form(
    request: ActorRequest,
    found: queries.Request,
    form: DispatchForm | ReasonForm,
    problems: Problems,
    *,
    heading: str,
    submit: str,
    nobody: bool = False,
) -> HttpResponse:
    context = {
        "heading": heading,
        "number": found.case.number,
        "title": found.case.title,
        "description": found.description,
        "files": _from_outside(request, found),
        "form": form,
        "problems": problems,
        "nobody": nobody,
        "submit": submit,
        "cancel": reverse("desk:request", args=[found.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/small_form.html", context, status=status)
