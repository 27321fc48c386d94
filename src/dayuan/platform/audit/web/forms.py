"""What of the log is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.platform.audit.queries import Filters


class FilterForm(forms.Form):
    """Filters of the log, sent with GET; a wrong value asks for all."""

    type = forms.CharField(label=_("Kind of act"), required=False, max_length=80)
    who = forms.CharField(label=_("Who (key)"), required=False, max_length=80)
    kind = forms.CharField(label=_("Kind of record"), required=False, max_length=60)
    record = forms.IntegerField(label=_("Record"), required=False, min_value=1, max_value=2**62)
    before = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62
    )

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
