"""A request as the form an inspector expects: reported, sent out, done, checked, asked after."""

from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.labels import Label
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import LABEL, Actor
from dayuan.platform.documents.content import (
    Block,
    Document,
    Fact,
    Facts,
    Heading,
    Pictures,
    Signature,
    Signatures,
)
from dayuan.platform.documents.papers import Paper, number
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import source_words, words
from dayuan.reference.sites import queries as sites
from dayuan.services.desk import queries
from dayuan.services.desk.models import Request
from dayuan.services.desk.states import REQUEST
from dayuan.work import cards
from dayuan.work import queries as work
from dayuan.work.queries import Task


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    found = queries.get_for(actor, number(key))
    tasks = work.tasks_of(found.case)
    evidence = work.evidence_of(tasks)
    zone = sites.zone(actor.site_id)
    pictures = cards.pictures_on_paper(found.case, tasks, evidence)
    shows_caller = not for_all and queries.may_see_caller(found, actor, tasks)
    blocks: list[Block] = [
        Facts(tuple(_facts(found, zone, shows_caller=shows_caller))),
        Heading(_("How it was handled")),
        cards.steps_on_paper(tasks, evidence, zone=zone),
        _signatures(found, tasks),
    ]
    if pictures:
        blocks += [Heading(_("Pictures")), Pictures(pictures)]
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=_("No. %(number)s") % {"number": found.case.number},
        label=words(Label(found.case.label).text),
        restricted=cards.wants_a_mark(found.case),
        blocks=tuple(blocks),
    )


def _facts(found: Request, zone: tzinfo, *, shows_caller: bool) -> list[Fact]:
    plan = work.plan_of(found.case)
    category = plan.handbook.categories.get(found.category)
    told = [
        Fact(_("What"), found.case.title, wide=True),
        Fact(_("Where"), found.place),
        Fact(_("Kind"), words(category.title.text) if category else found.category),
        Fact(_("Reported"), times.moment(found.case.opened_at, zone)),
        Fact(_("Reported by"), _reporter(found)),
        *(_caller(found) if shows_caller else ()),
        Fact(_("Sent out at"), _moment(found.dispatched_at, zone)),
        Fact(_("Work done"), _moment(found.finished_at, zone)),
        Fact(_("State"), words(REQUEST.state(found.state).label)),
        Fact(_("Closed"), _moment(found.case.closed_at, zone)),
        Fact(_("What was reported"), found.description, wide=True),
    ]
    if category:
        told.append(Fact(_("Source"), source_words(category.source.value), wide=True))
    return told


def _caller(found: Request) -> list[Fact]:
    return [
        Fact(_("Caller"), found.caller_name),
        Fact(_("Caller's phone"), found.caller_phone),
    ]


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return times.moment(at, zone) if at else ""


def _reporter(found: Request) -> str:
    if found.reporter:
        return str(found.reporter)
    by_label = found.case.opened_by.startswith(LABEL)
    return _("By the code on a label") if by_label else _("Nobody named")


def _signatures(found: Request, tasks: list[Task]) -> Signatures:
    done = [str(task.person) for task in tasks if task.person and task.state == "done"]
    return Signatures(
        (
            Signature(_("Done by"), done[0] if len(done) == 1 else ""),
            Signature(_("Checked by")),
            Signature(_("Reported by")),
            Signature(_("Head of the centre")),
        ),
        dated=_("Date"),
        note=_("Drawn from the centre's record; times are the site's."),
    )


_CAPTION = Text("报事报修单", "Request form")
PAPER = Paper(
    code="desk.request",
    caption=_CAPTION,
    verb="",
    record="desk.request",
    owner_kind="work.case",
    compose=_compose,
    marked=cards.wanting_a_mark,
    page=lambda key: reverse("desk:request", args=[int(key)]),
    editable=True,
)
