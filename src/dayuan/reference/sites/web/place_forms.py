"""What is asked about a place, and what a list of places is narrowed down to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dayuan.kernel.codes import CODE_LENGTH
from dayuan.kernel.text import Text
from dayuan.reference.sites.queries import Place
from dayuan.reference.sites.states import PlaceKind

Choices = list[tuple[str, str]]


def places_to_choose(places: Iterable[Place], nothing: str) -> Choices:
    """Return places as the choices of a list, the empty one first."""
    named = ((str(one.pk), f"{_said(one.full_title)} · {one.code}") for one in places)
    return [("", nothing), *named]


def _said(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


class _PlaceFields(forms.Form):
    title_zh = forms.CharField(
        label=gettext_lazy("Chinese name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("What stands on the door, without the building and the floor."),
    )
    title_en = forms.CharField(label=gettext_lazy("English name"), max_length=60, required=False)

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = forms.TypedChoiceField(
            label=_("Lies in"),
            choices=places_to_choose(places, _("Directly in the compound")),
            required=False,
            coerce=int,
            empty_value=None,
        )


class NewPlaceForm(_PlaceFields):
    """A new place."""

    field_order = ("kind", "parent", "code", "title_zh", "title_en")

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=CODE_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "Capital letters, digits and hyphens, such as A-3012. It is never changed later."
        ),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=[(str(kind), _said(kind.text)) for kind in PlaceKind]
        )
        self.order_fields(self.field_order)


class PlaceForm(_PlaceFields):
    """The titles of a place, and where it lies."""

    field_order = ("parent", "title_zh", "title_en")
