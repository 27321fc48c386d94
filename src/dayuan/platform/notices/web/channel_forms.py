"""The forms of channels: what one is called and carries, and where it leads."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dayuan.platform.notices.kinds import groups_in_use
from dayuan.platform.notices.rules import SECRET_LENGTH, TITLE_LENGTH
from dayuan.platform.notices.ways import WAYS

_HIDDEN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def _secret(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Return a field whose words stand on no page again."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=300,
        widget=forms.PasswordInput({**_HIDDEN, "autocomplete": "new-password"}),
    )


class CarriedForm(forms.Form):
    """What a channel is called, and what it carries."""

    title = forms.CharField(label=_("Name"), max_length=TITLE_LENGTH)
    carries = forms.MultipleChoiceField(
        label=_("Sends"), widget=forms.CheckboxSelectMultiple, required=False
    )
    demanded = forms.MultipleChoiceField(
        label=_("Nobody may switch off"), widget=forms.CheckboxSelectMultiple, required=False
    )
    language = forms.ChoiceField(
        label=_("Language of the messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    each = forms.BooleanField(
        label=_("One message for each person, with the staff number (for a gateway)"),
        required=False,
    )

    def __init__(self, *args: Any, way: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        named = [(one.code, one.label.in_language(language)) for one in groups_in_use()]
        for name in ("carries", "demanded"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
            field.choices = named
        if way != "webhook":
            del self.fields["each"]
        if WAYS[way].personal:
            del self.fields["language"]
        else:
            del self.fields["demanded"]


class WebhookForm(forms.Form):
    """Where a program is told, and with what it checks that it was us."""

    url = _secret(
        _("Address"), _("Begins with https://. It may hold a key and is not shown again.")
    )
    secret = _secret(
        _("Secret for signing"),
        _("At least %(n)d letters, the same as on the other side.") % {"n": SECRET_LENGTH},
    )


class MailForm(forms.Form):
    """The mail server of the house."""

    host = forms.CharField(label=_("Mail server"), max_length=120, widget=forms.TextInput(_HIDDEN))
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[
            ("tls", _("From the beginning (port 465)")),
            ("starttls", _("STARTTLS (port 587)")),
            ("none", _("None, inside the house alone")),
        ],
        widget=forms.RadioSelect,
        initial="tls",
    )
    port = forms.CharField(
        label=_("Port"),
        max_length=5,
        initial="465",
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    sender = forms.CharField(label=_("Sender"), max_length=120, widget=forms.TextInput(_HIDDEN))
    user = forms.CharField(
        label=_("User name"), max_length=120, required=False, widget=forms.TextInput(_HIDDEN)
    )
    password = _secret(_("Password"), required=False)


class RobotForm(forms.Form):
    """The address that the robot shows when it is made, or the key in it."""

    token = _secret(
        _("Address of the robot"), _("Paste it whole; only the key in it is kept, sealed.")
    )

    def clean_token(self) -> str:
        """Return the key out of an address that was pasted whole."""
        return key_of(self.cleaned_data["token"].strip())


class SignedRobotForm(RobotForm):
    """A robot that may be told to ask for a signature."""

    secret = _secret(
        _("Secret for signing"), _("Begins with SEC; empty if the robot has none."), required=False
    )


_VALUES: dict[str, type[forms.Form]] = {
    "webhook": WebhookForm,
    "mail": MailForm,
    "wecom": RobotForm,
    "dingtalk": SignedRobotForm,
    "feishu": RobotForm,
}
FIELDS = {
    "notices.title": "title",
    "notices.carries": "carries",
    "notices.demanded": "demanded",
    "notices.scheme": "url",
    "notices.url": "url",
    "notices.secret": "secret",
    "notices.server": "host",
    "notices.sender": "sender",
    "notices.robot": "token",
    "notices.signing": "secret",
}


def values_form(way: str) -> type[forms.Form]:
    """Return the form of where this way leads."""
    return _VALUES[way]


def new_form(way: str) -> type[CarriedForm]:
    """Return the form of a new channel: both at once."""
    order = ["title", *_VALUES[way].base_fields]
    return type("NewChannelForm", (CarriedForm, _VALUES[way]), {"field_order": order})


def key_of(pasted: str) -> str:
    """Return the key in a robot's address; what is no address is the key itself."""
    if "/" not in pasted:
        return pasted
    try:
        url = urlsplit(pasted)
    except ValueError:
        return pasted
    query = parse_qs(url.query)
    for name in ("key", "access_token"):
        if name in query:
            return query[name][0]
    return url.path.rstrip("/").rpartition("/")[2]
