"""The form in which somebody tries other numbers; it is asked by GET and writes nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.handbook.compiled import Compiled
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.rules.whatif import Tried, WhatIf

_PEOPLE, _SEATS, _HOURS = "people", "seats", "day"
_MOST_PEOPLE = 999


class WhatIfForm(forms.Form):
    """People, people on duty at once and hours a day for each post; terms for all of them."""

    hours = forms.DecimalField(
        label=gettext_lazy("Hours a week of one person"),
        min_value=1, max_value=84, decimal_places=1, required=False,
        help_text=gettext_lazy("Empty: the limit that is in force."),
    )  # fmt: skip
    away = forms.DecimalField(
        label=gettext_lazy("Away on any day, in per cent"),
        min_value=0, max_value=90, decimal_places=1, required=False,
        help_text=gettext_lazy("Leave, sickness and training together."),
    )  # fmt: skip
    rate = forms.DecimalField(
        label=gettext_lazy("Yuan for one hour"),
        min_value=0, max_value=10_000, decimal_places=2, required=False,
        help_text=gettext_lazy("Only where the site wants to know the money."),
    )  # fmt: skip

    def __init__(self, *args: Any, posts: Sequence[str], plan: Compiled, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts, self._plan = tuple(posts), plan
        self.fields["of"] = forms.ChoiceField(
            label=_("Show the year of"), required=False,
            choices=[("", "—"), *((post, words(plan.post_title(post))) for post in posts)],
        )  # fmt: skip
        for post in posts:
            self.fields[f"{_PEOPLE}-{post}"] = _whole(_("People"))
            self.fields[f"{_SEATS}-{post}"] = _whole(_("On duty at once"))
            self.fields[f"{_HOURS}-{post}"] = forms.DecimalField(
                label=_("Hours a day"), min_value=0, max_value=24, decimal_places=1, required=False
            )

    def rated(self, rate: Fraction | None) -> None:
        """Say what counts while nobody tries another rate.

        It stands beside the field and not in it: what stands in a field goes into the address,
        and from there into bookmarks and logs, and what an hour costs is not everybody's.
        """
        if rate is not None:
            said = f"{float(rate):.2f}"
            field = self.fields["rate"]
            field.widget.attrs["placeholder"] = said
            field.help_text = _("Empty: ¥%(n)s, the rate that is in force.") % {"n": said}

    def rows(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Yield each post with its three fields."""
        for post in self.posts:
            yield (
                self._plan.post_title(post),
                [self[f"{name}-{post}"] for name in (_PEOPLE, _SEATS, _HOURS)],
            )

    def terms(self) -> list[BoundField]:
        """Return the fields that count for all posts."""
        return [self[name] for name in ("hours", "away", "rate", "of")]

    def tried(self) -> WhatIf:
        """Return what was tried; numbers that make no sense are left out and told beside them."""
        if not self.is_bound:
            return WhatIf()
        self.is_valid()
        posts = {post: self._of(post) for post in self.posts}
        return WhatIf(
            hours_a_week=self._number("hours") or None,
            away=(self._number("away") or Fraction(0)) / 100,
            rate=self._number("rate"),
            posts={post: one for post, one in posts.items() if one != Tried()},
        )

    def chosen(self) -> str:
        """Return the post whose year is asked for, if one is."""
        return str(self.cleaned_data.get("of", "")) if self.is_bound else ""

    def _of(self, post: str) -> Tried:
        people, seats = (self.cleaned_data.get(f"{name}-{post}") for name in (_PEOPLE, _SEATS))
        return Tried(people, seats, self._number(f"{_HOURS}-{post}"))

    def _number(self, name: str) -> Fraction | None:
        found = self.cleaned_data.get(name)
        return None if found is None else Fraction(found)


def _whole(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST_PEOPLE, required=False)


def month_of(text: str, today: date) -> date:
    """Return the first day of a month such as ``2026-12``; today's where it is none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = today
    planned = sites.FIRST_YEAR <= found.year <= sites.LAST_YEAR
    return (found if planned else today).replace(day=1)
