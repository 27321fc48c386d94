"""The forms of a month: beginning one, setting one cell, letting it be planned."""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.platform.ui import times
from dayuan.resources.rosters.web.month_grid import BETWEEN, Grid, day_said

#: How far ahead a month is offered.
_AHEAD = 12
OFF, AUTO = "off", "auto"


class BeginForm(forms.Form):
    """Which group, which month: at first the next one that is not there."""

    def __init__(
        self, *args: Any, groups: Iterable[tuple[str, str]], today: date, there: Container[date]
    ) -> None:
        super().__init__(*args)
        coming = ahead(today)
        missing = next((one for one in coming[1:] if one not in there), coming[1])
        self.fields["group"] = forms.ChoiceField(label=_("Group"), choices=list(groups))
        self.fields["month"] = forms.ChoiceField(
            label=_("Month"), choices=[(f"{one:%Y-%m}", times.month(one)) for one in coming],
            initial=f"{missing:%Y-%m}",
        )  # fmt: skip

    def first(self) -> date:
        """Return the first day of the month that was chosen."""
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


class CellForm(forms.Form):
    """One person, one day, and what is done then."""

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = [
            (title, [(str(m.person), _named(grid, m.person)) for m in members])
            for title, members in grid.groups
        ]
        days = [(one.isoformat(), day_said(one)) for one in grid.draft.days]
        what = [
            (AUTO, _("leave to the planner")), (OFF, _("day off")),
            (_("on duty"), grid.choices()),
        ]  # fmt: skip
        self.fields["person"] = forms.ChoiceField(label=_("Person"), choices=who)
        self.fields["day"] = forms.ChoiceField(label=_("Day"), choices=days)
        self.fields["what"] = forms.ChoiceField(label=_("What"), choices=what)


class SetForm(forms.Form):
    """What came from the form of a cell, or from the grid: the command judges it."""

    person = forms.IntegerField(min_value=1)
    day = forms.DateField()
    what = forms.CharField(max_length=200)

    def duty(self) -> tuple[str, str]:
        """Return post and shift; both empty for a day off."""
        post, _between, shift = self.cleaned_data["what"].partition(BETWEEN)
        return (post, shift) if shift else ("", "")


class ExchangeForm(forms.Form):
    """Two cells that change places."""

    person = forms.IntegerField(min_value=1)
    day = forms.DateField()
    with_person = forms.IntegerField(min_value=1)
    with_day = forms.DateField()


class PlanForm(forms.Form):
    """How long the planner may take."""

    seconds = forms.TypedChoiceField(
        label=_("How long it may search"), coerce=int, initial="60",
        choices=[
            ("10", _("ten seconds")), ("30", _("half a minute")), ("60", _("one minute")),
            ("300", _("five minutes")),
        ],
    )  # fmt: skip


def ahead(today: date) -> list[date]:
    """Return this month and those after it."""
    found = [today.replace(day=1)]
    while len(found) <= _AHEAD:
        found.append((found[-1] + timedelta(days=31)).replace(day=1))
    return found


def _named(grid: Grid, person: int) -> str:
    found = grid.found.month.persons[person]
    return f"{found.name} {found.staff_number}"
