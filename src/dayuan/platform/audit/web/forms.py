"""What of the log is asked for."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dayuan.platform.audit import types
from dayuan.platform.audit.queries import Filters


def _kinds() -> list[tuple[str, str]]:
    """Return the kinds of acts in the reader's words, those of a module side by side."""
    language = get_language() or "zh-hans"
    return [(code, types.types[code].label.in_language(language)) for code in sorted(types.types)]


class FilterForm(forms.Form):
    """Filters of the log, sent with GET; a wrong value asks for all."""

    #: A kind that is not declared any more may still stand in the log: it is no wrong value.
    type = forms.CharField(
        label=_("Kind of act"), required=False, max_length=80, widget=forms.Select
    )
    who = forms.CharField(label=_("Who (key)"), required=False, max_length=80)
    kind = forms.CharField(label=_("Kind of record"), required=False, max_length=60)
    record = forms.IntegerField(label=_("Record"), required=False, min_value=1, max_value=2**62)
    before = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["type"].widget
        if isinstance(kind, forms.Select):
            kind.choices = [("", _("All")), *_kinds()]

    def filters(self) -> Filters:
        """Return what was asked for."""
        if not self.is_valid():
            return Filters()
        data = self.cleaned_data
        return Filters(
            type=data["type"],
            actor_key=data["who"],
            subject_kind=data["kind"],
            subject_id=data["record"],
        )

    @property
    def before_id(self) -> int | None:
        """Return where the page begins."""
        if not self.is_valid():
            return None
        before: int | None = self.cleaned_data["before"]
        return before
