"""A published month for one person: the own line, and who is on on a day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dayuan.platform.access.web import ActorRequest
from dayuan.platform.ui.shapes import Column, Listing, Row
from dayuan.platform.ui.shapes import Person as Somebody
from dayuan.resources.rosters.rules.drafting import Member
from dayuan.resources.rosters.web.month_grid import Grid, day_said


def mine(request: ActorRequest, grid: Grid) -> dict[str, Any]:
    """Return the reader's own duties of the month, and everybody of one day."""
    own = next((m for m in grid.draft.members if m.person == request.actor.person_id), None)
    day = _chosen(request, grid)
    return {
        "own": _own(grid, own) if own is not None else None,
        "day": day,
        "days": [(one.isoformat(), day_said(one), one == day) for one in grid.draft.days],
        "on_day": _of_day(grid, day),
    }


def _chosen(request: ActorRequest, grid: Grid) -> date:
    asked = request.GET.get("day", "")
    known = {one.isoformat(): one for one in grid.draft.days}
    return known.get(asked) or known.get(grid.today.isoformat()) or grid.draft.days[0]


def _own(grid: Grid, member: Member) -> Listing:
    # Two lines an entry on a phone: day and shift, then when and where.
    columns = [
        Column(_("Day"), "what"),
        Column(_("Shift"), "state"),
        Column(_("Time and post"), "where"),
    ]
    rows = [
        Row(cells=[day_said(day), way.title, f"{way.hours} {grid.post_title(cell.post)}"])
        for day, cell in zip(grid.draft.days, grid.line(member), strict=True)
        if cell is not None
        for way in (grid.way(cell.shift),)
    ]
    return Listing(caption=_("My duties"), columns=columns, rows=rows, dense=True)


def _of_day(grid: Grid, day: date) -> Listing:
    number = grid.draft.day(day)
    found = [
        (grid.way(cell.shift), grid.post_title(cell.post), grid.person(member).name)
        for _title, members in grid.groups
        for member in members
        if (cell := grid.line(member)[number]) is not None
    ]
    found.sort(key=lambda one: (one[0].number, one[1]))
    columns = [
        Column(_("Person"), "what"),
        Column(_("Shift"), "state"),
        Column(_("Time and post"), "where"),
    ]
    rows = [
        Row(cells=[Somebody(name), way.title, f"{way.hours} {post}"]) for way, post, name in found
    ]
    return Listing(caption=_("Who is on"), columns=columns, rows=rows, dense=True)
