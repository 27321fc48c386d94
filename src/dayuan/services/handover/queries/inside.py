"""What hangs on a log that was got by its door: lines, counts, what was passed on."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from dayuan.handbook.schema.handover import Counted
from dayuan.handbook.schema.plan import Category
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.services.handover import rules
from dayuan.services.handover.models import HandedCase as HandedCase
from dayuan.services.handover.models import Handover, LogEntry, PassOn, ShiftLog, Tally
from dayuan.services.handover.queries.groups import Group
from dayuan.work import queries as work
from dayuan.work.queries import Case

#: So many lines of one log are shown, and so many things stay passed on at once.
ENTRIES_MOST, ITEMS_MOST, CASES_MOST = 500, 100, 50


def entries_of(log: ShiftLog, most: int = ENTRIES_MOST) -> list[LogEntry]:
    """Return the lines of a log by when they were written."""
    return list(_entries(log).order_by("pk")[:most])


def newest_entries(log: ShiftLog, most: int) -> list[LogEntry]:
    """Return the last lines of a log, the newest first."""
    return list(_entries(log).order_by("-pk")[:most])


def _entries(log: ShiftLog) -> QuerySet[LogEntry]:
    rows = LogEntry.objects.filter(log=log).select_related("by", "corrects")
    return rows.annotate(corrected=Exists(LogEntry.objects.filter(corrects=OuterRef("pk"))))


def open_items(site_id: int, group: str) -> list[PassOn]:
    """Return what was passed on in a group and is not closed, the oldest first."""
    rows = PassOn.objects.filter(site_id=site_id, group=group, done_at__isnull=True)
    return list(rows.select_related("left_by").order_by("pk")[:ITEMS_MOST])


def items_of(log: ShiftLog) -> list[PassOn]:
    """Return what a shift left or signed as read, in one question."""
    read = Q(pk__in=log.reads.values("item_id"))
    rows = PassOn.objects.filter(Q(log=log) | read).select_related("left_by", "done_by")
    return list(rows.order_by("pk")[: 2 * ITEMS_MOST])


def handovers_of(log: ShiftLog) -> list[Handover]:
    """Return every turn in which a shift was handed over or taken over, in order."""
    rows = Handover.objects.filter(Q(given=log) | Q(taken=log))
    rows = rows.select_related("declared_by", "signed_by", "ended_by", "given", "taken")
    return list(rows.order_by("pk")[:ITEMS_MOST])


def tallies_of(handovers: Collection[Handover]) -> dict[int, list[Tally]]:
    """Return what was counted at each of these, in one question."""
    found: dict[int, list[Tally]] = {one.pk: [] for one in handovers}
    for row in Tally.objects.filter(handover__in=list(found)).order_by("pk"):
        found[row.handover_id].append(row)
    return found


def things_given(group: Group, tallies: Collection[Tally]) -> list[Counted]:
    """Return what the first side counted: the plan may count other things since."""
    known = {one.code: one for one in group.things}
    return [known.get(row.thing) or rules.unknown_thing(row.thing) for row in tallies]


def open_cases(actor: Actor, group: Group) -> list[Case]:
    """Return the open cases a shift hands over, as far as the actor may know of them."""
    wanted = group.plan.handover.cases if group.plan.handover else ()
    known = sites.plan_of(actor.site_id).handbook.categories
    categories = {code for code in known if _is_below(code, wanted, known)}
    if not categories:
        return []
    rows = work.visible_to(actor).filter(closed_at__isnull=True, category__in=categories)
    return list(rows.order_by("-opened_at", "-pk")[:CASES_MOST])


def _is_below(code: str | None, wanted: Collection[str], known: dict[str, Category]) -> bool:
    while code is not None and code in known:
        if code in wanted:
            return True
        code = known[code].parent
    return False


def cases_handed(actor: Actor, handover: Handover) -> list[Case]:
    """Return the cases the outgoing side named that the actor may know of too."""
    named = HandedCase.objects.filter(handover=handover).values("case_id")
    return list(work.visible_to(actor).filter(pk__in=named).order_by("-opened_at", "-pk"))


def cases_of(
    actor: Actor, entries: Collection[LogEntry], handovers: Collection[Handover] = ()
) -> dict[int, Case]:
    """Return the cases that lines name or that were handed over, those alone one may know of.

    ``handed`` tells of each whether it was handed over; one question for both.
    """
    linked = [entry.case_id for entry in entries if entry.case_id is not None]
    rows = HandedCase.objects.filter(handover__in=[one.pk for one in handovers])
    if not linked and not handovers:
        return {}
    handed = Exists(rows.filter(case=OuterRef("pk")))
    found = work.visible_to(actor).filter(Q(pk__in=linked) | Q(pk__in=rows.values("case_id")))
    return {case.pk: case for case in found.annotate(handed=handed).order_by("-opened_at")}
