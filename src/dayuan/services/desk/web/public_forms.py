"""What somebody who scanned a label is asked: what kind, and whatever else he likes to say."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from dayuan.platform.attachments import store
from dayuan.platform.ui.forms import PhotoInput

_PHONE = RegexValidator(
    r"^\+?[0-9０-９][0-9０-９ ()（）-]{4,28}$",
    _("Write the number with digits, or leave it empty."),
)
PHOTOS = ("photo_1", "photo_2", "photo_3")


class PublicForm(forms.Form):
    """A report by a label; the command says what is missing."""

    category = forms.CharField(max_length=60, required=False)
    description = forms.CharField(
        label=_("A few words (optional)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo_1 = forms.FileField(label=_("Photo (optional)"), required=False, widget=PhotoInput())
    photo_2 = forms.FileField(label=_("Second photo"), required=False, widget=PhotoInput())
    photo_3 = forms.FileField(label=_("Third photo"), required=False, widget=PhotoInput())
    caller_name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    caller_phone = forms.CharField(
        label=_("Your phone number (optional)"),
        max_length=30,
        required=False,
        validators=[_PHONE],
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )

    def words(self) -> dict[str, Any]:
        """Return what was chosen and written."""
        return {name: value for name, value in self.cleaned_data.items() if name not in PHOTOS}

    def photos(self) -> Iterator[store.Upload]:
        """Yield the photos that were chosen."""
        yield from (self.cleaned_data[name] for name in PHOTOS if self.cleaned_data[name])


class AsideForm(forms.Form):
    """Why the desk does not take something up."""

    reason = forms.CharField(
        label=_("Reason for setting it aside"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
