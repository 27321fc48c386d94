"""Forms of documents."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("It stands on the document's page for everybody who may see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
