"""One clause: what it says, where it stands, what makes it happen, when it was fulfilled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.handbook.coverage import Coverage
from dayuan.handbook.schema import Binding
from dayuan.handbook.schema.organisation import Grant
from dayuan.insight.queries.evidence import Time, evidence_of
from dayuan.insight.queries.outline import Outline
from dayuan.insight.queries.uses import RowUse, StepUse, Uses, uses_of
from dayuan.insight.web import cards, links, reading, words
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.reference.plans import queries as plans
from dayuan.resources.equipment.queries import Count
from dayuan.work.queries import Fulfilment


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Something that makes a clause happen: what, more about it, where it stands."""

    what: Any
    url: str = ""
    notes: tuple[Any, ...] = ()
    badge: shapes.Badge | None = None


@require_safe
@view_for("plans.revision.view")
def clause(request: ActorRequest, code: str) -> HttpResponse:
    """Show a clause with everything that is known about it."""
    found = reading.outline(request)
    reading.known(code, found.plan.handbook.clauses)
    row = found.plan.handbook.clauses[code]
    before, after = found.neighbours(code)
    evidence = evidence_of(request.actor, code)
    uses = uses_of(found, code)
    context = {
        "card": cards.clause(request, found, code),
        "trail": [
            shapes.Link(_("Plan"), reverse("plan:overview")),
            *reading.sections_above(found, row.section, with_itself=True),
        ],
        "decisions": [_decision(number, one) for number, one in found.plan.decisions_of(code)],
        "uses": list(_uses(request, found, uses)),
        "state": _state(request, found, code),
        "evidence": _evidence(found, evidence.last),
        "total": f"{evidence.total}+" if evidence.more else evidence.total,
        "before": before and shapes.Link(before, links.clause(before)),
        "after": after and shapes.Link(after, links.clause(after)),
    }
    return render(request, "insight/clause.html", context)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a clause."""

    number: str
    title: Text
    says: Text
    url: str


def _decision(number: str, decision: Any) -> Decision:
    url = reverse("plan:decision", args=[number])
    return Decision(number, decision.title.text, decision.decision.text, url)


def _state(request: ActorRequest, found: Outline, code: str) -> dict[str, Any] | None:
    if not reading.sees_coverage(request):
        return None
    state = found.report.clauses[code].state
    reasons = found.report.clauses[code].reasons
    tests = [r.test for r in reasons if r.test and r.live] if state is Coverage.ENFORCED else []
    return {
        "badge": words.state_badge(state),
        "means": words.STATE_MEANS[state],
        "tests": list(dict.fromkeys(tests)),
    }


def _uses(request: ActorRequest, found: Outline, uses: Uses) -> Iterable[Use]:
    for binding in uses.bindings:
        yield _binding(request, binding)
    for step in uses.steps:
        yield _step(found, step)
    for grant in uses.grants:
        yield _grant(found, grant)
    for row in uses.rows:
        yield _row(row)


def _binding(request: ActorRequest, binding: Binding) -> Use:
    capability = plans.catalogue().capabilities.get(binding.capability)
    label = capability.label if capability else binding.capability
    numbers = [f"{name} = {value}" for name, value in binding.parameters.items()]
    notes = [_("The program does this: %(code)s") % {"code": binding.capability}, *numbers]
    if binding.note:
        notes.append(words.say(binding.note.text))
    badge = None
    if reading.sees_coverage(request):
        live = capability is not None and capability.live
        state = Coverage.ENFORCED if live and binding.test else Coverage.PREPARED
        badge = words.state_badge(state)
    return Use(what=label, notes=tuple(notes), badge=badge)


def _step(found: Outline, use: StepUse) -> Use:
    kind = found.plan.handbook.playbooks[use.playbook].kind
    when = words.step_time(use.step, words.anchors(found.plan, kind))
    who = words.say(words.who(found.plan, use.step.who))
    title = _("Step of the playbook: %(playbook)s") % {"playbook": words.say(use.title)}
    return Use(
        what=use.step.title.text,
        url=f"{links.playbook(use.playbook)}#{use.step.id}",
        notes=(title, who, when),
    )


def _grant(found: Outline, grant: Grant) -> Use:
    verbs = plans.catalogue().verbs
    labels = [words.say(verbs[v].label) if v in verbs else v for v in grant.verbs]
    may = _("Permission: %(verbs)s") % {"verbs": words.parted(labels)}
    return Use(what=may, notes=(_holders(found, grant),))


def _holders(found: Outline, grant: Grant) -> str:
    if grant.everyone:
        return _("Everybody with a valid appointment")
    book = found.plan.handbook
    names = [words.say(found.plan.post_title(post)) for post in grant.posts]
    names += [words.say(book.roles[role].title.text) for role in grant.roles]
    names += [words.say(book.parties[party].title.text) for party in grant.parties]
    return words.listed(names)


def _row(use: RowUse) -> Use:
    return Use(what=use.title, url=links.row(use.section, use.code), notes=(use.section_title,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilled:
    """One time a clause was fulfilled: on which case or row, by which capability, when."""

    what: str
    url: str
    at: datetime
    how: str


def _evidence(found: Outline, times: Iterable[Time | Count]) -> list[Fulfilled]:
    return [_counted(found, one) if isinstance(one, Count) else _done(found, one) for one in times]


def _done(found: Outline, one: Time) -> Fulfilled:
    return Fulfilled(
        what=f"{one.case.number} {one.case.title}",
        url=links.case(one.case.kind, one.case.pk),
        at=one.at,
        how=words.listed(dict.fromkeys(words.said(_how(found, way)) for way in one.ways)),
    )


def _counted(found: Outline, one: Count) -> Fulfilled:
    row = found.plan.handbook.equipment[one.row]
    quantity = f"{one.quantity} {row.unit}".strip()
    return Fulfilled(
        what=_("%(what)s: %(quantity)s") % {"what": words.say(row.name.text), "quantity": quantity},
        url=reverse("equipment:survey"),
        at=one.counted_at,
        how=_("Counted on the spot"),
    )


def _how(found: Outline, row: Fulfilment) -> Text | str:
    if row.capability:
        capability = plans.catalogue().capabilities.get(row.capability)
        return capability.label if capability else row.capability
    if row.task is None:
        return ""
    book = found.plan.handbook.playbooks.get(row.case.playbook)
    titles = (step.title.text for step in book.steps if step.id == row.task.step) if book else ()
    return next(iter(titles), row.task.step)
