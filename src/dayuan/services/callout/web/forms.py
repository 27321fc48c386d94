"""What is asked for when people are called, and when an answer is written down."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.forms import TimeInput
from dayuan.services.callout.states import CALL

Choices = list[tuple[str, str]]
#: What can be noted for somebody, by the state it leads to.
ANSWERS = ("coming", "cannot", "here")


class CallForm(forms.Form):
    """Whom to call."""

    persons = forms.MultipleChoiceField(
        label=_("Whom to call, in the order of calling"), required=False,
        widget=forms.CheckboxSelectMultiple(),
    )  # fmt: skip

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["persons"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    @property
    def chosen(self) -> list[int]:
        """Return who was ticked."""
        return [int(pk) for pk in self.cleaned_data["persons"]]


class OrderForm(CallForm):
    """Why, where to, an exercise or not, and whom."""

    reason = forms.CharField(
        label=_("Why people are called"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
    )  # fmt: skip
    gather = forms.CharField(label=_("Where to gather"), max_length=200, required=False)
    exercise = forms.BooleanField(label=_("This is an exercise"), required=False)

    field_order = ("reason", "gather", "exercise", "persons")


class NoteForm(forms.Form):
    """What somebody answered by telephone, or when he came."""

    answer = forms.ChoiceField(label=_("What to note"), widget=forms.RadioSelect())
    time = forms.TimeField(label=_("Here since (empty: now)"), required=False, widget=TimeInput())
    why = forms.CharField(label=_("Why he cannot come"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(one, words(CALL.state(one).label)) for one in ANSWERS]

    def came(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return the last time the clock of the site showed this; ``None`` for now."""
        said: time | None = self.cleaned_data["time"]
        if said is None:
            return None
        here = now.astimezone(zone)
        found = datetime.combine(here.date(), said, zone)
        # Half an hour ahead is a slip, to be told; more is last night.
        return found - timedelta(days=1) if found - here > timedelta(minutes=30) else found


class WhyForm(forms.Form):
    """Why somebody cannot come, in his own words."""

    why = forms.CharField(
        label=_("Why you cannot come"), max_length=200, required=False,
        widget=forms.TextInput({"autofocus": True}),
        help_text=_("One sentence; nothing about an illness."),
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """How it ended."""

    outcome = forms.CharField(
        label=_("How it ended"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
    )  # fmt: skip
