"""Who came: one tap for each person of a shift, two where something was otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import joint, words
from dayuan.platform.ui.refusals import add_refusal
from dayuan.platform.ui.shapes import Action, Badge, TaskCard
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Duty
from dayuan.resources.rosters.rules.attendance import EARLIEST, Noted, presence
from dayuan.resources.rosters.web import days
from dayuan.resources.rosters.web.forms import AttendanceForm

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Shift:
    """Everybody who is on duty for the same hours."""

    hours: str
    running: bool
    cards: list[TaskCard]
    noted: int


@require_safe
@view_for("rosters.duty.view")
def attendance(request: ActorRequest) -> HttpResponse:
    """Show a day's duties shift by shift, each with the one tap that notes it."""
    chosen = days.chosen(request)
    found = [one for one in queries.near_day(request.actor, chosen) if _shown(one, chosen, request)]
    context = {
        "day": chosen,
        "choices": days.choices(request, "rosters:attendance", chosen),
        "shifts": _shifts(found, request),
        "notes": request.actor.holds("rosters.attendance.note"),
    }
    return render(request, "rosters/attendance.html", context)


@_get_or_post
@view_for("rosters.attendance.note")
def attend(request: ActorRequest, duty_id: int) -> HttpResponse:
    """Note of one duty that its person came, came late, left, or did not come."""
    duty = queries.get_for(request.actor, duty_id)
    form = AttendanceForm(request.POST or None, initial=_initial(duty, request))
    sent = request.method == "POST" and form.is_valid()
    if sent and _noted(request, duty, form):
        return redirect(_back(duty))
    context = {
        "duty": duty, "form": form, "post": sites.plan_of(duty.site_id).post_title(duty.post),
        "cancel": _back(duty), "badge": badge(duty, request.now),
        "hours": days.clock(duty, request.site_zone),
    }  # fmt: skip
    return render(request, "rosters/attend.html", context, status=422 if form.errors else 200)


@require_POST
@view_for("rosters.duty.view")
def here(request: ActorRequest, duty_id: int) -> HttpResponse:
    """Say of the own duty that one is here."""
    duty = queries.get_for(request.actor, duty_id)
    try:
        commands.say_here(duty_id=duty.pk, actor=request.actor, at=request.now)
    except Refused as refused:
        # The page it was tapped on says why: the leader was faster, or it is not the own duty.
        messages.error(request, joint().join(words(one.says) for one in refused.problems))
    else:
        messages.success(request, _("Noted: you are here."))
    return redirect(_back(duty))


def badge(duty: Duty, now: datetime, after: "dict[str, timedelta] | None" = None) -> Badge | None:
    """Return how a duty's attendance stands; ``None`` where nothing was noted and none is due."""
    row = queries.attendance_of(duty)
    if row is None or row.state == "expected":
        if after is not None and queries.is_missing(duty, after, at=now):
            return Badge(Tone.LATE, _("Not yet there"), "clock-exclamation")
        return None
    if row.came_at is None:
        return Badge(Tone.LATE, _("Did not come"), "circle-x")
    how = presence(Period(duty.start, duty.end), row.came_at, row.left_at)
    said = [
        text % {"length": times.length(by)}
        for by, text in (
            (how.late, _("%(length)s late to come")), (how.early, _("left %(length)s early")),
            (how.longer, _("stayed %(length)s longer")),
        )
        if by
    ]  # fmt: skip
    if not said:
        return Badge(Tone.DONE, _("Came in time"), "user-check")
    return Badge(Tone.SOON, joint().join(said), "user-check")


# --- inside -------------------------------------------------------------------------------


def _shown(duty: Duty, chosen: date, request: ActorRequest) -> bool:
    """Tell whether a duty belongs on the page of a day, to this reader."""
    today = chosen == days.today(request)
    of_day = duty.day == chosen or (today and duty.start <= request.now < duty.end)
    own = duty.person_id == request.actor.person_id
    return of_day and (own or queries.may_note(request.actor, duty))


