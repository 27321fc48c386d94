"""The form that keeps a view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.platform.lists.models import NAME_LENGTH


class KeepForm(forms.Form):
    """What a view is called, and whom it is offered to."""

    name = forms.CharField(label=_("Name of the view"), max_length=NAME_LENGTH)
    shared = forms.BooleanField(label=_("Offer it to everybody who sees this list"), required=False)
