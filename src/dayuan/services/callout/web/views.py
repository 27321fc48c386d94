"""Call-outs: the list, the order, one that runs, and its end."""

from datetime import timedelta

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Problems
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import Action, Choice
from dayuan.reference.sites import queries as sites
from dayuan.services.callout import commands, queries, rules
from dayuan.services.callout.queries import SquadHere
from dayuan.services.callout.states import CALLOUT
from dayuan.services.callout.web import shown
from dayuan.services.callout.web import surge_shown as surge_pages
from dayuan.services.callout.web.forms import CallForm, OrderForm, OutcomeForm

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
#: So many call-outs of one year are listed; more would be one a day.
_MOST = 366


@require_safe
@view_for("callout.log.view")
def listing(request: ActorRequest) -> HttpResponse:
    """Show the squads that can be called, what runs, and the call-outs of a year."""
    site_id, year = request.actor.site_id, _year(request)
    context = {
        "squads": [(one, _call_action(one, request)) for one in queries.squads(site_id)],
        "list": shown.rows(queries.listed(request.actor, year, _MOST), request.site_zone),
        "questions": [*queries.questions(site_id), *queries.level_questions(site_id)],
        "levels": surge_pages.levels(request),
        "surges": surge_pages.rows(queries.surges_listed(request.actor, 20), request),
        "choices": [
            Choice(label=str(one), url=f"{reverse('callout:list')}?year={one}", current=one == year)
            for one in (year - 1, year, year + 1)
        ],
    }
    return render(request, "callout/list.html", context)


def _call_action(found: SquadHere, request: ActorRequest) -> Action | None:
    if not request.actor.holds(queries.ORDER):
        return None
    return Action(
        label=_("Call out"), icon="bolt", url=reverse("callout:order", args=[found.code]),
        problems=rules.undecided(found.squad, found.wanted),
    )  # fmt: skip


def _year(request: ActorRequest) -> int:
    said = request.GET.get("year", "")
    this = request.now.astimezone(request.site_zone).year
    year = int(said) if said.isdecimal() and len(said) == len("2026") else this
    return year if sites.FIRST_YEAR < year < sites.LAST_YEAR else this


@_get_or_post
@view_for("callout.squad.order", "callout.log.view")
def order(request: ActorRequest, squad: str) -> HttpResponse:
    """Call a squad out."""
    site_id = request.actor.site_id
    found = queries.squad_of(site_id, squad)
    members = queries.members_of(site_id, found, at=request.now)
    first = rules.first_called(members, found.wanted)
    gather = words(found.squad.gather.text) if found.squad.gather else ""
    form = OrderForm(
        shown.choices(members, site_id, request.site_zone), sent(request),
        initial={"gather": gather, "persons": [str(pk) for pk in first]},
    )  # fmt: skip
    attempt = tried(
        form,
        lambda given: commands.call_out(
            order=commands.Order(squad, given["reason"], given["gather"], given["exercise"]),
            person_ids=form.chosen, actor=request.actor, at=request.now,
        ),
        known=rules.undecided(found.squad, found.wanted),
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Ordered; everybody who was ticked is told now."))
        return redirect("callout:one", attempt.made.pk)
    return form_page(
        request, form, attempt.problems,
        heading=_("Call out: %(squad)s") % {"squad": words(found.squad.title.text)},
        submit=_("Call out now"), back=reverse("callout:list"),
    )  # fmt: skip


@require_safe
@view_for("callout.log.view")
def one(request: ActorRequest, callout_id: int) -> HttpResponse:
    """Show who was called, who comes, who is there; the page renews itself while it runs."""
    found = queries.get_for(request.actor, callout_id)
    calls = queries.calls_of(found)
    context = {
        "callout": found,
        "running": found.state == CALLOUT.initial,
        "since": times.length(max(request.now - found.ordered_at, _NOTHING)),
        "head": shown.head(found, request),
        "stats": shown.stats(found, calls),
        "list": shown.people(found, calls, request),
        "facts": shown.facts(found),
        "kind": "" if found.surge else shown.kind(found),
        "surge": found.surge,
        "sources": queries.sources_of(found.site_id, found.squad),
    }
    return render(request, "callout/one.html", context)


_NOTHING = timedelta()


@_get_or_post
@view_for("callout.squad.order", "callout.log.view")
def further(request: ActorRequest, callout_id: int) -> HttpResponse:
    """Call further people."""
    found = queries.get_for(request.actor, callout_id)
    members = queries.still_to_call(found, at=request.now)
    form = CallForm(shown.choices(members, found.site_id, request.site_zone), sent(request))
    attempt = tried(
        form,
        lambda _given: commands.call_further(
            callout_id=found.pk, person_ids=form.chosen, actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("They are told now."))
        return redirect("callout:one", found.pk)
    return form_page(
        request, form, attempt.problems, heading=_("Call further people"), submit=_("Call them"),
        back=reverse("callout:one", args=[found.pk]),
    )  # fmt: skip


@_get_or_post
@view_for("callout.squad.order", "callout.log.view")
def end(request: ActorRequest, callout_id: int) -> HttpResponse:
    """End a call-out with a sentence."""
    found = queries.get_for(request.actor, callout_id)
    form = OutcomeForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.end(
            callout_id=found.pk, **given, actor=request.actor, at=request.now
        ),
    )
    if attempt.done:
        messages.success(request, _("Ended; whoever was still on the way is told."))
        return redirect("callout:one", found.pk)
    return form_page(
        request, form, attempt.problems, heading=_("End the call-out"),
        submit=_("End the call-out"), back=reverse("callout:one", args=[found.pk]),
    )  # fmt: skip


def form_page(
    request: ActorRequest, form: BaseForm, problems: Problems, *, heading: str, submit: str,
    back: str, says: str = "",
) -> HttpResponse:  # fmt: skip
    """Draw a page with one form, and every reason why it was not done."""
    context = {
        "form": form, "problems": problems, "heading": heading, "submit": submit, "says": says,
        "cancel": back,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "callout/form.html", context, status=status)
