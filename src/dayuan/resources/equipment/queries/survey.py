"""The survey: each row of the plan's table beside what was counted and what is registered."""

from dataclasses import dataclass

from django.db.models import Count as Number
from django.db.models import Max, QuerySet

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.plan import EquipmentRow
from dayuan.kernel.problems import Refused, Source
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.resources.equipment import rules
from dayuan.resources.equipment.models import Count, Item


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the plan's table, what was counted last, and how that compares."""

    code: str
    row: EquipmentRow
    count: Count | None
    registered: int
    comparison: rules.Comparison
    #: Who wants it counted: the clauses that bind the survey, for a row without a number.
    demanded: tuple[Source, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether somebody wants a number here and nobody has counted."""
        return bool(self.demanded) and self.count is None


def lines(actor: Actor) -> list[Line]:
    """Return every row of the table in force, in its printed order; two queries."""
    permissions.require(actor, "equipment.item.view")
    counts, pieces = _newest(actor.site_id), _registered(actor.site_id)
    plan = sites.plan_of(actor.site_id)
    demanded = _demanded(plan)
    return [
        _line(code, row, counts.get(code), pieces.get(code, 0), demanded.get(code, ()))
        for code, row in sorted(plan.handbook.equipment.items(), key=lambda one: one[1].row)
    ]


def line(actor: Actor, code: str) -> Line:
    """Return one row of the table; a code that the plan has not is no row."""
    found = next((one for one in lines(actor) if one.code == code), None)
    if found is None:
        raise Refused(hidden=True)
    return found


def counts_of(actor: Actor, code: str, most: int = 20) -> list[Count]:
    """Return what was counted of a row, the newest first."""
    permissions.require(actor, "equipment.item.view")
    rows = Count.objects.filter(site_id=actor.site_id, row=code)
    return list(rows.order_by("-pk")[:most])


def counts_for(actor: Actor, clause: str) -> QuerySet[Count]:
    """Return the counts that a clause asked for, the newest first; lazy, nothing if it asks none.

    Counts are of the register, which whoever reads the plan may not see.
    """
    if not actor.holds("equipment.item.view"):
        return Count.objects.none()
    asked = _demanded(sites.plan_of(actor.site_id))
    rows = [code for code, by in asked.items() if clause in {source.ref for source in by}]
    if not rows:
        return Count.objects.none()
    return Count.objects.filter(site_id=actor.site_id, row__in=rows).order_by("-pk")


def _demanded(plan: Compiled) -> dict[str, tuple[Source, ...]]:
    """Return the rows without a printed number, with what wants them counted."""
    by = tuple(use.source for use in plan.uses_of("equipment.survey"))
    rows = plan.handbook.equipment.items()
    return {code: by for code, row in rows if by and row.quantity == "pending"}


def _line(
    code: str, row: EquipmentRow, count: Count | None, registered: int, by: tuple[Source, ...]
) -> Line:
    counted = None if count is None else count.quantity
    return Line(code, row, count, registered, rules.compared(row.quantity, counted), by)


def _newest(site_id: int) -> dict[str, Count]:
    newest = Count.objects.filter(site_id=site_id).values("row").annotate(last=Max("pk"))
    rows = Count.objects.filter(pk__in=newest.values("last"))
    return {row.row: row for row in rows}


def _registered(site_id: int) -> dict[str, int]:
    rows = Item.objects.filter(site_id=site_id).exclude(row="").exclude(state="retired")
    return dict(rows.values_list("row").annotate(Number("pk")).order_by("row"))
