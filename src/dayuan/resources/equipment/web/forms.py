"""What is asked about pieces, counts and labels, and what lists are narrowed down to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.kernel.codes import CODE_LENGTH
from dayuan.kernel.text import Text
from dayuan.platform.ui.forms import DateInput
from dayuan.reference.sites.queries import Place
from dayuan.resources.equipment.rules import COPIES_MOST
from dayuan.resources.equipment.web.words import said

Choices = list[tuple[str, str]]


def places_to_choose(places: Iterable[Place], nothing: str) -> Choices:
    """Return places as the choices of a list, the empty one first."""
    return [("", nothing), *((str(one.pk), said(one.full_title)) for one in places)]


class ItemForm(forms.Form):
    """A piece: what it is, where it stands, which row of the plan counts it."""

    field_order: Iterable[str] = ("row", "name", "system", "place", "serial", "in_service_since")

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    serial = forms.CharField(label=gettext_lazy("Serial number"), max_length=60, required=False)
    in_service_since = forms.DateField(
        label=gettext_lazy("In service since"), required=False, widget=DateInput()
    )

    def __init__(
        self, *args: Any, rows: Choices, systems: Mapping[str, Text], places: Iterable[Place],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["row"] = forms.ChoiceField(
            label=_("Row of the plan"),
            choices=[("", _("Not in the plan's table")), *rows],
            required=False,
            help_text=_("A row of the plan brings its own system."),
        )
        self.fields["system"] = forms.ChoiceField(
            label=_("System"),
            choices=[("", "—"), *((key, said(text)) for key, text in systems.items())],
            required=False,
        )
        self.fields["place"] = forms.TypedChoiceField(
            label=_("Where it stands"),
            choices=places_to_choose(places, _("Not said yet")),
            required=False,
            coerce=int,
            empty_value=None,
        )
        self.order_fields(self.field_order)


class NewItemForm(ItemForm):
    """One new piece, or several of a kind."""

    field_order = ("row", "name", "system", "code", "copies", "place", "in_service_since")

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=CODE_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "Capital letters, digits and hyphens, such as KT-3-08. It is never changed later."
        ),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    copies = forms.IntegerField(
        label=gettext_lazy("How many of the kind"),
        initial=1,
        min_value=1,
        max_value=COPIES_MOST,
        help_text=gettext_lazy("The codes count on: KT-3-08 and two more become 08, 09 and 10."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Several of a kind have no common serial number; it is added to each afterwards.
        del self.fields["serial"]


class StateForm(forms.Form):
    """What becomes of a piece, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("act", "reason")

    def __init__(self, *args: Any, acts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"] = forms.ChoiceField(
            label=_("What becomes of it"), choices=acts, widget=forms.RadioSelect
        )
        self.order_fields(self.field_order)


class CountForm(forms.Form):
    """How many were found."""

    quantity = forms.IntegerField(
        label=gettext_lazy("Counted"),
        min_value=0,
        max_value=1_000_000,
        help_text=gettext_lazy("How many you counted yourself. Nothing found is 0."),
        widget=forms.NumberInput({"inputmode": "numeric", "autofocus": True}),
    )
    note = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Where you counted, what was left out."),
    )
