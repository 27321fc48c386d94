"""A task as a sheet: what one post does by a time, taken along and signed."""

from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.handbook.schema import Step
from dayuan.kernel.labels import Label
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Signature,
    Signatures,
    Table,
)
from dayuan.platform.documents.papers import Paper, number
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import source_words, words
from dayuan.reference.sites import queries as sites
from dayuan.work import cards, queries
from dayuan.work.models import EvidenceItem, Task
from dayuan.work.states import TASK


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    found = queries.task_for(actor, number(key))
    step = queries.step_of(found)
    given = queries.evidence_of([found]).get(found.pk, [])
    blocks: list[Block] = [
        Facts(tuple(_facts(found, step, sites.zone(actor.site_id)))),
        Heading(_("What is asked for")),
        _asked(step, given),
        Signatures(
            (Signature(_("Done by"), str(found.person or "")), Signature(_("Checked by"))),
            dated=_("Date"),
        ),
    ]
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=_("No. %(number)s") % {"number": found.case.number},
        label=words(Label(found.case.label).text),
        restricted=cards.wants_a_mark(found.case),
        blocks=tuple(blocks),
    )


def _facts(found: Task, step: Step, zone: tzinfo) -> list[Fact]:
    post = queries.plan_of(found.case).post_title(found.post)
    return [
        Fact(_("Case"), found.case.title, wide=True),
        Fact(_("Step"), words(step.title.text), wide=True),
        Fact(_("Post"), words(post)),
        Fact(_("Person"), str(found.person or found.holder or "")),
        Fact(_("State"), words(TASK.state(found.state).label)),
        Fact(_("Due"), times.moment(found.due_at, zone) if found.due_at else ""),
        Fact(_("Taken at"), times.moment(found.accepted_at, zone) if found.accepted_at else ""),
        Fact(_("Done at"), times.moment(found.done_at, zone) if found.done_at else ""),
        Fact(_("Source"), "\n".join(source_words(one.value) for one in step.sources), wide=True),
    ]


def _asked(step: Step, given: list[EvidenceItem]) -> Table:
    """Return what the step asks for, ticked or filled in where it was given."""
    rows = [(words(line.title.text), _said(step, given, line.id)) for line in step.checklist]
    rows += [(words(one.title.text), _said(step, given, one.id)) for one in step.evidence]
    columns = (Column(_("Asked for"), 2), Column(_("Given"), 3))
    return Table(columns, tuple(rows), empty=_("The step asks for nothing besides being done."))


def _said(step: Step, given: list[EvidenceItem], item: str) -> str:
    return cards.proved(step, [one for one in given if one.item == item])


_CAPTION = Text("任务单", "Task sheet")
PAPER = Paper(
    code="work.task",
    caption=_CAPTION,
    verb="work.task.do",
    record="work.task",
    owner_kind="work.task",
    compose=_compose,
    page=lambda key: reverse("work:task", args=[int(key)]),
    issued=False,
)
