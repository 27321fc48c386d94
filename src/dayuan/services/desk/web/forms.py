"""What the desk asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.platform.ui.forms import (
    ChipSelect,
    KeyedSelect,
    PhotoInput,
    SuggestInput,
    Suggestion,
    Tile,
    TileSelect,
)

Choices = list[tuple[str, str]]
#: Choices under headings, as a list on the screen groups them.
Grouped = list[tuple[str, str | Choices]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of a report offers: kinds under headings, places and callers known."""

    categories: Grouped
    places: tuple[Suggestion, ...] = ()
    callers: tuple[Suggestion, ...] = ()
    #: Where the reader most likely is.
    near: tuple[str, ...] = ()
    #: How the kinds are drawn for whoever reports with the thumb.
    tiles: Mapping[str, Tile] = field(default_factory=dict)


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
        self.fields["place"].widget = SuggestInput(offered.places, {"enterkeyhint": "next"})
        if for_other:
            self._ask_by_keyboard(offered)
        else:
            self._ask_by_thumb(offered)

    def clean(self) -> dict[str, Any]:
        """Take the place from the likely ones unless another was written."""
        given = super().clean() or {}
        near = given.pop("near", "")
        given["place"] = (given.get("place") or "").strip() or near
        return given

    def _ask_by_thumb(self, offered: Offered) -> None:
        """Offer tiles and likely places: a report is a few taps, without a keyboard."""
        self.fields["category"] = forms.ChoiceField(
            label=_("Kind of matter"),
            choices=offered.categories,
            required=False,
            widget=TileSelect(offered.tiles),
            help_text=_("Kinds with a pencil want a few words or a photo."),
        )
        if not offered.near:
            return
        self.fields["near"] = forms.CharField(
            label=_("Where"),
            max_length=120,
            required=False,
            widget=ChipSelect(choices=[(one, one) for one in offered.near]),
        )
        self.fields["place"].label = _("Another place")
        self.fields["description"].label = _("What is the matter (optional)")
        self.order_fields(["category", "near", "place", "photo", "description"])

    def _ask_by_keyboard(self, offered: Offered) -> None:
        """Ask as somebody types it with the telephone in the other hand."""
        self.fields["category"] = forms.ChoiceField(
            label=_("Kind of matter"),
            choices=[("", _("Choose")), *offered.categories],
            required=False,
            help_text=_("The arrow shows who will get it."),
            widget=KeyedSelect({"autofocus": True}),
        )
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
