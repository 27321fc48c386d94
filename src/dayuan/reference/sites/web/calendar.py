"""The working calendar: a year at a glance, a month, and the forms that keep it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.kernel.problems import Refused
from dayuan.kernel.workcal import DayKind
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites import commands, queries
from dayuan.reference.sites.queries import DAY_KINDS
from dayuan.reference.sites.web import months
from dayuan.reference.sites.web.forms import DayForm

_FIRST, _LAST = queries.FIRST_YEAR, queries.LAST_YEAR


def _today(request: ActorRequest) -> date:
    return request.now.astimezone(request.site_zone).date()


@require_safe
@view_for("sites.calendar.view")
def year(request: ActorRequest, number: int | None = None) -> HttpResponse:
    """Show a year: twelve months, and its named days as a list."""
    today = _today(request)
    shown = queries.planned_year(today.year if number is None else number)
    rows = queries.named_days(request.actor.site_id, shown)
    named = {row.day: row for row in rows}
    grids = [months.month(shown, month, named, today) for month in range(1, 13)]
    context = {
        "year": shown,
        "months": grids,
        "weekdays": months.WEEKDAYS,
        "worked": sum(one.worked for one in grids),
        "list": _listing(rows),
        "legend": _legend(),
        **_keeping(request, shown),
        **_around(shown),
    }
    return render(request, "sites/year.html", context)


@require_safe
@view_for("sites.calendar.view")
def month(request: ActorRequest, number: int, month: int) -> HttpResponse:
    """Show one month with the names of its days."""
    if not 1 <= month <= 12:
        raise Refused(hidden=True)
    shown = queries.planned_year(number)
    rows = queries.named_days(request.actor.site_id, shown)
    grid = months.month(shown, month, {row.day: row for row in rows}, _today(request))
    before, after = date(shown, month, 1), date(shown, month, 28)
    context = {
        "month": grid,
        "weekdays": months.WEEKDAYS,
        "legend": _legend(),
        "before": _month_url(before.year - (month == 1), (month - 2) % 12 + 1),
        "after": _month_url(after.year + (month == 12), month % 12 + 1),
        "list": _listing([row for row in rows if row.day.month == month]),
        "trail": [shapes.Link(_("Calendar"), reverse("calendar:year", args=[shown]))],
        **_keeping(request, shown),
    }
    return render(request, "sites/month.html", context)


def _month_url(year: int, number: int) -> str:
    return reverse("calendar:month", args=[year, number]) if _FIRST <= year <= _LAST else ""


def _around(shown: int) -> dict[str, str]:
    return {
        "before": reverse("calendar:year", args=[shown - 1]) if shown > _FIRST else "",
        "after": reverse("calendar:year", args=[shown + 1]) if shown < _LAST else "",
    }


def _keeping(request: ActorRequest, shown: int) -> dict[str, Any]:
    return {
        "guessed": not queries.published(request.actor.site_id, shown),
        "may_manage": request.actor.holds("sites.calendar.manage"),
        "may_seed": queries.has_statutory_holidays(request.actor.site_id),
        "seed_url": reverse("calendar:seed", args=[shown]),
    }


def _legend() -> list[tuple[str, Any]]:
    return [(kind.value, DAY_KINDS[kind]) for kind in DayKind]


_TONES = {DayKind.HOLIDAY: Tone.LATE, DayKind.MAKE_UP: Tone.SOON, DayKind.REST: Tone.DONE}


def _listing(rows: list[queries.NamedDay]) -> shapes.Listing:
    columns = [
        shapes.Column(_("Day"), "what"),
        shapes.Column(_("Name"), "where"),
        shapes.Column(_("What it is"), "state"),
        shapes.Column(_("Named by"), "extra"),
    ]
    return shapes.Listing(
        caption=_("Named days"), columns=columns, rows=[_row(row) for row in rows], dense=True
    )


def _row(row: queries.NamedDay) -> shapes.Row:
    kind = DayKind(row.kind)
    badge = shapes.Badge(_TONES.get(kind, Tone.IN_HAND), DAY_KINDS[kind], "calendar")
    by = _("this site") if row.origin == "site" else _("the State Council")
    return shapes.Row(cells=[row.day, row.title, badge, by])


@require_http_methods(["GET", "HEAD", "POST"])
@view_for("sites.calendar.manage")
def name_day(request: ActorRequest) -> HttpResponse:
    """Say what a day is; ``?day=`` fills the day in."""
    form = DayForm(sent(request), initial={"day": request.GET.get("day", "")})
    attempt = tried(
        form,
        lambda given: commands.name_day(
            site=queries.site(request.actor.site_id), day=given["day"],
            kind=DayKind(given["kind"]), title=given["title"],
            actor=request.actor, at=request.now,
        ),
        fields={},
    )  # fmt: skip
    if attempt.done:
        day = form.cleaned_data["day"]
        messages.success(request, _("The day is named."))
        return redirect("calendar:month", day.year, day.month)
    context = {
        "form": form,
        "cancel": reverse("calendar:now"),
        "trail": [shapes.Link(_("Calendar"), reverse("calendar:now"))],
    }
    return render(request, "sites/name_day.html", context, status=422 if form.errors else 200)


@require_POST
@view_for("sites.calendar.manage")
def seed(request: ActorRequest, number: int) -> HttpResponse:
    """Load a year's statutory holidays; days the site named itself stay."""
    commands.seed_year(
        site=queries.site(request.actor.site_id),
        year=queries.planned_year(number),
        actor=request.actor,
        at=request.now,
    )
    messages.success(request, _("The holidays of %(year)d are in the calendar.") % {"year": number})
    return redirect("calendar:year", number)
