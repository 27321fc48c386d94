"""Playbooks: the steps for a kind of case, with who, when, evidence and clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Evidence, Playbook, Step
from dayuan.insight.web import reading, words
from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.reference.plans import queries as plans

Words = str | Promise | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCard:
    """One step as a page shows it."""

    number: int
    id: str
    title: Text
    who: Text
    #: The post that speaks with an outside party.
    through: Text | None
    when: str
    limit: str
    sources: tuple[Source, ...]
    evidence: str
    checklist: tuple[Text, ...]
    conditions: str
    #: What else the plan asks of it: after which steps, not by whom, how many people.
    more: tuple[str, ...]
    note: Text | None


@require_safe
@view_for("plans.revision.view")
def playbooks(request: ActorRequest) -> HttpResponse:
    """List the playbooks by the kind of case they serve."""
    plan = reading.outline(request).plan
    columns = [
        shapes.Column(_("Playbook"), "what"),
        shapes.Column(_("Kind of case"), "where"),
        shapes.Column(_("Steps"), "until", numeric=True),
        shapes.Column(_("Can it be started"), "state"),
        shapes.Column(_("Demanded by"), "extra"),
    ]
    books = sorted(plan.handbook.playbooks.items(), key=lambda item: (item[1].kind, item[0]))
    rows = [_row(plan, code, book) for code, book in books]
    listing = shapes.Listing(caption=_("Playbooks"), columns=columns, rows=rows)
    return render(request, "insight/playbooks.html", {"list": listing, "trail": _trail()})


def _row(plan: Compiled, code: str, book: Playbook) -> shapes.Row:
    number = _("%(number)d steps") % {"number": len(book.steps)}
    return shapes.Row(
        url=reverse("plan:playbook", args=[code]),
        cells=[
            book.title.text, kind_title(plan, book.kind), number,
            startable(book.kind), book.source.value,
        ],
    )  # fmt: skip


def kind_title(plan: Compiled, kind: str) -> Text:
    """Return what a kind of case is called, by the plan or by the program."""
    if own := plan.handbook.case_kinds.get(kind):
        return own.title.text
    published = plans.catalogue().case_kinds.get(kind)
    return published.label if published else Text(kind, kind)


def startable(kind: str) -> shapes.Badge:
    """Tell whether the program can open such a case today."""
    published = plans.catalogue().case_kinds.get(kind)
    if published and published.live:
        return words.state_badge(words.Coverage.ENFORCED)
    return words.state_badge(words.Coverage.PREPARED)


@require_safe
@view_for("plans.revision.view")
def playbook(request: ActorRequest, code: str) -> HttpResponse:
    """Show one playbook: its steps in order, and the facts its conditions ask for."""
    plan = reading.outline(request).plan
    reading.known(code, plan.handbook.playbooks)
    book = plan.handbook.playbooks[code]
    named = words.anchors(plan, book.kind)
    titles = {step.id: step.title.text for step in book.steps}
    context = {
        "title": book.title.text,
        "badge": startable(book.kind),
        "sources": [book.source.value, *(one.value for one in book.more_sources)],
        "steps": [
            _step(plan, book, step, number, named, titles)
            for number, step in enumerate(book.steps, start=1)
        ],
        "facts": _facts(plan, book),
        "about": _about(plan, book, named),
        "trail": [*_trail(), shapes.Link(_("Playbooks"), reverse("plan:playbooks"))],
    }
    return render(request, "insight/playbook.html", context)


def _about(plan: Compiled, book: Playbook, named: Mapping[str, Text]) -> list[shapes.Fact]:
    facts = [
        shapes.Fact(label=_("Kind of case"), value=kind_title(plan, book.kind)),
        shapes.Fact(label=_("Steps"), value=len(book.steps)),
    ]
    used = {s.due.anchor for s in book.steps} | {s.until.anchor for s in book.steps if s.until}
    shown = [named[anchor] for anchor in named if anchor in used]
    if shown:
        facts.append(shapes.Fact(label=_("Times are counted from"), value=shown))
    return facts


def _step(
    plan: Compiled, book: Playbook, step: Step, number: int,
    named: Mapping[str, Text], titles: Mapping[str, Text],
) -> StepCard:  # fmt: skip
    return StepCard(
        number=number,
        id=step.id,
        title=step.title.text,
        who=words.who(plan, step.who),
        through=words.liaison(plan, step.who),
        when=words.step_time(step, named),
        limit=_limit(plan, step),
        sources=tuple(source.value for source in step.sources),
        evidence=words.parted(_evidence(item) for item in step.evidence),
        checklist=tuple(item.title.text for item in step.checklist),
        conditions=words.parted(_condition(book, one.fact, one.equals) for one in step.when),
        more=tuple(_more(step, titles)),
        note=step.note.text if step.note else None,
    )


def _limit(plan: Compiled, step: Step) -> str:
    setting = plan.handbook.settings.get(step.limit or "")
    if setting is None or setting.value in (None, ""):
        return ""
    said = words.setting_value(plan, setting)
    return _("this site's own limit: %(limit)s") % {"limit": said}


def _evidence(item: Evidence) -> str:
    said = _("%(title)s (%(kind)s)") % {
        "title": words.say(item.title.text),
        "kind": words.EVIDENCE[item.kind],
    }
    return said if item.required else _("%(what)s, if there is one") % {"what": said}


def _condition(book: Playbook, fact: str, equals: bool | str) -> str:
    kind = plans.catalogue().case_kinds.get(book.kind)
    known = {**(kind.facts if kind else {}), **{k: f.title.text for k, f in book.facts.items()}}
    title = words.said(known.get(fact, fact))
    if equals is False:
        return _("Unless: %(what)s") % {"what": title}
    what = title if equals is True else f"{title} = {equals}"
    return _("Only if: %(what)s") % {"what": what}


def _more(step: Step, titles: Mapping[str, Text]) -> list[str]:
    said = []
    if step.after:
        names = words.parted(words.say(titles[one]) for one in step.after if one in titles)
        said.append(_("waits for: %(steps)s") % {"steps": names})
    if step.not_by_doer_of:
        names = words.parted(words.say(titles[o]) for o in step.not_by_doer_of if o in titles)
        said.append(_("not by who did: %(steps)s") % {"steps": names})
    if step.for_each_holder:
        said.append(_("one task for everybody who holds the post"))
    if step.people:
        said.append(_("%(number)d people") % {"number": step.people})
    return said


@dataclass(frozen=True, slots=True)
class FactCard:
    """A fact that conditions ask for, and who decides it."""

    title: Text
    decided_by: Text | None
    source: Source | None


def _facts(plan: Compiled, book: Playbook) -> list[FactCard]:
    return [
        FactCard(
            fact.title.text,
            words.who(plan, fact.decided_by) if fact.decided_by else None,
            fact.source.value if fact.source else None,
        )
        for fact in book.facts.values()
    ]


def _trail() -> list[Any]:
    return [shapes.Link(_("Plan"), reverse("plan:overview"))]
