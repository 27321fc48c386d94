"""Saying a wish for the coming roster, and taking it away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import times
from dayuan.platform.ui.forms import DateInput
from dayuan.platform.ui.sending import confirmed, sent, tried
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Wish

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_FIELDS = {
    "rosters.away_days": "last",
    "rosters.wish_over": "first",
    "rosters.wish_too_long": "last",
    "rosters.wish_planned": "first",
    "rosters.wish_twice": "first",
    "rosters.wish_shift": "shift",
}


class WishForm(forms.Form):
    """On which days one would rather work, or not; which shift of them, or any."""

    wanted = forms.ChoiceField(
        label=gettext_lazy("What would you like?"),
        choices=[("no", gettext_lazy("Rather not work")), ("yes", gettext_lazy("Rather work"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    first = forms.DateField(label=gettext_lazy("From which day"), widget=DateInput())
    last = forms.DateField(
        label=gettext_lazy("Until which day"),
        widget=DateInput(),
        required=False,
        help_text=gettext_lazy("Leave it empty for one day."),
    )

    def __init__(self, *args: Any, shifts: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shifts:
            language = get_language() or "zh-hans"
            offered = [(code, one.in_language(language)) for code, one in shifts.items()]
            self.fields["shift"] = forms.ChoiceField(
                label=_("Shift"), choices=[("", _("Any shift")), *offered], required=False
            )


@_get_or_post
@view_for("rosters.own.ask")
def say(request: ActorRequest) -> HttpResponse:
    """Say a wish."""
    form = WishForm(sent(request), shifts=queries.shifts_of(request.actor))
    attempt = tried(form, lambda given: _say(request, given), fields=_FIELDS)
    if attempt.done:
        messages.success(request, _("Noted. Whoever arranges your duties reads it."))
        return redirect("rosters:mine")
    heading = _("Say a wish")
    return render(
        request, "rosters/ask.html",
        {"form": form, "heading": heading, "submit": heading, "cancel": reverse("rosters:mine")},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@_get_or_post
@view_for("rosters.own.ask")
def drop(request: ActorRequest, wish_id: int) -> HttpResponse:
    """Ask once more, then take a wish away."""
    found = queries.wish_for(request.actor, wish_id)
    attempt = confirmed(
        request, lambda: commands.drop_wish(wish_id=wish_id, actor=request.actor, at=request.now)
    )
    if attempt.done:
        messages.success(request, _("The wish is gone."))
        return redirect("rosters:mine")
    return render(
        request, "rosters/confirm.html",
        {"heading": _("Take the wish away"), "says": said(found), "submit": _("Take it away"),
         "problems": attempt.problems, "cancel": reverse("rosters:mine"), "danger": True},
    )  # fmt: skip


def said(wish: Wish) -> str:
    """Return a wish in words."""
    days = times.days(wish.start, wish.last)
    return _("%(what)s: %(days)s, %(shift)s") % {
        "what": what(wish),
        "days": days,
        "shift": shift(wish),
    }


def what(wish: Wish) -> str:
    """Return whether somebody would rather work or not."""
    return _("Rather work") if wish.wanted else _("Rather not work")


def shift(wish: Wish) -> str:
    """Return which shift it is about."""
    if not wish.shift:
        return _("Any shift")
    title = queries.shift_title(wish.site_id, wish.shift)
    return title.in_language(get_language() or "zh-hans")


def _say(request: ActorRequest, given: dict[str, Any]) -> Wish:
    return commands.say_wish(
        first=given["first"],
        last=given["last"] or given["first"],
        wanted=given["wanted"] == "yes",
        shift=given.get("shift", ""),
        actor=request.actor,
        at=request.now,
    )
