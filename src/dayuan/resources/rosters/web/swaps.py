"""Asking a colleague to take a duty: with whom it goes, against what, and the answers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.handbook.schema.shifts import SwapRule
from dayuan.kernel.problems import Problems, Refused, blockers
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import Badge, Column, Listing, Row
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Duty, Surroundings, Swap
from dayuan.resources.rosters.rules import swaps as rules
from dayuan.resources.rosters.rules.deciding import DECIDE
from dayuan.resources.rosters.states import OPEN_SWAP, SWAP
from dayuan.resources.rosters.web import saying

#: How the answers before asking are ordered: yes, only for another duty, no.
_WORTH_ASKING = (Tone.DONE, Tone.SOON, Tone.LATE)
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class ExchangeForm(forms.Form):
    """What one gets for the duty: nothing, or one of the colleague's."""

    other = forms.ChoiceField(
        label=gettext_lazy("In exchange for"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        if isinstance(field, forms.ChoiceField):
            field.choices = offers


class AnswerForm(forms.Form):
    """The colleague's answer."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[("yes", gettext_lazy("Yes, I take it")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
    )


class DecideForm(forms.Form):
    """Yes or no of whoever decides, and why."""

    grant = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("Approve the swap")), ("no", gettext_lazy("Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, if you refuse"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class BackForm(forms.Form):
    """Nothing is asked to take a request back."""


# --- asking ---------------------------------------------------------------------------------


@_get_or_post
@view_for("rosters.own.ask")
def ask(request: ActorRequest, duty_id: int) -> HttpResponse:
    """Show with whom a duty can be swapped and what stands against it; then ask somebody."""
    duty = queries.own_duty(request.actor, duty_id)
    around = queries.around(duty)
    known = commands.ask_problems(duty)
    colleague = _chosen(request, around)
    if colleague is None or known:
        return _colleagues(request, around, known)
    return _exchange(request, around, colleague)


def _chosen(request: ActorRequest, around: Surroundings) -> int | None:
    typed = request.GET.get("with", "")
    found = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else 0
    return found if found in around.colleagues else None


def _colleagues(request: ActorRequest, around: Surroundings, known: Problems) -> HttpResponse:
    rows = [] if known else [_colleague(request, around, pk) for pk in around.colleagues]
    # Whom it is worth asking stands first, each group in the order of names.
    rows.sort(key=lambda row: _WORTH_ASKING.index(row.cells[1].tone))
    columns = [
        Column(_("Colleague"), "what"),
        Column(_("State"), "state"),
        Column(_("Against handing it over"), "where"),
    ]
    return render(
        request, "rosters/colleagues.html",
        {"duty": _words(around.duty, request), "problems": known,
         "colleagues": Listing(caption=_("Colleagues"), columns=columns, rows=rows)},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _colleague(request: ActorRequest, around: Surroundings, pk: int) -> Row:
    against = blockers(around.problems(pk, None, at=request.now))
    badge = Badge(Tone.DONE, _("Can do it"))
    if against:
        badge = Badge(Tone.LATE, _("Cannot"))
        if any(not _against(around, pk, one, request) for one in _offered(around, pk, request)):
            badge = Badge(Tone.SOON, _("Only in exchange"))
    return Row(
        cells=[shapes.Person(around.names[pk]), badge, [_say(one.says) for one in against]],
        url=f"{request.path}?with={pk}",
    )


def _offered(around: Surroundings, pk: int, request: ActorRequest) -> list[Duty]:
    return around.offers_of(pk, now=request.now)


def _against(around: Surroundings, pk: int, other: Duty | None, request: ActorRequest) -> Problems:
    return blockers(around.problems(pk, other, at=request.now))


def _exchange(request: ActorRequest, around: Surroundings, colleague: int) -> HttpResponse:
    offers, against = _offers(request, around, colleague)
    form = ExchangeForm(sent(request), offers=offers)
    attempt = tried(
        form,
        lambda given: commands.ask_swap(
            duty_id=around.duty.pk, colleague_id=colleague,
            other_id=int(given["other"]) if given["other"] else None,
            actor=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Asked: %(name)s") % {"name": around.names[colleague]})
        return redirect("rosters:mine")
    return render(
        request, "rosters/swap_ask.html",
        {"duty": _words(around.duty, request), "name": around.names[colleague], "form": form,
         "offers": offers, "against": against, "problems": attempt.problems,
         "back": request.path},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _offers(
    request: ActorRequest, around: Surroundings, colleague: int
) -> tuple[list[tuple[str, str]], list[tuple[str, Problems]]]:
    """Return what can be chosen, and what cannot with all that stands against it."""
    offers: list[tuple[str, str]] = []
    against: list[tuple[str, Problems]] = []
    for other in (None, *around.offers_of(colleague, now=request.now)):
        words = _words(other, request) if other else _("Nothing: hand it over")
        problems = around.problems(colleague, other, at=request.now)
        if not blockers(problems):
            offers.append((str(other.pk) if other else "", words))
        if problems:
            against.append((words, problems))
    return offers, against


# --- one swap -------------------------------------------------------------------------------


@_get_or_post
@view_for("rosters.own.ask")
def one(request: ActorRequest, swap_id: int) -> HttpResponse:
    """Show a swap, what stands against it, and the one thing this reader may do about it."""
    found = queries.swap_for(request.actor, swap_id)
    judged = queries.judged(found, at=request.now)
    problems = judged.problems if found.state in OPEN_SWAP else ()
    why_not = _why_not(found, judged.line, request)
    form, act = _act(request, found, why_not)
    if form is not None and act is not None:
        attempt = tried(form, act, known=problems)
        if attempt.done:
            messages.success(request, _said(attempt.made))
            return redirect(_back(found, request))
        problems = attempt.problems
    elif request.method == "POST":
        raise Refused(*(why_not or (rules.NOT_YET,)))
    return render(
        request, "rosters/swap.html",
        {"facts": _facts(found, request), "badge": saying.badge(SWAP, found.state),
         "form": form, "problems": problems, "submit": _submit(found, request),
         "back": _back(found, request)},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


_Act = Callable[[dict[str, Any]], Swap]


def _act(
    request: ActorRequest, found: Swap, why_not: Problems
) -> tuple[forms.Form | None, _Act | None]:
    """Return the form of what this reader may do now, and the command it gives."""
    who: Any = {"swap_id": found.pk, "actor": request.actor, "at": request.now}
    me = request.actor.person_id
    if found.state == "asked" and me == found.colleague_id:
        return AnswerForm(sent(request)), lambda given: commands.answer_swap(
            agree=given["answer"] == "yes", **who
        )
    if found.state in OPEN_SWAP and me == found.asked_by_id:
        return BackForm(sent(request)), lambda _given: commands.withdraw_swap(**who)
    if found.state == "agreed" and not why_not:
        return DecideForm(sent(request)), lambda given: commands.decide_swap(
            grant=given["grant"] == "yes", answer=given["reason"], **who
        )
    return None, None


def _why_not(found: Swap, line: SwapRule | None, request: ActorRequest) -> Problems:
    if not request.actor.holds(DECIDE):
        return (rules.NOT_YOURS_TO_ANSWER,)
    return queries.decide_problems(found, line, request.actor)


def _submit(found: Swap, request: ActorRequest) -> str:
    if request.actor.person_id == found.asked_by_id:
        return _("Take it back")
    return _("Answer") if found.state == "asked" else _("Decide")


def _facts(found: Swap, request: ActorRequest) -> list[shapes.Fact]:
    facts = [
        shapes.Fact(label=_("Asked by"), value=shapes.Person(found.asked_by.name)),
        shapes.Fact(label=_("Gives"), value=_words(found.duty, request)),
        shapes.Fact(label=_("Colleague"), value=shapes.Person(found.colleague.name)),
        shapes.Fact(
            label=_("In exchange for"),
            value=_words(found.other, request) if found.other else _("Nothing: hand it over"),
        ),
        shapes.Fact(label=_("Asked at"), value=found.asked_at),
    ]
    if found.decided_by:
        names = people.names_of_keys({found.decided_by})
        facts.append(shapes.Fact(label=_("Decided by"), value=names.get(found.decided_by, "")))
    if found.answer:
        facts.append(shapes.Fact(label=_("Answer"), value=found.answer))
    return facts


def _back(found: Swap, request: ActorRequest) -> str:
    me = request.actor.person_id
    return reverse("rosters:mine" if me in (found.asked_by_id, found.colleague_id) else
                   "rosters:asked")  # fmt: skip


def _said(found: Swap) -> str:
    return {
        "agreed": _("Agreed. Somebody has to approve it; you will be told."),
        "done": _("Swapped. The duty list has changed."),
        "declined": _("Declined. Your colleague is told."),
        "refused": _("Refused. Both are told."),
        "withdrawn": _("Taken back."),
    }[found.state]


def _words(duty: Duty, request: ActorRequest) -> str:
    title = sites.plan_of(duty.site_id).post_title(duty.post)
    return f"{saying.duty(duty, request.site_zone)} {_say(title)}"


def _say(text: Any) -> str:
    said: str = text.in_language(get_language() or "zh-hans")
    return said
