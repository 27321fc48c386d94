"""What is asked for in a log and at a handover; the commands say what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.handbook.schema.handover import Counted
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.forms import TimeInput
from dayuan.services.handover.commands import Signed
from dayuan.services.handover.rules import Counting

Choices = list[tuple[str, str]]
_LONG, _SHORT = 1000, 200


def _area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea({"rows": rows, **attrs})


class LineForm(forms.Form):
    """A line of the log: what happened; the rest may stay empty."""

    words = forms.CharField(
        label=gettext_lazy("What was seen or done"), max_length=_LONG, required=False,
        widget=_area(3, autofocus=True),
    )  # fmt: skip
    time = forms.TimeField(
        label=gettext_lazy("When (empty: now)"), required=False, widget=TimeInput()
    )
    place = forms.CharField(label=gettext_lazy("Where"), max_length=120, required=False)
    number = forms.CharField(
        label=gettext_lazy("Number of the matter"), max_length=40, required=False,
        help_text=gettext_lazy("If it belongs to a matter that has a number."),
    )  # fmt: skip
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def happened(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return the last time the clock of the site showed this; ``None`` for now."""
        said: time | None = self.cleaned_data["time"]
        if said is None:
            return None
        here = now.astimezone(zone)
        found = datetime.combine(here.date(), said, zone)
        # Half an hour ahead is a slip, to be told; more is last night.
        ahead = found - here > timedelta(minutes=30)
        return found - timedelta(days=1) if ahead else found


class WordsForm(forms.Form):
    """One sentence."""

    words = forms.CharField(max_length=_LONG, required=False, widget=_area(3, autofocus=True))

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


@dataclass(frozen=True, slots=True)
class CountPair:
    """A thing as it is asked: how many, and why if the number differs."""

    count: forms.BoundField
    says: forms.BoundField
    is_open: bool


class CountForm(forms.Form):
    """Counts of everything that is handed over, and what is signed as read."""

    def __init__(
        self, things: Sequence[Counted], *args: Any, items: Choices = [], cases: Choices = [],  # noqa: B006 - never changed
        stands_in: bool = False, remarks: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._things = things
        for one in things:
            self._ask(one)
        if items:
            self._tick("items", _("Passed on: tick what you have read"), items)
        if cases:
            self._tick("cases", _("Open matters: tick what you have seen"), cases)
        if remarks:
            self.fields["remarks"] = forms.CharField(
                label=_("Anything else to say"), max_length=_LONG, required=False, widget=_area(2)
            )
        if stands_in:
            self.fields["why"] = forms.CharField(
                label=_("You are not on the duty list: why you"), max_length=_SHORT,
                required=False,
            )  # fmt: skip

    def _ask(self, one: Counted) -> None:
        name = words(one.title.text)
        hint = _("There should be %(number)s") % {"number": one.pieces}
        self.fields[f"count_{one.code}"] = forms.IntegerField(
            label=name, min_value=0, max_value=9999, required=False,
            help_text=hint if one.pieces is not None else "",
            widget=forms.NumberInput({"inputmode": "numeric", "class": "count-number"}),
        )  # fmt: skip
        self.fields[f"says_{one.code}"] = forms.CharField(
            label=_("%(thing)s: if the number differs, why") % {"thing": name}, max_length=_SHORT,
            required=False,
        )  # fmt: skip

    def _tick(self, name: str, label: str, choices: Choices) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple()
        )

    @property
    def pairs(self) -> list[CountPair]:
        """Return each thing's number beside what is said of it, open where there is a reason."""
        return [
            CountPair(self[f"count_{one.code}"], self[f"says_{one.code}"], self._differs(one))
            for one in self._things
        ]

    def _differs(self, one: Counted) -> bool:
        """Tell whether a number that was sent is another than the plan's, or has a sentence."""
        number = self.data.get(f"count_{one.code}", "").strip()
        wanted = "" if one.pieces is None else str(one.pieces)
        return bool(self.data.get(f"says_{one.code}")) or (number not in ("", wanted))

    @property
    def others(self) -> list[forms.BoundField]:
        """Return what else is asked, below the counts."""
        counted = {f"{kind}_{one.code}" for one in self._things for kind in ("count", "says")}
        return [field for field in self if field.name not in counted]

    def signed(self) -> Signed:
        """Return what was counted and ticked."""
        given = self.cleaned_data
        counts = {
            one.code: Counting(given[f"count_{one.code}"], given[f"says_{one.code}"])
            for one in self._things
            if given[f"count_{one.code}"] is not None
        }
        return Signed(
            counts=counts,
            items=[int(pk) for pk in given.get("items", ())],
            cases=[int(pk) for pk in given.get("cases", ())],
            why=given.get("why", ""),
            remarks=given.get("remarks", ""),
        )
