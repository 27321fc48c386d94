"""A month as an Excel file: one row a person, one column a day."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.lists.web.taken import Leaf, taken_away
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.web.month_grid import Grid, main_post


@require_safe
@view_for("rosters.duty.view")
def file(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Give a month as a workbook to whoever may see it."""
    found = queries.sheet_for(request.actor, roster_id)
    today = request.now.astimezone(request.site_zone).date()
    grid = Grid(found, sites.plan_of(request.actor.site_id), today=today)
    name = f"{words(grid.draft.plan.title.text)} {times.month(found.roster.month)}"
    leaf = Leaf(name, _headings(grid), _rows(grid))
    return taken_away(request, name, [leaf], also=_keys(grid))


def _headings(grid: Grid) -> list[str | date]:
    ends = [_("Hours"), _("Nights")]
    return [_("Person"), _("Staff number"), _("Post"), *grid.draft.days, *ends]


def _keys(grid: Grid) -> list[str]:
    """Return what the marks mean."""
    return [f"{one.mark} = {one.title} {one.hours}" for one in grid.ways]


def _rows(grid: Grid) -> Iterator[list[str | int]]:
    for _title, members in grid.groups:
        for member in members:
            person, stand = grid.person(member), grid.stand(member)
            post = grid.post_title(main_post(member)) if main_post(member) else ""
            cells = [f"{one.mark} {one.post}".strip() for one in grid.cells(member)]
            yield [
                person.name,
                person.staff_number,
                post,
                *cells,
                f"{stand.hours}/{stand.norm}",
                stand.nights,
            ]
