"""What is asked for when extra strength is ordered, added to and ended."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.platform.ui.forms import DateInput, TimeInput

Choices = Sequence[tuple[str, str]]


class WhenForm(forms.Form):
    """From when till when: asked first, because it says who is concerned."""

    day = forms.DateField(label=gettext_lazy("From the day"), widget=DateInput())
    start = forms.TimeField(label=gettext_lazy("At what time"), widget=TimeInput())
    last = forms.DateField(label=gettext_lazy("To the day"), widget=DateInput())
    end = forms.TimeField(label=gettext_lazy("Till what time"), widget=TimeInput())

    def period(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the instants by the clock of the site."""
        given = self.cleaned_data
        return (
            datetime.combine(given["day"], given["start"], zone),
            datetime.combine(given["last"], given["end"], zone),
        )


class SurgeForm(forms.Form):
    """Why, where people stand by, how many more, whose leave, who stands by."""

    reason = forms.CharField(
        label=gettext_lazy("Why, in words that everybody may read"), max_length=500,
        required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("No names of visitors; whoever is concerned reads this."),
    )  # fmt: skip
    where = forms.CharField(
        label=gettext_lazy("Where people stand by"), max_length=200, required=False
    )

    def __init__(
        self, *args: Any, leave: Choices, people: Choices, posts: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._posts = [code for code, _title in posts]
        for code, title in posts:
            self.fields[f"extra_{code}"] = forms.IntegerField(
                label=_("%(post)s: how many more") % {"post": title}, min_value=0, max_value=99,
                required=False, widget=forms.NumberInput({"inputmode": "numeric"}),
            )  # fmt: skip
        if leave:
            self._tick("leave", _("Leave that is called off on these days"), leave)
        if people:
            self._tick("persons", _("Who stands by and is asked to answer"), people)

    def _tick(self, name: str, label: str, choices: Choices) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple()
        )

    def numbers(self, name: str) -> list[int]:
        """Return which boxes were ticked."""
        return [int(pk) for pk in self.cleaned_data.get(name, ())]

    @property
    def extra(self) -> dict[str, int]:
        """Return how many more people each post gets; posts without a number get none."""
        given = {code: self.cleaned_data.get(f"extra_{code}") for code in self._posts}
        return {code: number for code, number in given.items() if number}


class ExtraDutyForm(forms.Form):
    """Who stands on which post, from when till when; an end not later means the next day."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput())
    start = forms.TimeField(label=gettext_lazy("Duty begins"), widget=TimeInput())
    end = forms.TimeField(
        label=gettext_lazy("Duty ends"), widget=TimeInput(),
        help_text=gettext_lazy("An end that is not later than the beginning means the next day."),
    )  # fmt: skip
    field_order = ("post", "person", "day", "start", "end", "accepted")

    def __init__(
        self, *args: Any, posts: Choices, people: Choices, waived: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(label=_("Post"), choices=[("", "—"), *posts])
        self.fields["person"] = forms.ChoiceField(label=_("Person"), choices=[("", "—"), *people])
        if waived:
            self.fields["accepted"] = forms.MultipleChoiceField(
                label=_("I let this pass, in my name"), choices=waived, required=False,
                widget=forms.CheckboxSelectMultiple(),
            )  # fmt: skip
        self.order_fields(self.field_order)

    def period(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the instants of the duty."""
        day: date = self.cleaned_data["day"]
        start: time = self.cleaned_data["start"]
        end: time = self.cleaned_data["end"]
        until = day + timedelta(days=1) if end <= start else day
        return datetime.combine(day, start, zone), datetime.combine(until, end, zone)


class WhyForm(forms.Form):
    """Why extra strength ends."""

    why = forms.CharField(
        label=gettext_lazy("Why it ends"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
    )  # fmt: skip
