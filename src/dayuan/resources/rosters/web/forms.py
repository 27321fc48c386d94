"""The form that puts somebody on duty."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui.forms import DateInput, TimeInput
from dayuan.resources.rosters.rules.attendance import EARLIEST, Noted
from dayuan.resources.rosters.rules.days import month_of

Choices = list[tuple[str, Any]]


class DutyForm(forms.Form):
    """Post, person and times on one day; an end before the beginning means the next day."""

    start = forms.TimeField(label=_("Duty begins"), widget=TimeInput())
    end = forms.TimeField(
        label=_("Duty ends"),
        widget=TimeInput(),
        help_text=_("An end that is not later than the beginning means the next day."),
    )
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)
    field_order = ("post", "person", "start", "end", "note")

    def __init__(self, *args: Any, posts: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(label=_("Post"), choices=[("", "—"), *posts])
        self.fields["person"] = forms.ChoiceField(label=_("Person"), choices=[("", "—"), *people])
        self.order_fields(self.field_order)

    def period(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the instants of the duty on a day of the site."""
        start: time = self.cleaned_data["start"]
        end: time = self.cleaned_data["end"]
        until = day + timedelta(days=1) if end <= start else day
        return datetime.combine(day, start, zone), datetime.combine(until, end, zone)


class AttendanceForm(forms.Form):
    """What was otherwise than planned: late, left, not there at all; or nothing."""

    outcome = forms.ChoiceField(
        label=_("What was it?"),
        widget=forms.RadioSelect,
        choices=[
            ("came", _("Came in time, stays to the end")),
            ("late", _("Came at this time")),
            ("left", _("Came, and left before or after the end")),
            ("absent", _("Did not come")),
        ],
    )
    came = forms.TimeField(label=_("There since"), widget=TimeInput(), required=False)
    left = forms.TimeField(label=_("Left at"), widget=TimeInput(), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the time that the answer speaks of."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = {"late": "came", "left": "left"}.get(found.get("outcome", ""))
        if wanted and wanted not in self.errors and found.get(wanted) is None:
            self.add_error(wanted, _("This field is required."))
        return found

    def noted(self, start: datetime) -> Noted:
        """Return what is noted of a duty that begins then; a time before it is the next day."""
        outcome = self.cleaned_data["outcome"]
        came, left = (self.cleaned_data[name] for name in ("came", "left"))
        if outcome == "absent":
            return Noted(absent=True)
        return Noted(
            came_at=_after(start, came) if outcome != "came" else None,
            left_at=_after(start, left) if outcome == "left" else None,
        )


def _after(start: datetime, clock: time | None) -> datetime | None:
    if clock is None:
        return None
    found = datetime.combine(start.date(), clock, start.tzinfo)
    return found if found >= start - EARLIEST else found + timedelta(days=1)


class CauseForm(forms.Form):
    """Why somebody cannot come, in one word; an illness is never named."""

    cause = forms.ChoiceField(
        label=_("Why"),
        widget=forms.RadioSelect,
        initial="sick",
        choices=[
            ("sick", _("Sick")),
            ("family", _("Something urgent at home")),
            ("other", _("Something else")),
        ],
        help_text=_("Nothing more is written down, no illness and no story."),
    )


class UntilForm(forms.Form):
    """Until which day somebody cannot come; nothing means the one shift."""

    until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=DateInput(),
        help_text=_("All shifts of these days, to the end of the month at most. Empty: this one."),
    )

    def __init__(self, *args: Any, days: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = month_of(days).end if days is not None else None
        if days is not None and last is not None:
            shown = {"min": days.isoformat(), "max": (last - timedelta(days=1)).isoformat()}
            self.fields["until"].widget.attrs.update(shown)
