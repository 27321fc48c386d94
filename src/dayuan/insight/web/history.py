"""The requests of the last months as charts with their tables."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from dayuan.insight.queries.months import History, Reported
from dayuan.insight.queries.months import history as read_history
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.charts import Bar, Chart, Series
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites import queries as sites

#: Kinds of matters that stand by themselves; the rest is one bar.
KINDS = 12


@require_safe
@view_for("insight.board.view")
def history(request: ActorRequest) -> HttpResponse:
    """Show how many requests were reported in each of the last months, and of what kind."""
    found = read_history(request.actor, at=request.now, zone=request.site_zone)
    total = sum((one.total for one in found.by_month.values()), 0)
    charts = [_by_month(found), _by_kind(found, request.actor.site_id)] if total else []
    return render(request, "insight/history.html", {"charts": charts})


def _by_month(found: History) -> Chart:
    bars = [
        Bar(times.month(month.first), _numbers(found.by_month[month.first]))
        for month in found.months
    ]
    return _chart(_("Requests by month"), _("Month"), bars, upright=True)


def _by_kind(found: History, site_id: int) -> Chart:
    known = sites.plan_of(site_id).handbook.categories
    counted = sorted(found.by_category.items(), key=lambda one: (-one[1].total, one[0]))
    bars = [
        Bar(known[code].title.text if code in known else Text(code), _numbers(one))
        for code, one in counted[:KINDS]
    ]
    if rest := [one for _code, one in counted[KINDS:]]:
        bars.append(Bar(_("All others"), _numbers(sum(rest, Reported()))))
    return _chart(_("Requests by kind"), _("Kind"), bars, upright=False)


def _chart(title: str, over: str, bars: list[Bar], *, upright: bool) -> Chart:
    return Chart(
        title=title,
        over=over,
        unit=_("requests"),
        series=(
            Series(pgettext("requests", "Closed"), Tone.DONE),
            Series(_("Still open"), Tone.IN_HAND),
        ),
        bars=bars,
        form="upright" if upright else "lying",
        total=pgettext("requests", "Reported"),
        note=_("Reported in the last twelve months, as far as you may know of them."),
    )


def _numbers(counted: Reported) -> tuple[int, int]:
    return counted.over, counted.open
