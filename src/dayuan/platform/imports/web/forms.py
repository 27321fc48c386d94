"""The form that takes a file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """The file with the rows."""

    file = forms.FileField(
        label=_("Excel file"),
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
        error_messages={"required": _("Choose a file first.")},
    )
