"""A person's own page: where notices come, when they do not, and what is switched off."""

from typing import Any

from django import forms
from django.conf import settings as house
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.notices import queries
from dayuan.platform.notices.commands import wishes as commands
from dayuan.platform.notices.commands.wishes import Wishes
from dayuan.platform.notices.kinds import Group, groups_in_use, kinds
from dayuan.platform.notices.models import Channel, Preference
from dayuan.platform.ui import drawn
from dayuan.platform.ui.forms import TimeInput
from dayuan.platform.ui.sending import sent, tried

_FIELDS = {"notices.email": "email", "notices.quiet": "quiet_until"}


class WishesForm(forms.Form):
    """What one wishes; a tick is what one wants."""

    app = forms.MultipleChoiceField(
        label=gettext_lazy("The bell in the program counts"),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip

    def __init__(
        self, *args: Any, channels: list[Channel], wishes: Preference, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._channels = channels
        self._offered: dict[str, list[str]] = {}
        self._offer("app", [one for one in groups_in_use() if _free(one)], wishes.off, "app")
        self.fields["app"].help_text = _always([one for one in groups_in_use() if not _free(one)])
        for channel in channels:
            self._add(channel, wishes)
        self._add_rest(wishes)

    def _add(self, channel: Channel, wishes: Preference) -> None:
        name = f"channel_{channel.pk}"
        self.fields[name] = forms.MultipleChoiceField(
            label=_("By %(channel)s") % {"channel": channel.title},
            widget=forms.CheckboxSelectMultiple, required=False,
        )  # fmt: skip
        carried = [one for one in groups_in_use() if one.code in channel.carries]
        free = [one for one in carried if one.code not in channel.demanded]
        self._offer(name, free, wishes.off, str(channel.pk))
        self.fields[name].help_text = _always([one for one in carried if one not in free])

    def _add_rest(self, wishes: Preference) -> None:
        if any(channel.way == "mail" for channel in self._channels):
            self.fields["email"] = forms.CharField(
                label=_("My e-mail address"), required=False, max_length=120,
                initial=wishes.email, help_text=_("Where letters go; nobody else sees it."),
                widget=forms.EmailInput({"autocomplete": "email"}),
            )  # fmt: skip
        if self._channels:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of the messages"), choices=house.LANGUAGES,
                widget=forms.RadioSelect, initial=wishes.language,
            )  # fmt: skip
        quiet = _("Messages wait until they end and come as one; what is urgent comes at once.")
        for name, label, help_text in (
            ("quiet_from", _("Quiet from"), ""), ("quiet_until", _("Quiet until"), quiet),
        ):  # fmt: skip
            self.fields[name] = forms.TimeField(
                label=label, required=False, widget=TimeInput, help_text=help_text,
                initial=getattr(wishes, name),
            )  # fmt: skip

    def _offer(self, name: str, free: list[Group], off: list[str], where: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - made so
        self._offered[name] = [one.code for one in free]
        field.choices = [(one.code, drawn.words(one.label)) for one in free]
        field.initial = [one.code for one in free if f"{one.code}@{where}" not in off]

    def wishes(self, before: Preference) -> Wishes:
        """Return what was wished; what the page did not ask stays as it was."""
        given = self.cleaned_data
        off = {f"{code}@app" for code in self._offered["app"] if code not in given["app"]}
        for channel in self._channels:
            name = f"channel_{channel.pk}"
            wanted = given[name]
            off |= {f"{c}@{channel.pk}" for c in self._offered[name] if c not in wanted}
        return Wishes(
            email=given.get("email", before.email).strip(),
            language=given.get("language", before.language),
            quiet_from=given["quiet_from"], quiet_until=given["quiet_until"], off=off,
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@view_for()
def settings(request: ActorRequest) -> HttpResponse:
    """Show and keep what one wishes."""
    before = queries.preference_of(request.actor)
    channels = queries.personal_channels_for(request.actor)
    form = WishesForm(sent(request), channels=channels, wishes=before)
    attempt = tried(
        form,
        lambda _given: commands.wish(
            wishes=form.wishes(before), actor=request.actor, at=request.now
        ),
        fields=_FIELDS,
    )
    if attempt.done:
        messages.success(request, _("Saved"))
        return redirect("notices:settings")
    status = 422 if form.errors else 200
    return render(request, "notices/settings.html", {"form": form}, status=status)


def _free(group: Group) -> bool:
    """Tell whether something of a group may be switched off in the program."""
    own = [kind for kind in kinds.values() if kind.group.code == group.code]
    return not own or any(not kind.must for kind in own)


def _always(demanded: list[Group]) -> str:
    if not demanded:
        return ""
    language = get_language() or "zh-hans"
    named = drawn.joint().join(one.label.in_language(language) for one in demanded)
    return _("Always: %(groups)s") % {"groups": named}
