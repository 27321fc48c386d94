"""My shifts, on the phone of whoever has them: what comes, and what one may do about it."""

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
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Action, Badge, TaskCard
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import cards, commands, queries
from dayuan.resources.rosters.queries import Away, Duty, Reading, Swap, Wish
from dayuan.resources.rosters.states import AWAY, OPEN_SWAP, SWAP
from dayuan.resources.rosters.web import saying
from dayuan.resources.rosters.web import wishes as wished

#: So many of the coming shifts stand on the page.
SHIFTS = 20


@require_safe
@view_for("rosters.own.ask")
def mine(request: ActorRequest) -> HttpResponse:
    """Show what waits for an answer, the coming shifts, leave and wishes, and the calendar."""
    duties = queries.coming(request.actor, now=request.now, most=SHIFTS)
    today = request.now.astimezone(request.site_zone).date()
    swaps = queries.own_swaps(request.actor, now=request.now)
    asked = {pk for one in swaps if one.state in OPEN_SWAP for pk in (one.duty_id, one.other_id)}
    context = {
        "beside": [card for found in cards.beside.values() for card in found(request)],
        "shifts": [_shift(one, request, asked=one.pk in asked) for one in duties],
        "months": [_month(one, request) for one in _unread(request, today)],
        "swaps": [_swap(one, request) for one in swaps],
        "wishes": [_wish(one) for one in queries.own_wishes(request.actor, since=today)],
        "leave": [_leave(one, request) for one in queries.own_away(request.actor, since=today)],
        "calendar": _calendar(request),
    }
    return render(request, "rosters/mine.html", context)


@require_POST
@view_for("rosters.duty.view")
def acknowledge(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Say that one's shifts of a published month are read."""
    try:
        commands.acknowledge(roster_id=roster_id, actor=request.actor, at=request.now)
    except Refused as refused:
        if refused.hidden or not refused.problems:
            raise
        messages.error(request, " ".join(words(one.says) for one in refused.problems))
        return redirect("rosters:mine")
    messages.success(request, _("Noted that you have read it."))
    return redirect("rosters:mine")


def _unread(request: ActorRequest, today: date) -> list[Reading]:
    found = queries.own_readings(request.actor, today=today)
    return [one for one in found if not one.is_read]


def _month(one: Reading, request: ActorRequest) -> dict[str, Any]:
    """Return a published month that waits to be read: what it is and how many shifts."""
    plans = sites.plan_of(request.actor.site_id).handbook.shift_plans
    group = plans.get(one.group)
    return {
        "pk": one.roster_id,
        "title": group.title.text if group else one.group,
        "month": times.month(one.month),
        "shifts": one.shifts,
        "changed": one.is_changed,
    }


def _shift(duty: Duty, request: ActorRequest, *, asked: bool) -> dict[str, Any]:
    """Return a coming shift as one line: a month of them is looked through with a thumb."""
    day = duty.start.astimezone(request.site_zone).date()
    running = duty.start <= request.now
    swap = None if asked or running else reverse("rosters:swap", args=[duty.pk])
    return {
        "day": times.day(day, year=False),
        "hours": saying.hours(duty, request.site_zone),
        "post": sites.plan_of(duty.site_id).post_title(duty.post),
        "note": duty.note,
        "badge": Badge(Tone.IN_HAND, _("On duty")) if running else _near(day, request),
        "swap": swap,
    }


def _near(day: date, request: ActorRequest) -> Badge | None:
    today = request.now.astimezone(request.site_zone).date()
    said = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    return Badge(Tone.SOON, said) if said else None


def _swap(swap: Swap, request: ActorRequest) -> TaskCard:
    mine = swap.asked_by_id == request.actor.person_id
    says = _("You ask %(name)s") if mine else _("%(name)s asks you")
    name = swap.colleague.name if mine else swap.asked_by.name
    given = saying.duty(swap.duty, request.site_zone)
    note = given
    if swap.other is not None:
        other = saying.duty(swap.other, request.site_zone)
        note = _("%(given)s for %(other)s") % {"given": given, "other": other}
    url = reverse("rosters:swap_one", args=[swap.pk])
    answer = Action(label=_("Answer"), url=url, icon="arrows-exchange")
    return TaskCard(
        title=says % {"name": name},
        url=url,
        where=note,
        where_icon="arrows-exchange",
        badge=saying.badge(SWAP, swap.state),
        note=swap.answer,
        next=answer if not mine and swap.state == "asked" else None,
    )


def _wish(wish: Wish) -> TaskCard:
    drop = Action(
        label=_("Take it away"), url=reverse("rosters:drop_wish", args=[wish.pk]), icon="trash"
    )
    return TaskCard(
        title=times.days(wish.start, wish.last),
        url="",
        where=wished.shift(wish),
        where_icon="clock",
        badge=Badge(Tone.IN_HAND if wish.wanted else Tone.WAITING, wished.what(wish)),
        undo=drop,
    )


def _leave(away: Away, request: ActorRequest) -> TaskCard:
    may = not commands.withdraw_problems(away, request.actor, at=request.now)
    back = Action(
        label=_("Take it back"), url=reverse("rosters:withdraw_away", args=[away.pk]),
        icon="arrow-back-up",
    )  # fmt: skip
    said = [one for one in (away.remark, away.answer) if one]
    return TaskCard(
        title=times.days(away.start, away.last),
        url="",
        where=queries.kind_title(away.site_id, away.kind),
        where_icon="calendar-event",
        badge=saying.badge(AWAY, away.state),
        note=" · ".join(said),
        undo=back if may and AWAY.may("withdraw", state=away.state) else None,
    )


def _calendar(request: ActorRequest) -> Action | None:
    """Lead to where one's shifts are taken into the phone's own calendar."""
    if not request.actor.holds("rest.token.keep"):
        return None
    return Action(
        label=_("Into my phone's calendar"), url=reverse("rest:tokens"), icon="calendar-event"
    )