def _shifts(found: Iterable[Duty], request: ActorRequest) -> list[Shift]:
    plan, after = (
        sites.plan_of(request.actor.site_id),
        dict(queries.after_of(request.actor.site_id)),
    )
    rows = sorted(found, key=lambda one: (one.start, one.end, one.post, one.pk))
    names = people.names_of_keys(
        row.noted_by for one in rows if (row := queries.attendance_of(one)) and row.noted_by
    )
    shifts: dict[str, list[Duty]] = {}
    for one in rows:
        shifts.setdefault(days.clock(one, request.site_zone), []).append(one)
    drawn = [
        Shift(
            hours, any(one.start <= request.now < one.end for one in held),
            [_card(one, words(plan.post_title(one.post)), names, after, request) for one in held],
            sum(map(queries.is_noted, held)),
        )
        for hours, held in shifts.items()
    ]  # fmt: skip
    return sorted(drawn, key=lambda one: not one.running)


def _card(
    duty: Duty, post: str, names: dict[str, str], after: dict[str, timedelta],
    request: ActorRequest,
) -> TaskCard:  # fmt: skip
    row, notes = queries.attendance_of(duty), queries.may_note(request.actor, duty)
    noted_by = names.get(row.noted_by, "") if row else ""
    note = ""
    if row and row.noted_at and row.state != "expected":
        at = times.near_moment(row.noted_at, now=request.now, zone=request.site_zone)
        note = _("Noted %(at)s by %(name)s") % {"at": at, "name": noted_by}
    return TaskCard(
        title=duty.person.name,
        url=reverse("rosters:attend", args=[duty.pk]) if notes else "",
        where=post,
        where_icon="id-badge",
        badge=badge(duty, request.now, after) or _before(duty, request.now),
        next=_tap(duty, notes=notes, request=request),
        note=note,
    )


def _before(duty: Duty, now: datetime) -> Badge:
    if duty.start > now:
        return Badge(Tone.WAITING, _("Not yet on duty"))
    return Badge(Tone.WAITING, _("Not noted"))


def _tap(duty: Duty, *, notes: bool, request: ActorRequest) -> Action | None:
    """Return the one tap: he came, or I am here; none once it was noted."""
    if queries.is_noted(duty) or request.now < duty.start - EARLIEST:
        return None
    if notes:
        return Action(
            label=_("Is here"), url=reverse("rosters:attend", args=[duty.pk]), icon="user-check",
            method="post", fields={"outcome": "came"},
        )  # fmt: skip
    if request.now >= duty.end:
        return None
    url = reverse("rosters:here", args=[duty.pk])
    return Action(label=_("I am here"), url=url, icon="user-check", method="post")


def _noted(request: ActorRequest, duty: Duty, form: AttendanceForm) -> bool:
    noted: Noted = form.noted(duty.start.astimezone(request.site_zone))
    try:
        commands.note(duty_id=duty.pk, noted=noted, actor=request.actor, at=request.now)
    except Refused as refused:
        if refused.hidden or not form.is_bound:
            raise
        add_refusal(form, refused, fields=_FIELDS)
        return False
    messages.success(request, _("Noted: %(name)s") % {"name": duty.person.name})
    return True


_FIELDS = {
    "rosters.came_after_the_end": "came",
    "rosters.left_before_coming": "left",
}


def _initial(duty: Duty, request: ActorRequest) -> dict[str, object]:
    row = queries.attendance_of(duty)
    came = row.came_at if row and row.came_at else duty.start
    left = row.left_at if row and row.left_at else None
    zone = request.site_zone
    return {
        "came": f"{came.astimezone(zone):%H:%M}",
        "left": f"{left.astimezone(zone):%H:%M}" if left else "",
        "outcome": _OUTCOMES.get(row.state, "late") if row else "late",
    }


_OUTCOMES = {"here": "late", "left": "left", "absent": "absent"}


def _back(duty: Duty) -> str:
    return f"{reverse('rosters:attendance')}?day={duty.day.isoformat()}"
