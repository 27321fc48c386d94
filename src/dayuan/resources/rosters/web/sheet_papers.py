"""The feasibility sheet on paper: what the plan asks for, and what it gives."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import Block, Column, Document, Heading, Listed, Note, Table
from dayuan.platform.documents.papers import Paper
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import source_words, words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import feasibility
from dayuan.resources.rosters.feasibility import Feasibility
from dayuan.resources.rosters.web import feasible


def key_of(code: str, month: date) -> str:
    """Return under what key a group's month is printed: guards-202612."""
    return f"{code}-{month:%Y%m}"


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    code, month = _parts(key)
    today = sites.today(actor.site_id, at)
    found = feasibility.sheet_of(actor, code, month, today=today)
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=f"{words(found.group.plan.title.text)} · {times.month(month)}",
        blocks=tuple(_blocks(found)),
    )


def _parts(key: str) -> tuple[str, date]:
    code, _dash, number = key.rpartition("-")
    if len(number) != len("202612") or not (number.isdecimal() and number.isascii()):
        raise Refused(hidden=True)
    try:
        found = date(int(number[:4]), int(number[4:]), 1)
    except ValueError as wrong:
        raise Refused(hidden=True) from wrong
    if not sites.FIRST_YEAR <= found.year <= sites.LAST_YEAR:
        raise Refused(hidden=True)
    return code, found


def _blocks(found: Feasibility) -> list[Block]:
    blocks: list[Block] = [Heading(_("Posts and their people")), _posts(found)]
    if found.questions:
        by = feasible.deciders(found)
        asked = tuple(f"{words(one.what)}（{one.where}；{by}）" for one in found.questions)
        blocks += [Heading(_("What has to be decided")), Listed(asked, numbered=True)]
    sources = {one: None for line in found.lines for one in feasible.sources(found, line)}
    said = [source_words(one) for one in (*feasible.of_group(found), *sources)]
    blocks.append(Note(_("Sources: %(names)s") % {"names": "；".join(dict.fromkeys(said))}))
    return blocks


def _posts(found: Feasibility) -> Table:
    columns = (
        Column(_("Post"), 3), Column(_("State"), 3), Column(_("Needs in a week"), 5),
        Column(_("Has"), 4), Column(_("Lacks"), 4), Column(_("Relief"), 4),
    )  # fmt: skip
    rows = [
        (
            words(found.compiled.post_title(line.ask.post)),
            words(feasible.verdict(found.verdict(line)).word),
            *(
                "\n".join(part)
                for part in (
                    feasible.needs(found, line), feasible.has(found, line),
                    feasible.lacks(found, line), feasible.relief(found.compiled, line),
                )
            ),
        )
        for line in found.lines
    ]  # fmt: skip
    return Table(columns, tuple(rows))


def _page(key: str) -> str:
    code, month = _parts(key)
    return f"{reverse('rosters:feasibility')}?plan={code}&month={month:%Y-%m}"


_CAPTION = Text("排班可行性表", "Feasibility of the roster")
PAPER = Paper(
    code="rosters.feasibility",
    caption=_CAPTION,
    verb=feasibility.VERB,
    record="rosters.feasibility",
    owner_kind="rosters.feasibility",
    compose=_compose,
    page=_page,
    editable=True,
    issued=False,
)
