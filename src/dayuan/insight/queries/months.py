"""What was reported month by month, of the cases the reader may know of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.db.models import Case, Count, IntegerField, Q, Value, When

from dayuan.kernel.months import Month, last_months
from dayuan.platform.access.actors import Actor
from dayuan.services.desk.states import REQUEST
from dayuan.work import queries as work

#: So many months are counted, this one among them.
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Reported:
    """How many requests were reported, and how many of those are over by now."""

    over: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        """Return both together."""
        return self.over + self.open

    def __add__(self, other: "Reported") -> "Reported":
        return Reported(self.over + other.over, self.open + other.open)


@dataclass(frozen=True, slots=True)
class History:
    """The requests of the last months: by month, and by the kind of matter."""

    months: tuple[Month, ...]
    by_month: Mapping[date, Reported]
    by_category: Mapping[str, Reported]


def history(actor: Actor, *, at: datetime, zone: tzinfo) -> History:
    """Count the requests of the last months, in one question; hidden ones are in no number."""
    months = last_months(at, zone, MONTHS)
    by_month: dict[date, Reported] = {month.first: Reported() for month in months}
    by_category: dict[str, Reported] = defaultdict(Reported)
    rows = (
        work.visible_to(actor)
        .filter(kind=REQUEST.code, opened_at__gte=months[0].start, opened_at__lt=months[-1].end)
        .annotate(month=_which(months))
        .values("month", "category")
        .annotate(
            over=Count("pk", filter=Q(closed_at__isnull=False)),
            open=Count("pk", filter=Q(closed_at__isnull=True)),
        )
        .order_by()
    )
    for row in rows:
        counted = Reported(row["over"], row["open"])
        by_month[months[row["month"]].first] += counted
        by_category[row["category"]] += counted
    return History(months, by_month, dict(by_category))


def _which(months: Sequence[Month]) -> Case:
    """Say in which of some months, one after the other, a case was opened.

    SQLite would ask Python for the month of every row.
    """
    ends = (When(opened_at__lt=month.end, then=Value(at)) for at, month in enumerate(months))
    return Case(*ends, output_field=IntegerField())
