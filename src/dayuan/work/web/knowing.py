"""Who needs to know a case: its label, those named, naming more and taking off."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.labels import Label
from dayuan.kernel.problems import Problems
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.platform.ui.forms import ReasonForm
from dayuan.platform.ui.sending import sent, tried
from dayuan.work import cards, commands, knowers, knowing, queries
from dayuan.work.models import Case
from dayuan.work.web.forms import ConfidentialityForm, MemberForm

VERB = "work.case.need_to_know"
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for(VERB)
def page(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show the label, who is named, and the form that names another."""
    case = queries.get_for(request.actor, case_id)
    found = knowers.knowers(case, request.actor)
    return render(
        request, "work/need_to_know.html",
        {
            "case": case,
            "facts": _facts(case),
            "lines": [(one, _remove(case, one)) for one in found],
            "form": _member_form(case, request.now, leave={one.key for one in found}),
            "change": reverse("work:confidentiality", args=[case.pk]),
            "add": reverse("work:add_member", args=[case.pk]),
            "back": cards.case_url(case),
        },
    )  # fmt: skip


@_get_or_post
@view_for(VERB)
def confidentiality(request: ActorRequest, case_id: int) -> HttpResponse:
    """Set the label, and whether all staff or only those named may know."""
    case = queries.get_for(request.actor, case_id)
    form = ConfidentialityForm(
        sent(request),
        initial={"label": case.label, "who": "all" if case.open_to_staff else "named"},
    )
    attempt = tried(
        form,
        lambda given: commands.set_confidentiality(
            case=case, label=given["label"], open_to_staff=given["who"] == "all",
            reason=given["reason"], actor=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Set: %(what)s") % {"what": case.number})
        return redirect("work:need_to_know", case_id)
    heading = _("Label and readers")
    return _small_form(request, case, form, attempt.problems, heading=heading, submit=_("Set"))


@_get_or_post
@view_for(VERB)
def add(request: ActorRequest, case_id: int) -> HttpResponse:
    """Let another post or person know of a case."""
    case = queries.get_for(request.actor, case_id)
    form = _member_form(case, request.now, sent(request))
    attempt = tried(
        form,
        lambda given: commands.add_member(
            case=case, key=given["who"], actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Named: %(what)s") % {"what": case.number})
        return redirect("work:need_to_know", case_id)
    return _small_form(
        request, case, form, attempt.problems, heading=_("Let somebody know"),
        submit=_("Let them know"),
    )  # fmt: skip


@_get_or_post
@view_for(VERB)
def remove(request: ActorRequest, case_id: int) -> HttpResponse:
    """Ask why, then take somebody off the need to know."""
    case = queries.get_for(request.actor, case_id)
    key = request.GET.get("who", "")
    form = ReasonForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.remove_member(
            case=case, key=key, **given, actor=request.actor, at=request.now
        ),
        known=knowers.removal_problems(case, key, request.actor),
    )
    if attempt.done:
        messages.success(request, _("Taken off: %(what)s") % {"what": case.number})
        return redirect("work:need_to_know", case_id)
    if knowing.NO_MEMBER in attempt.problems:
        heading = _("Take off")
    else:
        who = cards.say(knowers.name_of_member(case, key))
        heading = _("Take %(who)s off") % {"who": who}
    return _small_form(request, case, form, attempt.problems, heading=heading, submit=_("Take off"))


def _facts(case: Case) -> list[shapes.Fact]:
    who = _("All staff") if case.open_to_staff else _("Only those named below")
    facts = [
        shapes.Fact(label=_("Label"), value=Label(case.label)),
        shapes.Fact(label=_("Who may know"), value=who),
    ]
    if case.unit:
        book = queries.plan_of(case).handbook
        found = book.parties.get(case.unit) or book.units.get(case.unit)
        title = found.title.text if found else case.unit
        facts.append(shapes.Fact(label=_("Followed by the client's unit"), value=title))
    return facts


def _remove(case: Case, one: knowers.Knower) -> shapes.Action:
    url = reverse("work:remove_member", args=[case.pk])
    return shapes.Action(
        label=_("Take off"), icon="x", url=f"{url}?who={one.key}", problems=one.problems
    )


def _member_form(
    case: Case, now: datetime, data: Any = None, *, leave: set[str] | None = None
) -> MemberForm:
    offered = knowers.may_be_named(case.site_id, at=now)
    return MemberForm({k: cards.say(t) for k, t in offered.items() if k not in (leave or ())}, data)


def _small_form(
    request: ActorRequest, case: Case, form: Form, problems: Problems, *, heading: str, submit: str
) -> HttpResponse:
    context = {
        "heading": heading,
        "form": form,
        "problems": problems,
        "submit": submit,
        "cancel": reverse("work:need_to_know", args=[case.pk]),
        "number": case.number,
        "case_title": case.title,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "work/reason.html", context, status=status)
