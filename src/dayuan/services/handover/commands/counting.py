"""What both ways of taking a shift share: its log, its counts, what it has read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from dayuan.platform.access.actors import Actor
from dayuan.services.handover import rules
from dayuan.services.handover.models import Handover, ItemRead, ShiftLog, Tally
from dayuan.services.handover.queries.groups import Group
from dayuan.services.handover.rules import Counting, Turn

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Signed:
    """What somebody signs for: counts by thing, the items and cases read, a reason, remarks."""

    counts: Mapping[str, Counting] = field(default_factory=dict)
    items: Collection[int] = ()
    cases: Collection[int] = ()
    why: str = ""
    remarks: str = ""


def begun(group: Group, turn: Turn, *, actor: Actor, at: datetime) -> ShiftLog | None:
    """Open the log of a shift, or return ``None`` where somebody was faster."""
    try:
        with transaction.atomic():
            return ShiftLog.objects.create(
                site_id=actor.site_id, group=group.code, shift=turn.code, day=turn.day,
                start=turn.start, end=turn.end, holder_id=actor.person_id or 0, taken_at=at,
                late_at=rules.late_from(turn.end, group.plan.handover),
            )  # fmt: skip
    except IntegrityError:
        return None


def log_of(group: Group, turn: Turn, site_id: int) -> ShiftLog | None:
    """Return the log of a shift that somebody has begun."""
    half = turn.start + (turn.end - turn.start) / 2
    rows = ShiftLog.objects.filter(site_id=site_id, group=group.code, day__gte=turn.day - _A_DAY)
    return rows.filter(start__lte=half, end__gt=half).order_by("-start").first()


def tally(handover: Handover, group: Group, counts: Mapping[str, Counting]) -> None:
    """Write down what the first side counted, beside what there should be."""
    given = handover.given_id is not None
    Tally.objects.bulk_create(
        _first(handover, one.code, one.pieces, counts[one.code], given=given)
        for one in group.things
    )


def _first(
    handover: Handover, thing: str, expected: int | None, counted: Counting, *, given: bool
) -> Tally:
    row = Tally(handover=handover, thing=thing, expected=expected)
    if given:
        row.given, row.given_says = counted.pieces, counted.says.strip()
    else:
        row.taken, row.taken_says = counted.pieces, counted.says.strip()
    return row


def tally_against(tallies: Sequence[Tally], counts: Mapping[str, Counting]) -> None:
    """Write down what the second side counted, beside what the first one did."""
    for row in tallies:
        row.taken, row.taken_says = counts[row.thing].pieces, counts[row.thing].says.strip()
    Tally.objects.bulk_update(tallies, ["taken", "taken_says"])


def read(log: ShiftLog, items: Collection[int], *, actor: Actor, at: datetime) -> None:
    """Write down that a shift has read what was passed on; once for each."""
    ItemRead.objects.bulk_create(
        (ItemRead(item_id=pk, log=log, at=at, by_id=actor.person_id or 0) for pk in sorted(items)),
        ignore_conflicts=True,
    )
