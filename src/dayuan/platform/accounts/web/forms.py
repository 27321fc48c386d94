"""The forms of signing in and of one's own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.platform.accounts import rules


def name_field(**extra: Any) -> forms.CharField:
    """Return the field for a staff number or phone."""
    return forms.CharField(
        label=_("Staff number or mobile number"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        **extra,
    )


def password_field(label: Any, *, new: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a password field; managers may fill it, pasting is allowed."""
    return forms.CharField(
        label=label,
        max_length=128,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput({"autocomplete": "new-password" if new else "current-password"}),
    )


class LoginForm(forms.Form):
    """Name and password."""

    username = name_field()
    password = password_field(_("Password"))


class UnlockForm(forms.Form):
    """Staff number and PIN, on a duty device."""

    username = name_field()
    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        widget=forms.PasswordInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class SlipForm(forms.Form):
    """Name and the code on the printed slip."""

    username = name_field()
    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Ten letters and digits; capitals and the hyphen do not matter."),
    )


class NewPasswordMixin(forms.Form):
    """A new password, typed twice."""

    password = password_field(
        _("New password"),
        new=True,
        help_text=_("At least 10 characters, not only digits; a short sentence is good."),
    )
    again = password_field(_("New password, once more"), new=True)

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"password", "again"} <= set(cleaned) and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords are not the same. Type both again."))
        return cleaned


class ChooseForm(NewPasswordMixin):
    """The first password; name and code travel along, so that nothing is typed twice."""

    username = forms.CharField(widget=forms.HiddenInput, max_length=40)
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)


class PasswordForm(NewPasswordMixin):
    """The present password and a new one."""

    current = password_field(_("Present password"))
    field_order = ("current", "password", "again")


class PinForm(forms.Form):
    """The present password and a new PIN."""

    current = password_field(_("Present password"))
    pin = forms.CharField(
        label=_("New PIN"),
        max_length=12,
        widget=forms.PasswordInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Six digits; no runs, no repeats, not from your staff or phone number."),
    )
    again = forms.CharField(
        label=_("New PIN, once more"),
        max_length=12,
        widget=forms.PasswordInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"pin", "again"} <= set(cleaned) and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", _("The two PINs are not the same. Type both again."))
        return cleaned


class DeviceForm(forms.Form):
    """The name of a duty device."""

    title = forms.CharField(
        label=_("Name of the device"),
        max_length=80,
        help_text=_("Where it stands and what it is, for example “east gate tablet”."),
    )


def plain(form: forms.Form) -> str:
    """Return the typed name in its one spelling."""
    return rules.plain_name(form.cleaned_data["username"])
