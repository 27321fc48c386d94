"""A published month as it hangs in the guard house: A3 across, a line for each person."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import DayKind
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import Document, GridHead, GridRow, Note
from dayuan.platform.documents.content import Grid as Drawn
from dayuan.platform.documents.papers import Paper, number
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.queries import Roster
from dayuan.resources.rosters.rules.drafting import Member
from dayuan.resources.rosters.web.month_grid import Grid, Head, Way


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    found = queries.sheet_for(actor, number(key))
    if found.roster.state != "published":
        # A draft hangs on no wall.
        raise Refused(hidden=True)
    grid = Grid(found, sites.plan_of(actor.site_id), today=sites.today(actor.site_id, at))
    month, changes = times.month(found.roster.month), queries.changes_of(found.roster)
    return Document(
        title=_("Roster %(month)s") % {"month": month},
        site=words(sites.name(sites.site(actor.site_id))),
        number=words(grid.draft.plan.title.text),
        label=_("Version %(n)d") % {"n": 1 + len(changes)},
        wide=True,
        blocks=(_grid(grid), Note(_keys(grid)), Note(_standing(found.roster, changes))),
    )


def _grid(grid: Grid) -> Drawn:
    rows = [*_people(grid), *(_covered(grid, one) for one in grid.ways)]
    heads = tuple(_head(one) for one in grid.heads)
    return Drawn(_("Person"), heads, (_("Hours"), _("Nights")), tuple(rows))


def _head(one: Head) -> GridHead:
    marks = {
        DayKind.HOLIDAY: pgettext("mark in a grid: holiday", "H"),
        DayKind.MAKE_UP: pgettext("mark in a grid: make-up working day", "W"),
    }
    free = one.kind in (DayKind.REST, DayKind.HOLIDAY)
    return GridHead(str(one.day.day), one.weekday, marks.get(one.kind, ""), shaded=free)


def _people(grid: Grid) -> Iterator[GridRow]:
    same = Counter(grid.person(one).name for one in grid.draft.members)
    for title, members in grid.groups:
        yield GridRow(title, kind="group")
        for one in members:
            yield _line(grid, one, alone=same[grid.person(one).name] == 1)


def _line(grid: Grid, member: Member, *, alone: bool) -> GridRow:
    """Return one person's line; the number stands on the wall only where two are named alike."""
    person, stand = grid.person(member), grid.stand(member)
    name = person.name if alone else f"{person.name} {person.staff_number}"
    cells = tuple(f"{one.mark}{one.post}" for one in grid.cells(member))
    return GridRow(name, (*cells, stand.hours, str(stand.nights)))


def _covered(grid: Grid, way: Way) -> GridRow:
    """Return how many stand in a shift of each day, of how many; black where some are missing."""
    found = [grid.cover(day, way) for day in grid.draft.days]
    cells = [f"{one.there}/{one.needed}" if one.needed or one.there else "" for one in found]
    lacking = tuple(n for n, one in enumerate(found) if one.missing)
    return GridRow(f"{way.mark} {way.title}", (*cells, "", ""), "sum", lacking)


def _keys(grid: Grid) -> str:
    """Return what the marks mean: shifts with their times, posts, and what else stands there."""
    said = [f"{one.mark} = {one.title} {one.hours}" for one in grid.ways]
    said += [f"{mark} = {title}" for mark, title in grid.post_keys]
    others = (
        (pgettext("mark in a grid: on leave", "L"), _("on leave or at a training")),
        (pgettext("mark in a grid: other duty", "E"), _("on another duty")),
        (pgettext("mark in a grid: holiday", "H"), words(sites.DAY_KINDS[DayKind.HOLIDAY])),
        (pgettext("mark in a grid: make-up working day", "W"),
         words(sites.DAY_KINDS[DayKind.MAKE_UP])),
    )  # fmt: skip
    there = _there(grid)
    said += [f"{mark} = {what}" for mark, what in others if mark in there]
    said += [f"✱ = {one.hours}" for one in grid.other_ways]
    said.append(_("below: there / needed, black where somebody is missing"))
    return f"{'；'.join(said)}。" if times.in_chinese() else f"{'; '.join(said)}."


def _there(grid: Grid) -> set[str]:
    """Return the marks that stand on the sheet."""
    cells = {one.mark for member in grid.draft.members for one in grid.cells(member)}
    return cells | {_head(one).mark for one in grid.heads}


def _standing(roster: Roster, changes: list[datetime]) -> str:
    """Return since when it stands, and when it was changed last: what hangs may be older."""
    zone, said = sites.zone(roster.site_id), []
    if roster.published_at is not None:
        when = times.moment(roster.published_at, zone)
        said.append(_("As published at %(when)s.") % {"when": when})
    if changes:
        last, n = times.moment(changes[-1], zone), len(changes)
        since = ngettext(
            "Changed %(n)d time since, last at %(when)s.",
            "Changed %(n)d times since, last at %(when)s.",
            n,
        )
        said.append(since % {"n": n, "when": last})
    said.append(_("Later changes are told to those concerned; the duty list counts."))
    return ("" if times.in_chinese() else " ").join(said)


PAPER = Paper(
    code="rosters.month",
    caption=Text("排班表", "Roster"),
    verb="rosters.duty.view",
    record="rosters.month",
    owner_kind="rosters.roster",
    compose=_compose,
    page=lambda key: reverse("rosters:month", args=[number(key)]),
    issued=False,
)
