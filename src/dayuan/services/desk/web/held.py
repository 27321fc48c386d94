"""Reports by labels that wait for the desk: accept one, or set them aside with a reason."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments.web import shown as files
from dayuan.platform.ui import shapes
from dayuan.platform.ui.tones import tone_of
from dayuan.reference.sites import queries as sites
from dayuan.services.desk import commands, rules
from dayuan.services.desk.commands.outside import TOGETHER_MOST
from dayuan.services.desk.queries import OutsideReport, outside
from dayuan.services.desk.states import OUTSIDE
from dayuan.services.desk.web.public_forms import AsideForm

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 25


@_get_or_post
@view_for("desk.request.dispatch")
def held(request: ActorRequest) -> HttpResponse:
    """List what waits, the oldest first; what is ticked is set aside together."""
    form = AsideForm(request.POST if request.method == "POST" else None)
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            number = commands.set_aside(
                outside_ids=_chosen(request),
                reason=form.cleaned_data["reason"], actor=request.actor, at=request.now,
            )  # fmt: skip
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("Set aside: %(n)d") % {"n": number})
            return redirect("desk:held")
    after = request.GET.get("after", "")
    found = outside.held(request.actor, after=int(after) if _is_id(after) else 0, most=PAGE + 1)
    context = {
        "lines": [_line(one) for one in found[:PAGE]],
        "form": form,
        "problems": problems,
        "more": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "first": reverse("desk:held") if after else "",
        "ticked": set(_ids(request.POST.getlist("pick"))),
    }
    return render(request, "desk/held.html", context, status=422 if problems else 200)


@_get_or_post
@view_for("desk.request.dispatch")
def held_one(request: ActorRequest, outside_id: int) -> HttpResponse:
    """Show one report with its photos; it is accepted, or set aside with a reason."""
    found = outside.outside_for(request.actor, outside_id)
    form = AsideForm(request.POST if request.POST.get("act") == "set_aside" else None)
    problems: Problems = ()
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        try:
            return _decided(request, found, form)
        except Refused as refused:
            problems = refused.problems
    context = {
        "head": _head(found),
        "found": found,
        "facts": _facts(found),
        "files": files.files(request.actor, outside.KIND, found.pk),
        "form": form,
        "problems": problems,
        "open": found.state == "held",
    }
    return render(request, "desk/held_one.html", context, status=422 if problems else 200)


def _decided(request: ActorRequest, found: OutsideReport, form: AsideForm) -> HttpResponse:
    if form.is_bound:
        commands.set_aside(
            outside_ids=[found.pk], reason=form.cleaned_data["reason"],
            actor=request.actor, at=request.now,
        )  # fmt: skip
        messages.success(request, _("Set aside: %(n)d") % {"n": 1})
        return redirect("desk:held")
    made = commands.release(outside_id=found.pk, actor=request.actor, at=request.now)
    messages.success(request, _("Accepted as %(number)s.") % {"number": made.case.number})
    return redirect("desk:request", made.pk)


def _chosen(request: ActorRequest) -> list[int]:
    """Return what was ticked, or everything that the page showed."""
    return _ids(request.POST.getlist("shown" if "all" in request.POST else "pick"))


def _ids(given: Iterable[str]) -> list[int]:
    return [int(one) for one in given if _is_id(one)][:TOGETHER_MOST]


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 19


def _line(found: OutsideReport) -> dict[str, object]:
    """Return one line: what, where, since when, why it waits."""
    standing = outside.standing_of(found)
    return {
        "pk": found.pk,
        "url": reverse("desk:held_one", args=[found.pk]),
        "title": standing.title,
        "where": standing.where,
        "kind": _kind(found),
        "at": found.received_at,
        "words": rules.words_of(found.description),
        "why": _why(found),
        "photos": found.photos,
    }


def _kind(found: OutsideReport) -> object:
    category = sites.plan_of(found.site_id).handbook.categories.get(found.category)
    return category.title.text if category else found.category


def _why(found: OutsideReport) -> str:
    return {
        rules.LABEL: _("Held: many reports at once from this label"),
        rules.DEVICE: _("Held: many reports at once from one phone"),
        rules.ADDRESS: _("Held: many reports at once from one address"),
    }.get(found.over, "")


def _head(found: OutsideReport) -> shapes.Head:
    state = OUTSIDE.state(found.state)
    return shapes.Head(
        title=outside.standing_of(found).title,
        number=_("Label %(n)d") % {"n": found.label_id},
        badge=shapes.Badge(tone_of(state.tone), state.label),
    )


def _facts(found: OutsideReport) -> list[shapes.Fact]:
    phone = found.caller_phone
    return [
        shapes.Fact(label=_("Where"), value=outside.standing_of(found).where),
        shapes.Fact(label=_("Kind"), value=_kind(found)),
        shapes.Fact(label=_("Came at"), value=found.received_at),
        shapes.Fact(label=_("Why it waits"), value=_why(found)),
        shapes.Fact(label=_("Caller"), value=found.caller_name),
        shapes.Fact(
            label=_("Caller's phone"), value=shapes.Link(phone, f"tel:{phone}") if phone else ""
        ),
    ]
