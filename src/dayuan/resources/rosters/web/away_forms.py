"""The forms of leave."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui.forms import DateInput, KeyedSelect, ReasonForm
from dayuan.resources.rosters.commands import Leave
from dayuan.resources.rosters.queries import LeaveChoice

Choices = Sequence[tuple[str, str]]


class AwayForm(forms.Form):
    """Which leave, from which day to which; the kinds are the plan's."""

    first = forms.DateField(label=_("First day away"), widget=DateInput())
    last = forms.DateField(
        label=_("Last day away"),
        widget=DateInput(),
        required=False,
        help_text=_("Leave it empty for one day."),
    )
    remark = forms.CharField(
        label=_("Remark"),
        max_length=200,
        required=False,
        help_text=_("Read by you and by those who decide, nobody else. No diagnosis is needed."),
    )
    field_order: tuple[str, ...] = ("kind", "first", "last", "remark")

    def __init__(self, *args: Any, kinds: list[LeaveChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kinds:
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind of leave"),
                choices=[(one.code, _say(one)) for one in kinds],
                widget=forms.RadioSelect,
            )
        self.order_fields(self.field_order)

    def leave(self) -> Leave:
        """Return what was typed."""
        given = self.cleaned_data
        first = given["first"]
        return Leave(first, given["last"] or first, given.get("kind", ""), given["remark"])


class EnterForm(AwayForm):
    """The same for somebody who called; once more where the days are closed for new leave."""

    #: Whoever enters it was shown that the days are closed.
    told = forms.BooleanField(required=False, widget=forms.HiddenInput())
    field_order = ("person", "kind", "first", "last", "remark", "accepted", "told")

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], waived: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        add_accepted(self, waived)
        self.fields["person"] = forms.ChoiceField(
            label=_("Who is away"), choices=[("", "—"), *people], widget=KeyedSelect()
        )
        self.order_fields(self.field_order)


class AnswerForm(forms.Form):
    """Yes or no to what somebody asks for, and why."""

    grant = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Approve")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Reason, if you refuse"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, waived: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_accepted(self, waived)


def add_accepted(form: forms.Form, waived: Choices) -> None:
    """Let somebody tick what he lets pass; no box where nothing is in the way."""
    if waived:
        form.fields["accepted"] = forms.MultipleChoiceField(
            label=_("I let this pass, in my name"), choices=waived, required=False,
            widget=forms.CheckboxSelectMultiple(),
        )  # fmt: skip


class EndForm(ReasonForm):
    """Why leave that is in force ends."""


def _say(kind: LeaveChoice) -> str:
    words = kind.title.in_language(get_language() or "zh-hans")
    if kind.at_once:
        return _("%(kind)s (in force at once)") % {"kind": words}
    if kind.days_ahead:
        said = ngettext(
            "%(kind)s (%(days)d day ahead)", "%(kind)s (%(days)d days ahead)", kind.days_ahead
        )
        return said % {"kind": words, "days": kind.days_ahead}
    return words
