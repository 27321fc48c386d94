"""The month's hours: everybody's for whoever arranges duties, one's own for everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.db.models import DateField, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.kernel.periods import Period
from dayuan.platform.access.actors import Actor
from dayuan.platform.lists.sheets import Drawn, Field, Order, Reading, Sheet
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.queries import HoursLine, Person
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.rules.hours import Hours

#: Months that are offered: wages are provable for two years.
_MONTHS = 24
_HUNDREDTHS = 100
#: Under which name a person of the list carries the month it is reckoned for.
_MONTH = "hours_month"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthAndGroup:
    """Which month, and whose: both decide together who belongs on the sheet."""

    code: str = "month"

    @property
    def takes(self) -> Mapping[str, type]:
        """Return both names, with words."""
        return {"month": str, "group": str}

    def asks(self, reading: Reading) -> Mapping[str, forms.Field]:
        """Return the months, this one first, and the groups of the plan."""
        groups = queries.hour_groups(reading.actor.site_id)
        offered = [(code, words(one.title.text)) for code, one in groups.items()]
        return {
            "month": forms.ChoiceField(
                label=gettext_lazy("Month"), required=False,
                choices=[(f"{one:%Y-%m}", times.month(one)) for one in _months(reading.day)],
            ),
            "group": forms.ChoiceField(
                label=gettext_lazy("Group"), required=False, choices=[("", _("All")), *offered]
            ),
        }  # fmt: skip

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], reading: Reading
    ) -> QuerySet[Any]:
        """Return the people of the month, each carrying it."""
        month = month_from(str(given.get("month") or ""), reading.day)
        rows = queries.of_month(
            rows, reading.actor.site_id, month, str(given.get("group") or "")
        )  # fmt: skip
        return rows.annotate(**{_MONTH: Value(month.start, output_field=DateField())})


def month_from(text: str, today: date) -> Period[date]:
    """Return the month an address names; this one where it names none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return month_of(today)
    return month_of(found if sites.FIRST_YEAR <= found.year <= sites.LAST_YEAR else today)


def _months(today: date) -> Iterable[date]:
    number = today.year * 12 + today.month - 1
    # The month after this one is planned already.
    for one in (number, number + 1, *range(number - 1, number - _MONTHS, -1)):
        yield date(one // 12, one % 12 + 1, 1)


def _door(actor: Actor) -> QuerySet[Person]:
    return queries.hours_visible_to(actor)


def _drawn(found: Sequence[Person], reading: Reading) -> Iterable[Drawn]:
    if not found:
        return
    month = month_of(getattr(found[0], _MONTH))
    plan = sites.plan_of(reading.actor.site_id)
    for one in queries.hours_of(reading.actor.site_id, found, month):
        yield Drawn(cells=cells(one, words(plan.post_title(one.post)) if one.post else ""))


def cells(line: HoursLine, post: str) -> dict[str, Any]:
    """Return what the sheet says of one person, by the code of the field."""
    found, split = line.hours, line.hours.split
    return {
        "name": line.person.name,
        "number": line.person.staff_number,
        "post": post,
        "state": state_of(found),
        "norm": number(found.norm),
        "planned": number(found.planned),
        "counted": number(found.counted),
        "within": number(split.within),
        "over": number(split.over),
        "rest": number(split.rest),
        "holiday": number(split.holiday),
        "nights": found.nights,
        "overtime": number(split.overtime),
        "unnoted": found.unnoted,
        "sums": _("%(worked)s of %(norm)s h, overtime %(over)s h")
        % {
            "worked": number(found.counted),
            "norm": number(found.norm),
            "over": number(split.overtime),
        },
    }


def number(value: Fraction) -> int | float:
    """Return hours as a page and a spreadsheet write them: to the hundredth."""
    return int(value) if value.denominator == 1 else round(float(value), 2)


def state_of(found: Hours) -> Badge:
    """Return what somebody has to look at before the hours are paid."""
    if found.above_cap:
        return Badge(Tone.LATE, _("Overtime beyond the law's limit"), "alert-triangle")
    if found.unnoted:
        return Badge(Tone.WAITING, _("%(n)d duties not noted") % {"n": found.unnoted})
    if found.split.overtime:
        return Badge(Tone.SOON, _("Overtime"), "clock")
    return Badge(Tone.DONE, _("Within the norm"))


SHEET: Sheet[Person] = Sheet(
    code="rosters.hours",
    caption=gettext_lazy("Hours of the month"),
    verb="rosters.duty.view",
    page="rosters:hours",
    door=_door,
    draw=_drawn,
    size=60,
    fields=(
        Field(code="name", label=gettext_lazy("Full name"), slot="what"),
        Field(code="number", label=gettext_lazy("Staff number"), slot="number"),
        Field(code="state", label=gettext_lazy("State"), slot="state"),
        Field(code="post", label=gettext_lazy("Post"), slot="where"),
        Field(code="norm", label=gettext_lazy("Norm"), numeric=True),
        Field(code="planned", label=gettext_lazy("Planned"), numeric=True),
        Field(code="counted", label=gettext_lazy("Worked"), numeric=True),
        Field(code="within", label=gettext_lazy("Within the norm, hours"), numeric=True),
        Field(code="over", label=gettext_lazy("150 %"), numeric=True),
        Field(code="rest", label=gettext_lazy("200 %"), numeric=True),
        Field(code="holiday", label=gettext_lazy("300 %"), numeric=True),
        Field(code="nights", label=gettext_lazy("Nights"), numeric=True),
        Field(code="unnoted", label=gettext_lazy("Not noted"), numeric=True),
        # On a phone numbers without their headings say nothing: there it is a sentence.
        Field(code="sums", label=gettext_lazy("In words"), slot="until"),
        Field(code="overtime", label=gettext_lazy("Overtime in all"), numeric=True, usual=False),
    ),
    orders=(
        Order(
            code="name", label=gettext_lazy("By name"), heading="name",
            by=("name_key", "staff_number"),
        ),
        Order(
            code="number", label=gettext_lazy("By staff number"), heading="number",
            by=("staff_number",),
        ),
    ),
    filters=(MonthAndGroup(),),
)  # fmt: skip
