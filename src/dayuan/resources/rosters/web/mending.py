"""Somebody cannot come: the month is mended by the program, shown before it is accepted."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.refusals import add_refusal
from dayuan.platform.ui.shapes import Column, Listing, Row
from dayuan.platform.ui.shapes import Person as Somebody
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.planner.problem import Cell
from dayuan.resources.rosters.queries import Duty, Mended, Mending
from dayuan.resources.rosters.rules import drafting, mending
from dayuan.resources.rosters.rules.mending import Change
from dayuan.resources.rosters.states import MENDING
from dayuan.resources.rosters.web import days, replacing
from dayuan.resources.rosters.web.forms import CauseForm, UntilForm
from dayuan.resources.rosters.web.month_grid import Grid
from dayuan.resources.rosters.web.numbers import hours_of_minutes

_ARRANGE = "rosters.duty.manage"


@require_POST
@view_for(_ARRANGE)
def mend(request: ActorRequest, duty_id: int) -> HttpResponse:
    """Ask for a proposal; go to where it will stand."""
    duty = queries.get_for(request.actor, duty_id)
    form, until = CauseForm(request.POST), UntilForm(request.POST, days=duty.day)
    if not form.is_valid() or not until.is_valid():
        return replacing.page(request, duty, form, until)
    try:
        row = commands.ask_mending(
            duty_id=duty.pk, until=until.cleaned_data["until"] or duty.day,
            cause=form.cleaned_data["cause"], actor=request.actor, at=request.now,
        )  # fmt: skip
    except Refused as refused:
        add_refusal(until, refused, fields={"rosters.mending.until": "until"})
        return replacing.page(request, duty, form, until)
    return redirect("rosters:mending", row.pk)


@require_safe
@view_for(_ARRANGE)
def show(request: ActorRequest, mending_id: int) -> HttpResponse:
    """Show a proposal; while it is worked out the page asks for itself again."""
    row = queries.mending_for(request.actor, mending_id)
    if request.headers.get("X-Dayuan-Poll"):
        answer = render(request, "rosters/_mending.html", _waiting(row))
        if not _alive(row):
            answer.headers["HX-Refresh"] = "true"
        return answer
    return _page(request, row)


@require_POST
@view_for(_ARRANGE)
def accept(request: ActorRequest, mending_id: int) -> HttpResponse:
    """Let a proposal stand, as one act."""
    row = queries.mending_for(request.actor, mending_id)
    try:
        commands.accept_mending(
            mending_id=row.pk, accepted=request.POST.get("accepted") == "yes",
            actor=request.actor, at=request.now,
        )  # fmt: skip
    except Refused as refused:
        if refused.hidden or not refused.problems:
            raise
        again = queries.mending_for(request.actor, mending_id)
        return _page(request, again, refused=refused.problems)
    messages.success(request, _("It is arranged. Everybody whose shifts change hears of it."))
    return redirect(days.url("rosters:day", row.duty.day))


@require_POST
@view_for(_ARRANGE)
def drop(request: ActorRequest, mending_id: int) -> HttpResponse:
    """Let a proposal be, and go back to the list of who may come."""
    row = queries.mending_for(request.actor, mending_id)
    commands.drop_mending(mending_id=row.pk, actor=request.actor, at=request.now)
    messages.success(request, _("Nothing was changed."))
    return redirect("rosters:replace", row.duty_id)


# --- inside -------------------------------------------------------------------------------


def _alive(row: Mending) -> bool:
    return row.state in {"waiting", "working"}


def _waiting(row: Mending) -> dict[str, Any]:
    return {"row": row, "alive": _alive(row), "state": MENDING.state(row.state)}


def _page(request: ActorRequest, row: Mending, *, refused: Any = ()) -> HttpResponse:
    context = {**_waiting(row), **_head(request, row.duty), "refused": refused}
    if row.state == "proposed":
        context |= _proposal(request, queries.mended(row))
    context["why"] = _why(row.problem) if row.state == "failed" else ""
    return render(request, "rosters/mending.html", context, status=422 if refused else 200)


def _head(request: ActorRequest, duty: Duty) -> dict[str, Any]:
    return {
        "duty": duty,
        "post": sites.plan_of(duty.site_id).post_title(duty.post),
        "hours": days.clock(duty, request.site_zone),
        "back": reverse("rosters:replace", args=[duty.pk]),
    }


def _why(problem: str) -> str:
    if problem == "nobody":
        return _(
            "Nobody can come without breaking what holds, and no exchange of a few duties "
            "helps. Choose from the list, or leave the post open."
        )
    if problem == "not_found":
        return _("No way was found in the time given. Choose from the list, or ask once more.")
    return _("It could not be worked out. Ask once more.")


def _proposal(request: ActorRequest, found: Mended) -> dict[str, Any]:
    today = request.now.astimezone(request.site_zone).date()
    month = found.month
    sheet = queries.Sheet(month, found.after, found.names, {})
    grid = Grid(sheet, sites.plan_of(request.actor.site_id), today=today)
    touched = {one.person for one in found.changes}
    return {
        "people": len(touched - {found.row.duty.person_id}),
        "listing": _listing(grid, found),
        "stale": commands.accept_problems(found, at=request.now),
        "costs": mending.named(found.after, found.costs),
        "still_open": list(_still_open(grid, found)),
    }


def _listing(grid: Grid, found: Mended) -> Listing:
    columns = [
        Column(_("Person"), "what"),
        Column(_("Day"), "where"),
        Column(_("Before and after"), "where"),
        Column(_("Hours of the month"), "until"),
    ]
    rows = [Row(cells=_cells(grid, found, one)) for one in _in_order(found)]
    return Listing(caption=_("What changes"), columns=columns, rows=rows, dense=True)


def _in_order(found: Mended) -> list[Change]:
    """Return changes person by person, whoever cannot come first."""
    away = found.row.duty.person_id
    return sorted(found.changes, key=lambda one: (one.person != away, one.person, one.day))


def _cells(grid: Grid, found: Mended, one: Change) -> list[Any]:
    code = str(one.person)
    before, after = (
        hours_of_minutes(_minutes(grid, lines[code]))
        for lines in (found.month.lines, found.after.lines)
    )
    return [
        Somebody(found.names.get(one.person, "")), times.day(one.day, year=False),
        _("%(before)s → %(after)s") % {
            "before": grid.title_of(one.was), "after": grid.title_of(one.will),
        },
        before if before == after else _("%(before)s → %(after)s") % {
            "before": before, "after": after,
        },
    ]  # fmt: skip


def _minutes(grid: Grid, line: Iterable[Cell]) -> int:
    known = {one.code: one.minutes for one in drafting.shifts(grid.draft.plan)}
    known |= {one.code: one.minutes for one in grid.draft.more_shifts}
    return sum(known[cell.shift] for cell in line if cell)


def _still_open(grid: Grid, found: Mended) -> Iterable[str]:
    """Yield what lacks somebody on the days concerned, after the changes too."""
    wanted: set[date] = {one.day for one in found.changes}
    for cover in found.after.cover:
        if cover.missing and cover.shift and cover.day in wanted:
            way = grid.way(cover.shift)
            yield f"{times.day(cover.day, year=False)} {way.title} {grid.post_title(cover.post)}"
