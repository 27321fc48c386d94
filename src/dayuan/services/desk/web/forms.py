"""What the desk asks for."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.platform.ui.forms import KeyedSelect, PhotoInput, SuggestInput, Suggestion

Choices = list[tuple[str, str]]
#: Choices under headings, as a list on the screen groups them.
Grouped = list[tuple[str, str | Choices]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of a report offers: kinds under headings, places and callers known."""

    categories: Grouped
    places: tuple[Suggestion, ...] = ()
    callers: tuple[Suggestion, ...] = ()


class ReportForm(forms.Form):
    """A report: what kind, where, what; the command says what is missing."""

    category = forms.ChoiceField(label=gettext_lazy("Kind of matter"), required=False)
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Building, floor, room, or what it is near."),
    )
    description = forms.CharField(
        label=gettext_lazy("What is the matter"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo (optional)"),
        required=False,
        widget=PhotoInput(),
        help_text=gettext_lazy("Photograph the fault only: no papers, screens or faces."),
    )

    def __init__(
        self, offered: Offered, *args: Any, for_other: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.ChoiceField(
            label=_("Kind of matter"),
            choices=[("", _("Choose")), *offered.categories],
            required=False,
            help_text=_("The arrow shows who will get it."),
            widget=KeyedSelect({"autofocus": True}),
        )
        self.fields["place"].widget = SuggestInput(offered.places, {"enterkeyhint": "next"})
        if for_other:
            self._ask_for_caller(offered)

    def _ask_for_caller(self, offered: Offered) -> None:
        """Ask for whom the desk logs it, before the photo that a call never has."""
        self.fields["caller_name"] = forms.CharField(
            label=_("Caller (if you log it for somebody)"),
            max_length=60,
            required=False,
            widget=SuggestInput(offered.callers, {"data-fills": "caller_phone"}),
        )
        self.fields["caller_phone"] = forms.CharField(
            label=_("Caller's phone"),
            max_length=30,
            required=False,
            widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
        )
        self.order_fields(["category", "place", "description", "caller_name", "caller_phone"])


class DispatchForm(forms.Form):
    """Which post gets it; the plan's own answer stands first."""

    def __init__(self, posts: Grouped, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(
            label=_("Send to"),
            choices=posts,
            required=False,
            help_text=_("Beside each post stands who is on duty now."),
            widget=forms.Select({"autofocus": True}),
        )


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
