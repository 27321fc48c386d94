"""What people type: a day's name, the files of a handbook, the reference of a consent."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui.forms import DateInput
from dayuan.reference.sites.queries import DAY_KINDS


def _kinds() -> list[tuple[str, str]]:
    language = get_language() or "zh-hans"
    return [(kind.value, name.in_language(language)) for kind, name in DAY_KINDS.items()]


class DayForm(forms.Form):
    """Asks what a day is."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    kind = forms.ChoiceField(label=_("What it is"), choices=_kinds, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("Such as the holiday it belongs to, or why the site works that day."),
    )


class ManyFilesInput(forms.ClearableFileInput):
    """Lets a person choose several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is checked like one."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files as a list."""
        single = super().clean
        if isinstance(data, list | tuple):
            return [single(one, initial) for one in data] if data else [single(None, initial)]
        return [single(data, initial)]


class UploadForm(forms.Form):
    """Asks for the handbook: one zip of its folder, or its files."""

    handbook = ManyFilesField(
        label=_("The handbook's files"),
        help_text=_(
            "One .zip of the folder, or all its .yaml files together; 4 MB and 200 files at most."
        ),
        widget=ManyFilesInput(attrs={"accept": ".zip,.yaml"}),
    )


class ConsentForm(forms.Form):
    """Asks for the reference of the office's consent."""

    consent = forms.CharField(
        label=_("Reference of the office's consent"),
        max_length=200,
        required=False,
        help_text=_("The number of the letter, or where the consent is written down."),
    )
