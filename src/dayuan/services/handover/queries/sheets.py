"""The shifts of a day as whoever answers for the guards reads them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.services.handover import rules
from dayuan.services.handover.models import Handover, ShiftLog, Tally
from dayuan.services.handover.queries import doors
from dayuan.services.handover.queries.groups import Group, groups
from dayuan.services.handover.rules import Turn

_MOST = 100


@dataclass(frozen=True, slots=True)
class DayLine:
    """One shift of a day: its log and how it was handed over, or that nobody began it.

    ``before`` says that the site keeps no log yet, or kept none when the shift was over.
    """

    group: Group
    turn: Turn
    log: ShiftLog | None = None
    handover: Handover | None = None
    differences: Sequence[Tally] = ()
    before: bool = False


def day_lines(actor: Actor, day: date) -> list[DayLine]:
    """Return the shifts of a day in their order, begun or not, in four questions."""
    logs = list(doors.visible_to(actor).filter(day=day).order_by("start", "pk")[:_MOST])
    given = _given(logs)
    differing = _differing([one.pk for one in given.values()])
    zone, found = sites.zone(actor.site_id), []
    first = doors.visible_to(actor).order_by("day", "start").values_list("start", flat=True).first()
    for group in groups(actor.site_id):
        own = [log for log in logs if log.group == group.code]
        for log in own:
            turn, handed = Turn(log.shift, log.day, log.start, log.end), given.get(log.pk)
            found.append(
                DayLine(group, turn, log, handed, differing.get(handed.pk, ()) if handed else ())
            )
        starts = {log.start for log in own}
        turns = rules.turns_of(group.plan, day, zone)
        found += [
            DayLine(group, turn, before=first is None or turn.end <= first)
            for turn in turns if turn.start not in starts
        ]  # fmt: skip
    return sorted(found, key=lambda line: (line.group.code, line.turn.start))


def _given(logs: Collection[ShiftLog]) -> dict[int, Handover]:
    rows = Handover.objects.filter(given__in=[log.pk for log in logs], ended_at__isnull=True)
    return {row.given_id or 0: row for row in rows.select_related("declared_by", "signed_by")}


def _differing(handovers: Collection[int]) -> dict[int, list[Tally]]:
    differs = ~Q(given=F("expected")) | ~Q(taken=F("given"))
    found: dict[int, list[Tally]] = {}
    for row in Tally.objects.filter(differs, handover__in=list(handovers)).order_by("pk"):
        found.setdefault(row.handover_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody has to decide, where it is written, and what asks for it."""

    group: Group
    what: Text
    where: str
    source: Source


def questions(site_id: int) -> list[Question]:
    """Return what the plan leaves open of handovers."""
    return [one for group in groups(site_id) for one in _open(group)]


def _open(group: Group) -> Iterator[Question]:
    here = f"shift_plans.{group.code}.handover"
    if not group.things:
        what = Text("交接时清点哪些东西，各有几件", "What is counted at a handover, and how many")
        yield Question(group, what, f"{here}.counted", group.source)
    for one in group.things:
        if one.pieces is None:
            name = one.title.text
            words = Text(
                f"{name.in_language('zh')}应有几件", f"How many there are: {name.in_language('en')}"
            )
            yield Question(group, words, f"{here}.counted.{one.code}.pieces", one.source.value)
    if group.plan.handover is None or group.plan.handover.late is None:
        what = Text("下班多久没有交班要提醒", "When a shift not handed over is told of")
        yield Question(group, what, f"{here}.late", group.source)
