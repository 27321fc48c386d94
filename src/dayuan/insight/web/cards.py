"""Parts that several pages of the plan draw: a clause as a card, coverage as a strip."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dayuan.handbook.coverage import Coverage
from dayuan.insight.queries.outline import Outline
from dayuan.insight.queries.uses import uses_of
from dayuan.insight.web import links, reading, words
from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.ui import shapes
from dayuan.reference.plans import queries as plans

#: More than these are read on the clause's own page.
_MAKERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseCard:
    """A clause in a list: its number, the plan's own words, what they mean, how it stands."""

    code: str
    url: str
    quote: str
    #: How the words are meant where the print is garbled.
    reads: str
    english: str
    kind: Any
    badge: shapes.Badge | None
    means: list[Source]
    where: shapes.Link | None
    #: What makes it happen, by name: capabilities first, then steps of playbooks.
    makers: list[Text | shapes.Link]


def clause(request: ActorRequest, found: Outline, code: str) -> ClauseCard:
    """Return a clause as a card; its state only to those who may see it."""
    row = found.plan.handbook.clauses[code]
    state = found.report.clauses[code].state
    section = found.plan.handbook.sections[row.section]
    return ClauseCard(
        code=code,
        url=links.clause(code),
        quote=row.quote,
        reads=row.reads,
        english=row.en,
        kind=words.KINDS[row.kind],
        badge=words.state_badge(state) if reading.sees_coverage(request) else None,
        means=[
            Source(SourceKind.DECISION, number) for number, _one in found.plan.decisions_of(code)
        ],
        where=shapes.Link(section.title.text, links.section(row.section)),
        makers=_makers(found, code),
    )


def _makers(found: Outline, code: str) -> list[Text | shapes.Link]:
    uses = uses_of(found, code)
    known = plans.catalogue().capabilities
    named: list[Text | shapes.Link] = [
        known[b.capability].label for b in uses.bindings if b.capability in known
    ]
    steps = [
        shapes.Link(use.step.title.text, f"{links.playbook(use.playbook)}#{use.step.id}")
        for use in uses.steps
    ]
    return [*named, *steps][:_MAKERS]


def strip(label: shapes.Words, totals: Mapping[Coverage, int], url: str = "") -> shapes.Strip:
    """Return coverage as a picture: one part for each state."""
    parts = [
        shapes.Part(tone=words.STATE_TONES[state], label=state.text, count=totals[state])
        for state in Coverage
    ]
    return shapes.Strip(label=label, parts=parts, url=url)


def section_strip(found: Outline, code: str) -> shapes.Strip:
    """Return the coverage of a section and everything below it."""
    title = found.plan.handbook.sections[code].title.text
    return strip(title, found.totals(found.all_clauses(code)), links.section(code))


def section_link(found: Outline, code: str) -> shapes.Link:
    """Return a section for readers who do not see coverage."""
    return shapes.Link(found.plan.handbook.sections[code].title.text, links.section(code))
