"""One month: the grid, what stands beside it, and everything that is done to it."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Action
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.commands import planning
from dayuan.resources.rosters.queries import Sheet
from dayuan.resources.rosters.rules import days
from dayuan.resources.rosters.states import ROSTER
from dayuan.resources.rosters.web import month_drawn as drawn
from dayuan.resources.rosters.web import month_panel as beside
from dayuan.resources.rosters.web.month_forms import AUTO, CellForm, ExchangeForm, PlanForm, SetForm
from dayuan.resources.rosters.web.month_grid import Grid
from dayuan.resources.rosters.web.month_mine import mine
from dayuan.resources.rosters.web.month_why import why

_VIEW, _ARRANGE = "rosters.duty.view", "rosters.duty.manage"
#: What the script of the grid sends with each change, to be answered with what changed alone.
PART = "X-Dayuan-Part"
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for(_VIEW)
def month(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Show a month: a draft to those who arrange it, a published one to everybody on duty."""
    return _page(request, queries.sheet_for(request.actor, roster_id))


@require_POST
@view_for(_ARRANGE)
def cell(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Set one cell, or leave it to the planner; the script is told what changed."""
    form = SetForm(request.POST)
    if not form.is_valid():
        return _not_done(request, roster_id, form, ())
    person, day = form.cleaned_data["person"], form.cleaned_data["day"]
    try:
        _set(request, roster_id, form, person, day)
    except Refused as refused:
        return _not_done(request, roster_id, form, _said(refused))
    if request.headers.get(PART):
        return _changed(request, roster_id, {person}, {day})
    return redirect(f"{_url(roster_id)}?person={person}&day={day.isoformat()}#cell")


def _set(request: ActorRequest, roster_id: int, form: SetForm, person: int, day: date) -> None:
    place: dict[str, Any] = {"roster_id": roster_id, "person_id": person, "day": day}
    if form.cleaned_data["what"] == AUTO:
        commands.clear_cell(**place, actor=request.actor, at=request.now)
        return
    post, shift = form.duty()
    commands.set_cell(**place, post=post, shift=shift, actor=request.actor, at=request.now)


@require_POST
@view_for(_ARRANGE)
def exchange(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Let two cells change places: what was dragged from one to the other."""
    form = ExchangeForm(request.POST)
    if not form.is_valid():
        return _not_done(request, roster_id, form, ())
    given = form.cleaned_data
    try:
        commands.exchange_cells(
            roster_id=roster_id, person_id=given["person"], day=given["day"],
            with_person_id=given["with_person"], with_day=given["with_day"],
            actor=request.actor, at=request.now,
        )  # fmt: skip
    except Refused as refused:
        return _not_done(request, roster_id, form, _said(refused))
    people, days = {given["person"], given["with_person"]}, {given["day"], given["with_day"]}
    if request.headers.get(PART):
        return _changed(request, roster_id, people, days)
    return redirect(_url(roster_id))


@require_POST
@view_for(_ARRANGE, "rosters.month.accept")
def accept(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Accept by name what the draft does not keep."""
    rules = request.POST.getlist("rule")
    return _done(
        request, roster_id, _("Accepted."),
        lambda: commands.accept(
            roster_id=roster_id, rules=rules, actor=request.actor, at=request.now
        ),
    )  # fmt: skip


@require_POST
@view_for(_ARRANGE)
def plan(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Ask the planner to fill the draft around what is set."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors.get("seconds", ())))
        return redirect(_url(queries.roster_for(request.actor, roster_id).pk))
    return _done(
        request, roster_id, "",
        lambda: planning.ask(
            roster_id=roster_id, seconds=form.cleaned_data["seconds"], actor=request.actor,
            at=request.now,
        ),
    )  # fmt: skip


@require_safe
@view_for(_ARRANGE)
def progress(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Say how far the planner is; where it has ended the whole page is asked for anew."""
    roster = queries.roster_for(request.actor, roster_id)
    found = beside.progress(queries.planning_of(request.actor, roster.pk))
    answer = render(request, "rosters/_planner.html", {"planner": found, "roster": roster})
    if found is None or not found.alive:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@view_for(_ARRANGE)
def stop(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Let the planner be; the draft stays as it was."""
    roster = queries.roster_for(request.actor, roster_id)
    row = queries.planning_of(request.actor, roster.pk)
    if row is None:
        return redirect(_url(roster.pk))
    return _done(
        request, roster_id, _("Cancelled. The draft is as it was."),
        lambda: planning.cancel(planning_id=row.pk, actor=request.actor, at=request.now),
    )  # fmt: skip


@_get_or_post
@view_for(_ARRANGE)
def publish(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Ask once more, then let the month stand on the duty list."""
    if request.method == "POST":
        return _done(
            request, roster_id, _("Published. Its duties are on the duty list."),
            lambda: commands.publish(roster_id=roster_id, actor=request.actor, at=request.now),
        )  # fmt: skip
    return _asked(request, roster_id, "rosters/publish.html")


@_get_or_post
@view_for(_ARRANGE)
def discard(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Ask once more, then throw the draft away."""
    if request.method == "POST":
        return _done(
            request, roster_id, _("The draft was thrown away."),
            lambda: commands.discard(roster_id=roster_id, actor=request.actor, at=request.now),
            back=reverse("rosters:months"),
        )  # fmt: skip
    return _asked(request, roster_id, "rosters/discard.html")


# --- inside -------------------------------------------------------------------------------


def _grid(request: ActorRequest, found: Sheet) -> Grid:
    today = request.now.astimezone(request.site_zone).date()
    return Grid(found, sites.plan_of(request.actor.site_id), today=today)


def _page(
    request: ActorRequest,
    found: Sheet,
    form: CellForm | None = None,
    problems: Problems = (),
) -> HttpResponse:
    grid = _grid(request, found)
    draft = found.roster.state == "draft"
    run = beside.progress(found.planning) if draft else None
    edits = draft and not (run is not None and run.alive)
    context = {
        **_frame(request, grid, edits=edits),
        **(_of_draft(request, grid, form, edits=edits) if draft else _published(request, grid)),
        "planner": run,
        "plan_form": PlanForm(),
        "refused": problems,
    }
    status = 422 if problems or (form is not None and form.errors) else 200
    return render(request, "rosters/month.html", context, status=status)


def _frame(request: ActorRequest, grid: Grid, *, edits: bool) -> dict[str, Any]:
    roster = grid.found.roster
    return {
        "roster": roster,
        "grid": grid,
        "group": grid.draft.plan.title.text,
        "month_name": times.month(roster.month),
        "state": ROSTER.state(roster.state),
        "edits": edits,
        "head": drawn.head(grid),
        "body": drawn.body(grid, edits=edits),
        "foot": drawn.foot(grid),
        "by_post": drawn.by_post(grid),
        "post_head": drawn.days_head(grid, _("Post")),
    }


def _of_draft(
    request: ActorRequest, grid: Grid, form: CellForm | None, *, edits: bool
) -> dict[str, Any]:
    asked = {"person": request.GET.get("person", ""), "day": request.GET.get("day", "")}
    chosen = form or CellForm(grid=grid, initial=_initial(grid, asked))
    return {
        "cell_form": chosen if edits else None,
        "guessed": days.is_guess(grid.draft.calendar, grid.draft.month),
        "why": why(grid, request.actor),
        **_panel(request, grid, edits=edits),
    }


def _published(request: ActorRequest, grid: Grid) -> dict[str, Any]:
    """Return what a published month shows: to those who arrange, what was accepted in it too."""
    arranges = request.actor.holds(_ARRANGE)
    return {
        **mine(request, grid),
        "papers": documents.actions(request.actor, "rosters.month", grid.found.roster.pk),
        "exceptions": beside.exceptions(grid) if arranges else [],
        "uncertified": beside.uncertified(grid.found, binding=True) if arranges else (),
        "read": beside.read(queries.readings_of(grid.found.roster), names=arranges),
    }


def _initial(grid: Grid, asked: dict[str, str]) -> dict[str, str]:
    """Return what the form shows: the cell that the address names, as it is now."""
    for one in grid.draft.members:
        if str(one.person) == asked["person"]:
            for day, shown in zip(grid.draft.days, grid.cells(one), strict=True):
                if day.isoformat() == asked["day"]:
                    return {**asked, "what": shown.what or AUTO}
    return {}


def _panel(request: ActorRequest, grid: Grid, *, edits: bool) -> dict[str, Any]:
    found = beside.panel(grid)
    roster = grid.found.roster
    return {
        "roster": roster,
        "panel": found,
        "lacking": beside.lacking(grid.found),
        "uncertified": beside.uncertified(grid.found, binding=False),
        "may_accept": edits and beside.may_accept(request.actor),
        "publish": Action(
            label=_("Publish"), icon="check", url=reverse("rosters:publish", args=[roster.pk]),
            problems=beside.blocked(found),
        ) if edits else None,
    }  # fmt: skip


def _changed(
    request: ActorRequest, roster_id: int, people: Collection[int], days: Collection[date]
) -> HttpResponse:
    """Answer one change: the lines and the cover it touches, and what is broken now."""
    grid = _grid(request, queries.sheet_for(request.actor, roster_id))
    context = _panel(request, grid, edits=True)
    said = [
        shown.says
        for one in grid.draft.members
        if one.person in people
        for day, shown in zip(grid.draft.days, grid.cells(one), strict=True)
        if day in days
    ]
    context |= {"rows": drawn.changed(grid, people, days), "told": "；".join(said)}
    return render(request, "rosters/_changed.html", context)


def _not_done(
    request: ActorRequest, roster_id: int, form: forms.Form, problems: Problems
) -> HttpResponse:
    """Answer a change that was refused: nothing changed, and why."""
    if request.headers.get(PART):
        # The door first: a hidden month says nothing, not even what is missing.
        queries.roster_for(request.actor, roster_id)
        context = {"problems": problems, "wrong": [e for es in form.errors.values() for e in es]}
        return render(request, "rosters/_refused.html", context, status=422)
    found = queries.sheet_for(request.actor, roster_id)
    typed = CellForm(request.POST, grid=_grid(request, found)) if "what" in form.fields else None
    return _page(request, found, typed, problems)


def _said(refused: Refused) -> Problems:
    if refused.hidden or not refused.problems:
        raise refused
    return refused.problems


def _done(
    request: ActorRequest, roster_id: int, says: str, act: Callable[[], object], *, back: str = ""
) -> HttpResponse:
    """Give one command and go back to the month; a refusal is told there."""
    try:
        act()
    except Refused as refused:
        return _page(request, queries.sheet_for(request.actor, roster_id), None, _said(refused))
    if says:
        messages.success(request, says)
    return redirect(back or _url(roster_id))


def _asked(request: ActorRequest, roster_id: int, template: str) -> HttpResponse:
    roster = queries.roster_for(request.actor, roster_id)
    group = sites.plan_of(roster.site_id).handbook.shift_plans[roster.group]
    context = {
        "roster": roster, "month_name": times.month(roster.month), "group": group.title.text,
        "cancel": _url(roster.pk), "danger": template.endswith("discard.html"),
    }  # fmt: skip
    return render(request, template, context)


def _url(roster_id: int) -> str:
    return reverse("rosters:month", args=[roster_id])
