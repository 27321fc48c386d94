"""How forms are drawn: label, field, help, the error's sentence, in the house's look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.forms import CharField, Form, renderers, widgets
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import fields, sounds

#: Sentences of Django's fields that the house says in its own words: naming them
#: here brings them into the catalogue, which comes before Django's own.
OWN_WORDS = (
    _("This field is required."),
    _("Enter a number."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("The submitted file is empty."),
    _("No file was submitted. Check the encoding type on the form."),
)

_CLASSES = {
    "django/forms/widgets/select.html": "form-select",
    "django/forms/widgets/checkbox.html": "form-check-input",
    "django/forms/widgets/checkbox_option.html": "form-check-input",
    "django/forms/widgets/radio_option.html": "form-check-input",
    "django/forms/widgets/hidden.html": "",
}

_CHOICES = {
    "django/forms/widgets/radio.html": "ui/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/choices.html",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a field offers: the words, what tells them apart, and what another field gets."""

    words: str
    hint: str = ""
    #: Goes into the field named by ``data-fills``, such as the phone beside the name.
    fills: str = ""


class WithReason(Form):
    """Asks why, beside whatever else a form asks; the command says when it is missing."""

    reason = CharField(
        label=_("Reason"), max_length=500, required=False, widget=widgets.Textarea({"rows": 3})
    )


class ReasonForm(WithReason):
    """Asks why and nothing else, so that one types at once."""

    reason = CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=widgets.Textarea({"rows": 3, "autofocus": True}),
    )


class Renderer(renderers.DjangoTemplates):
    """Draws Django's forms with the components' look; nothing is written twice in pages."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw one part; widgets get their classes here."""
        if widget := context.get("widget"):
            _dress(widget)
            if draw := fields.DRAWN.get(template_name):
                return draw(widget)
        return super().render(_CHOICES.get(template_name, template_name), context, request)


def _dress(widget: dict[str, Any]) -> None:
    for part in widget.get("subwidgets", ()):
        _dress(part)
    css = _CLASSES.get(widget["template_name"], "form-control")
    own = widget["attrs"].get("class", "")
    if css and css not in own.split():
        widget["attrs"]["class"] = f"{css} {own}".strip()


class DateInput(widgets.DateInput):
    """A day, chosen with the device's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(widgets.TimeInput):
    """A time of day, chosen with the device's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentInput(widgets.DateTimeInput):
    """A day and a time, in the site's time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ReadingInput(widgets.NumberInput):
    """A measured value with its unit beside it."""

    template_name = "ui/forms/reading.html"

    def __init__(self, unit: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "step": "any", **(attrs or {})})
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the unit."""
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class KeyedSelect(widgets.Select):
    """A list whose entries are also found by sound: "kt" chooses 空调.

    Without scripts it is an ordinary list.
    """

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sounds of an entry's words, up to the arrow."""
        option = super().create_option(*args, **kwargs)
        words = str(option["label"]).split("→")[0]
        if option["value"]:
            option["attrs"]["data-sounds"] = " ".join(sounds.of(words))
        return option


@dataclass(frozen=True, slots=True)
class Tile:
    """How a choice is drawn: its picture, and a second one for what else it asks."""

    icon: str = ""
    asks: str = ""
    #: What the second picture means, for those who hear the page.
    asks_words: str = ""


class TileSelect(widgets.RadioSelect):
    """One choice among many, each a tile with a picture that a thumb hits."""

    template_name = "ui/forms/tiles.html"

    def __init__(self, tiles: Mapping[str, Tile], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.tiles = tiles

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pictures of a choice."""
        option = super().create_option(*args, **kwargs)
        option["tile"] = self.tiles.get(str(option["value"]), Tile())
        return option


class ChipSelect(widgets.RadioSelect):
    """One of a few words that are likely, in a row; what was sent before is among them."""

    template_name = "ui/forms/chips.html"

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Offer what was sent too: what is likely may have changed meanwhile."""
        offered = {str(code) for code, _label in self.choices}
        self.choices = [*self.choices, *((one, one) for one in value if one and one not in offered)]
        return super().optgroups(name, value, attrs)


class SuggestInput(widgets.TextInput):
    """A line of text with suggestions; anything else may be written too."""

    template_name = "ui/forms/suggest.html"

    def __init__(
        self, suggestions: Iterable[Suggestion], attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggestions = tuple(suggestions)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the suggestions, and tie them to the field."""
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        context["widget"]["list_id"] = list_id
        context["widget"]["suggestions"] = [
            (one.words, " ".join(filter(None, (*sounds.of(one.words), one.hint))), one.fills)
            for one in self.suggestions
        ]
        return context


class PickInput(widgets.FileInput):
    """A file, chosen with a button in the page's language, not the browser's."""

    template_name = "ui/forms/pick.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Say whether it is a photo; the field lies under its button, drawn by our own style."""
        context = super().get_context(name, value, attrs)
        context["widget"]["photo"] = isinstance(self, PhotoInput)
        return context


class PhotoInput(PickInput):
    """A photo, taken with the phone's camera or chosen from the device.

    Where scripts run it is made small and loses its place before it is sent.
    """

    default_attrs: ClassVar[dict[str, str]] = {
        "accept": "image/*", "capture": "environment", "data-photo": "small",
    }  # fmt: skip

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**self.default_attrs, **(attrs or {})})
