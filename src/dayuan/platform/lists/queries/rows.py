"""Reading one page of a list: narrowed, in order, from a place on, and how many in all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, Q, QuerySet

from dayuan.platform.lists.asked import Asked
from dayuan.platform.lists.sheets import Reading

#: Nobody counts further than this.
COUNTED_MOST = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records; ``total`` is how many there are, ``more`` that there are even more."""

    records: tuple[Any, ...]
    total: int
    more: bool
    earlier: bool
    later: bool


def rows(asked: Asked, reading: Reading) -> QuerySet[Any]:
    """Return every row that is asked for and that the reader may see, in no order yet."""
    found = asked.sheet.door(reading.actor)
    if asked.part is not None:
        found = found.filter(asked.part.where(reading))
    given = asked.form.given()
    for one in asked.sheet.filters:
        found = one.narrowed(found, given, reading)
    return found


def in_order(asked: Asked, found: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
    """Put rows in the order that is asked for."""
    return found.order_by(*(one.ordering(backwards=backwards) for one in _steps(asked)))


def total(asked: Asked, reading: Reading, *, most: int) -> int:
    """Return how many records there are; nobody counts further than ``most`` and one."""
    return rows(asked, reading).order_by()[: most + 1].count()


def batches(asked: Asked, reading: Reading, *, size: int, most: int) -> Iterator[list[Any]]:
    """Yield the records in their order, ``size`` at a time and ``most`` in all.

    Each batch goes on from the record that ended the one before, as it was read: one
    that is changed or hidden meanwhile neither stops the reading nor begins it anew.
    """
    found, steps = rows(asked, reading), _steps(asked)
    here, left = found, most
    while left > 0:
        batch = list(in_order(asked, here)[: min(size, left)])
        if batch:
            yield batch
        if len(batch) < min(size, left):
            return
        left -= len(batch)
        stood = [attrgetter(one.path.replace("__", "."))(batch[-1]) for one in steps]
        here = found.filter(_beyond(steps, stood))


def page(asked: Asked, reading: Reading) -> Page:
    """Return the page that is asked for, in two questions and a short one for its place."""
    found, size = rows(asked, reading), asked.sheet.size
    backwards = asked.before is not None
    place = asked.before if backwards else asked.after
    here = found
    if place is not None:
        here = found.filter(_beyond_record(asked, reading, place, backwards=backwards))
    records = list(in_order(asked, here, backwards=backwards)[: size + 1])
    beyond, records = len(records) > size, records[:size]
    if backwards:
        records.reverse()
    total = found.order_by()[: COUNTED_MOST + 1].count()
    return Page(
        records=tuple(records),
        total=min(total, COUNTED_MOST),
        more=total > COUNTED_MOST,
        earlier=beyond if backwards else asked.after is not None,
        later=backwards or beyond,
    )


# --- inside -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """One path of an order; ``falls`` when what is greater comes first."""

    path: str
    falls: bool
    may_be_empty: bool

    def ordering(self, *, backwards: bool) -> Any:
        """Return how the database puts rows in order by it."""
        empty: dict[str, bool] = {}
        if self.may_be_empty:
            empty = {"nulls_first": True} if backwards else {"nulls_last": True}
        down = self.falls != backwards
        return F(self.path).desc(**empty) if down else F(self.path).asc(**empty)

    def same(self, value: Any) -> Q:
        """Return the condition that a row stands at the same place."""
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def further(self, value: Any, *, backwards: bool, same: str = "") -> Q:
        """Return the condition that a row lies further on; with ``same="e"`` or no further."""
        if value is None:
            # What is empty comes last: before it lies everything else, after it nothing.
            return Q(**{f"{self.path}__isnull": False}) if backwards else Q(pk__in=[])
        sign = "lt" if self.falls != backwards else "gt"
        beyond = Q(**{f"{self.path}__{sign}{same}": value})
        if self.may_be_empty and not backwards:
            beyond |= Q(**{f"{self.path}__isnull": True})
        return beyond


def _steps(asked: Asked) -> list[_Step]:
    """Return the steps of the order; the record's own number is the last."""
    order = asked.order
    by = [
        _Step(path.removeprefix("-"), path.startswith("-"), order.may_be_empty) for path in order.by
    ]
    return [*by, _Step("pk", by[0].falls, may_be_empty=False)]


def _beyond_record(asked: Asked, reading: Reading, place: int, *, backwards: bool) -> Q:
    """Return the condition on what comes after a record, or before it.

    The record is looked up through the door alone: it may have left the list meanwhile,
    and one still goes on from where it stood. One that the reader may not see is no place.
    """
    steps = _steps(asked)
    visible = asked.sheet.door(reading.actor).filter(pk=place).order_by()
    values = visible.values_list(*(one.path for one in steps)).first()
    return Q() if values is None else _beyond(steps, values, backwards=backwards)


def _beyond(steps: list[_Step], values: Sequence[Any], *, backwards: bool = False) -> Q:
    """Return the condition on what comes after a place in the order, or before it."""
    found, same = Q(pk__in=[]), Q()
    for one, value in zip(steps, values, strict=True):
        found |= same & one.further(value, backwards=backwards)
        same &= one.same(value)
    if values[0] is None:
        return found
    # The bound is read off an index at once; the rest is then asked of few rows.
    return found & steps[0].further(values[0], backwards=backwards, same="e")
