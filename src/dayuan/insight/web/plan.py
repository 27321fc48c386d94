"""The plan: its chapters with how far each is put into practice, search, sections, revisions."""

from collections.abc import Sequence
from typing import Any, Literal

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from dayuan.handbook.coverage import Coverage
from dayuan.handbook.schema import ClauseKind
from dayuan.insight.queries.outline import Outline
from dayuan.insight.queries.search import search
from dayuan.insight.web import cards, links, parts, reading, words
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.charts import Bar, Chart, Series
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import RevisionInForce


@require_safe
@view_for("plans.revision.view")
def overview(request: ActorRequest) -> HttpResponse:
    """Show the plan that runs: what it is, its chapters, its parts; or what a search found."""
    found = reading.outline(request)
    sought = request.GET.get("q", "").strip()[:100]
    context = {
        "title": found.plan.handbook.handbook.title.text,
        "words": sought,
        "facts": _facts(found, sites.history(request.actor.site_id)[:1]),
        "parts": parts.of(found.plan, request.actor),
        "may_load": request.actor.holds("plans.revision.load"),
        **(_hits(request, found, sought) if sought else _chapters(request, found)),
    }
    return render(request, "insight/plan.html", context)


def _hits(request: ActorRequest, found: Outline, sought: str) -> dict[str, Any]:
    hits = search(found, sought)
    return {
        "hits": [cards.clause(request, found, code) for code in hits.clauses],
        "total": hits.total,
        "more": hits.total > len(hits.clauses),
    }


def _chapters(request: ActorRequest, found: Outline) -> dict[str, Any]:
    if not reading.sees_coverage(request):
        return {"chapters": [cards.section_link(found, code) for code in found.chapters]}
    totals = found.totals(found.clauses)
    return {
        "whole": cards.strip(_("The whole plan"), totals),
        "charts": [_by_chapter(found), _by_kind(found)],
    }


#: A statement of intent is a kind of its own and never anything else.
_DONE = tuple(state for state in Coverage if state is not Coverage.PRINCIPLE)


def _by_chapter(found: Outline) -> Chart:
    sections = found.plan.handbook.sections
    bars = [
        _bar(found, sections[code].title.text, found.all_clauses(code), links.section(code))
        for code in found.chapters
    ]
    return _chart(_("Coverage by chapter"), _("Chapter"), bars, tuple(Coverage), form="shares")


def _by_kind(found: Outline) -> Chart:
    """Return what the plan asks for, sorted by what kind of thing it is, the most first."""
    of_kind: dict[ClauseKind, list[str]] = {}
    for code in found.clauses:
        of_kind.setdefault(found.plan.handbook.clauses[code].kind, []).append(code)
    of_kind.pop(ClauseKind.PRINCIPLE, None)
    kinds = sorted(of_kind, key=lambda kind: -len(of_kind[kind]))
    bars = [_bar(found, words.KINDS[kind], of_kind[kind], states=_DONE) for kind in kinds]
    return _chart(_("Coverage by kind of clause"), _("Kind of clause"), bars, _DONE)


def _bar(
    found: Outline,
    label: shapes.Words,
    clauses: Sequence[str],
    url: str = "",
    states: Sequence[Coverage] = tuple(Coverage),
) -> Bar:
    totals = found.totals(clauses)
    return Bar(label, [totals[state] for state in states], url)


def _chart(
    title: str,
    over: str,
    bars: list[Bar],
    states: Sequence[Coverage],
    form: Literal["lying", "shares"] = "lying",
) -> Chart:
    return Chart(
        title=title,
        over=over,
        unit=_("clauses"),
        series=[Series(state.text, words.STATE_TONES[state]) for state in states],
        bars=bars,
        form=form,
        total=_("Clauses"),
    )


def _facts(found: Outline, history: Sequence[RevisionInForce]) -> list[shapes.Fact]:
    head = found.plan.handbook.handbook
    facts = [
        shapes.Fact(label=_("Compound"), value=head.site.text),
        shapes.Fact(label=_("Company"), value=head.company.text if head.company else None),
        shapes.Fact(label=_("Edition"), value=head.edition),
        shapes.Fact(label=_("Digest"), value=found.plan.digest[:12]),
    ]
    for row in history:
        facts.append(shapes.Fact(label=_("In force since"), value=row.since))
        facts.append(shapes.Fact(label=_("Consent"), value=consent(row)))
    if head.document:
        facts.append(shapes.Fact(label=_("Read from"), value=head.document.title.text))
        if head.document.breaks_off:
            text = head.document.breaks_off.text
            facts.append(shapes.Fact(label=_("The text breaks off"), value=text))
    return facts


def consent(row: RevisionInForce) -> str:
    """Return the reference of the office's consent; the first one came with the set-up."""
    return _("First set-up") if row.consent == "init" else row.consent


@require_safe
@view_for("plans.revision.view")
def section(request: ActorRequest, code: str) -> HttpResponse:
    """Show a chapter or section: what lies below it, and its own clauses."""
    found = reading.outline(request)
    reading.known(code, found.plan.handbook.sections)
    below = found.children.get(code, ())
    seen = reading.sees_coverage(request)
    own = found.own_clauses.get(code, ())
    context = {
        "code": code,
        "title": found.plan.handbook.sections[code].title.text,
        "trail": [_home(), *reading.sections_above(found, code, with_itself=False)],
        "strips": [cards.section_strip(found, c) for c in below] if seen else [],
        "chapters": [] if seen else [cards.section_link(found, c) for c in below],
        "whole": cards.strip(_("This section"), found.totals(found.all_clauses(code)))
        if seen
        else None,
        "hits": [cards.clause(request, found, c) for c in own],
    }
    return render(request, "insight/section.html", context)


@require_safe
@view_for("plans.revision.view")
def revisions(request: ActorRequest) -> HttpResponse:
    """Show which revisions ran from when to when, and who consented."""
    history = sites.history(request.actor.site_id)
    names = people.person_names(_person_ids(history))
    columns = [
        shapes.Column(_("Edition"), "what"),
        shapes.Column(pgettext("a revision", "In force"), "where"),
        shapes.Column(_("Consent"), "until"),
        shapes.Column(_("Taken into force by"), "extra"),
        shapes.Column(_("Digest"), "extra"),
    ]
    rows = [
        shapes.Row(
            cells=[
                row.revision.edition,
                _period(request, row),
                consent(row),
                _by(row, names),
                row.revision.digest[:12],
            ]
        )
        for row in history
    ]
    listing = shapes.Listing(caption=_("Revisions of the plan"), columns=columns, rows=rows)
    context = {"list": listing, "trail": [_home()]}
    return render(request, "insight/revisions.html", context)


def _period(request: ActorRequest, row: RevisionInForce) -> str:
    if row.until is not None:
        return times.span(row.since, row.until, request.site_zone)
    return _("since %(start)s") % {"start": times.moment(row.since, request.site_zone)}


def _person_ids(history: Sequence[RevisionInForce]) -> list[int]:
    keys = (row.adopted_by.partition(":") for row in history)
    return [int(number) for kind, _colon, number in keys if kind == "person"]


def _by(row: RevisionInForce, names: dict[int, str]) -> str:
    kind, _colon, number = row.adopted_by.partition(":")
    return names.get(int(number), "—") if kind == "person" else _("the program")


def _home() -> shapes.Link:
    return shapes.Link(_("Plan"), reverse("plan:overview"))
