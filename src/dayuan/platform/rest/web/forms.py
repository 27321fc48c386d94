"""What somebody says of a new token."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dayuan.platform.rest.models import TITLE_LENGTH
from dayuan.platform.rest.rules import LIVES_DAYS
from dayuan.platform.rest.scopes import in_order

_USUAL_DAYS = 90


class TokenForm(forms.Form):
    """Asks which program gets it, what it may be used for, and how long."""

    title = forms.CharField(
        label=gettext_lazy("Which program gets it"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=gettext_lazy("So that you know later which token to revoke."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=_("What it may be used for"),
            choices=[(one.code, f"{one.says} · {one.code}") for one in in_order()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("It can never do more than you."),
        )
        self.fields["days"] = forms.TypedChoiceField(
            label=_("How long it is good"),
            coerce=int,
            choices=[(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in LIVES_DAYS],
            initial=_USUAL_DAYS,
        )
