"""Decisions on what is unclear in the plan, and the values a site may change."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.handbook.compiled import Compiled, natural
from dayuan.handbook.schema import Setting
from dayuan.insight.web import cards, reading, words
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value the site may change, as a page shows it."""

    code: str
    title: Text
    value: Any
    notes: tuple[Any, ...]
    source: Any


@require_safe
@view_for("plans.revision.view")
def decisions(request: ActorRequest) -> HttpResponse:
    """List every decision, by number."""
    plan = reading.outline(request).plan
    known = plan.handbook.decisions
    columns = [
        shapes.Column(_("Number"), "where"),
        shapes.Column(_("What is unclear"), "what"),
        shapes.Column(_("Clauses"), "extra", numeric=True),
        shapes.Column(_("Values"), "extra", numeric=True),
    ]
    rows = [
        shapes.Row(
            url=reverse("plan:decision", args=[number]),
            cells=[
                number, known[number].title.text,
                len(known[number].clauses), len(known[number].settings),
            ],
        )
        for number in sorted(known, key=natural)
    ]  # fmt: skip
    listing = shapes.Listing(
        caption=_("Decisions on unclear places"), columns=columns, rows=rows, dense=True
    )
    return render(request, "insight/decisions.html", {"list": listing, "trail": _trail()})


@require_safe
@view_for("plans.revision.view")
def decision(request: ActorRequest, code: str) -> HttpResponse:
    """Show one decision: the question, the reading, its clauses and its values."""
    found = reading.outline(request)
    reading.known(code, found.plan.handbook.decisions)
    one = found.plan.handbook.decisions[code]
    clauses = [c for c in one.clauses if c in found.plan.handbook.clauses]
    settings = found.plan.handbook.settings
    context = {
        "number": code,
        "title": one.title.text,
        "issue": one.issue.text,
        "decision": one.decision.text,
        "values": [value(found.plan, c, settings[c]) for c in one.settings if c in settings],
        "hits": [cards.clause(request, found, c) for c in clauses],
        "trail": [*_trail(), shapes.Link(_("Decisions"), reverse("plan:decisions"))],
        "papers": documents.actions(request.actor, "plan.decision", code)[:1],
    }
    return render(request, "insight/decision.html", context)


@require_safe
@view_for("plans.revision.view")
def settings(request: ActorRequest) -> HttpResponse:
    """List every value the site may change, under the decision or clause it comes from."""
    plan = reading.outline(request).plan
    ordered = sorted(plan.handbook.settings.items(), key=_by_source)
    values = [value(plan, code, setting) for code, setting in ordered]
    undecided = sum(1 for _code, s in ordered if s.value in (None, "") and not s.answered_in)
    context = {"values": values, "undecided": undecided, "trail": _trail()}
    return render(request, "insight/settings.html", context)


def _by_source(item: tuple[str, Setting]) -> tuple[Any, ...]:
    code, setting = item
    return (str(setting.source.value.kind), natural(setting.source.value.ref), code)


def value(plan: Compiled, code: str, setting: Setting) -> Value:
    """Return a setting with its value in words; an empty one says that it is undecided."""
    return Value(
        code=code,
        title=setting.title.text,
        value=words.setting_value(plan, setting),
        notes=tuple(_notes(setting)),
        source=setting.source.value,
    )


def _notes(setting: Setting) -> list[Any]:
    notes: list[Any] = []
    if setting.low is not None or setting.high is not None:
        low = "" if setting.low is None else f"{setting.low:g}"
        high = "" if setting.high is None else f"{setting.high:g}"
        notes.append(_("Allowed: %(low)s to %(high)s") % {"low": low or "…", "high": high or "…"})
    if setting.choices:
        names = [words.say(choice.text) for choice in setting.choices]
        notes.append(_("Choices: %(names)s") % {"names": words.parted(names)})
    if setting.required_for and setting.value in (None, ""):
        notes.append(_("Must be answered before this part may run: %(part)s")
                     % {"part": setting.required_for})  # fmt: skip
    if setting.answered_in:
        notes.append(_("Answered in the shift plan of this name."))
    if setting.note:
        notes.append(words.say(setting.note.text))
    return notes


def _trail() -> list[shapes.Link]:
    return [shapes.Link(_("Plan"), reverse("plan:overview"))]
