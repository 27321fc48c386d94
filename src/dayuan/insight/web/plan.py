"""The plan: its chapters with how far each is put into practice, search, sections, revisions."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from dayuan.handbook.coverage import Coverage
from dayuan.insight.queries.outline import Outline
from dayuan.insight.queries.search import search
from dayuan.insight.web import cards, links, parts, reading
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes, times
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import RevisionInForce


@require_safe
@view_for("plans.revision.view")
def overview(request: ActorRequest) -> HttpResponse:
    """Show the plan that runs: what it is, its chapters, its parts; or what a search found."""
    found = reading.outline(request)
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "title": found.plan.handbook.handbook.title.text,
        "words": words,
        "facts": _facts(found, sites.history(request.actor.site_id)[:1]),
        "parts": parts.of(found.plan, request.actor),
        "may_load": request.actor.holds("plans.revision.load"),
        **(_hits(request, found, words) if words else _chapters(request, found)),
    }
    return render(request, "insight/plan.html", context)


def _hits(request: ActorRequest, found: Outline, words: str) -> dict[str, Any]:
    hits = search(found, words)
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
        "strips": [cards.section_strip(found, code) for code in found.chapters],
        "table": _table(found),
    }


def _table(found: Outline) -> shapes.Listing:
    states = list(Coverage)
    columns = [
        shapes.Column(_("Chapter"), "what"),
        shapes.Column(_("Clauses"), "extra", numeric=True),
        *(shapes.Column(state.text, "extra", numeric=True) for state in states),
    ]
    rows = [_table_row(found, code) for code in found.chapters]
    return shapes.Listing(caption=_("Coverage by chapter"), columns=columns, rows=rows, dense=True)


def _table_row(found: Outline, code: str) -> shapes.Row:
    clauses = found.all_clauses(code)
    totals = found.totals(clauses)
    title = found.plan.handbook.sections[code].title.text
    return shapes.Row(cells=[title, len(clauses), *totals.values()], url=links.section(code))


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
