"""The form that puts somebody on duty."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui.forms import TimeInput

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
