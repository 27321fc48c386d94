"""What an hour costs the site: read and entered by those whom the plan lets."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.forms import DateInput, WithReason
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import Column, Listing, Row
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import HourRate, RateLine
from dayuan.resources.rosters.web.numbers import yuan

_FIELDS = {
    "rosters.rate_amount": "yuan",
    "rosters.rate_day": "valid_from",
    "rosters.rate_reason": "reason",
    "rosters.rate_group": "group",
}


class RateForm(WithReason):
    """Which group, how much for an hour, from which day, and where that comes from."""

    group = forms.ChoiceField(label=gettext_lazy("Group"))
    yuan = forms.DecimalField(
        label=gettext_lazy("Yuan for one hour"), max_digits=7, decimal_places=2,
        help_text=gettext_lazy("What one hour costs the site, with everything it pays for it."),
    )  # fmt: skip
    valid_from = forms.DateField(
        label=gettext_lazy("From which day"), widget=DateInput(),
        help_text=gettext_lazy("A day that has a rate already is corrected."),
    )  # fmt: skip
    field_order = ("group", "yuan", "valid_from", "reason")

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = groups


@require_http_methods(["GET", "HEAD", "POST"])
@view_for("rosters.rate.view")
def rates(request: ActorRequest) -> HttpResponse:
    """Show every rate with its reason, and enter another one."""
    groups = {
        code: words(one.title.text)
        for code, one in queries.rate_groups(request.actor.site_id).items()
    }
    form = RateForm(sent(request), groups=list(groups.items()))
    attempt = tried(form, lambda given: _enter(request, given), fields=_FIELDS)
    if attempt.done:
        messages.success(request, _("Entered. The feasibility sheet reckons with it."))
        return redirect("rosters:rates")
    context = {
        "form": form if queries.may_enter_rates(request.actor) and groups else None,
        "rates": _listing(queries.rates_listed(request.actor), groups),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "rosters/rates.html", context, status=status)


def _enter(request: ActorRequest, given: dict[str, Any]) -> HourRate:
    return commands.enter_rate(
        group=given["group"], yuan=given["yuan"], valid_from=given["valid_from"],
        reason=given["reason"], actor=request.actor, at=request.now,
    )  # fmt: skip


def _listing(found: list[RateLine], groups: dict[str, str]) -> Listing:
    columns = [
        Column(_("Group"), "what"), Column(_("For one hour"), "state"),
        Column(_("From which day"), "until"), Column(_("Reason"), "where"),
        Column(_("Entered by"), "where"),
    ]  # fmt: skip
    rows = [
        Row(
            cells=[
                groups.get(one.rate.group, one.rate.group), yuan(one.rate.yuan),
                times.day(one.rate.valid_from), one.rate.reason, one.by or None,
            ]
        )
        for one in found
    ]  # fmt: skip
    return Listing(caption=_("Rates for one hour"), columns=columns, rows=rows)
