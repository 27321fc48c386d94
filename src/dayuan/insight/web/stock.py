"""Tables of what there is: property, equipment, services, indicators, categories."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.plan import EquipmentRow, Kpi, PropertyFact
from dayuan.insight.web import words
from dayuan.insight.web.tabling import Line, Table, by_source, in_order, sources
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.services.desk.queries import FollowUps


def property_profile(plan: Compiled) -> Table:
    """Return the property profile."""
    rows = [
        Line(code, [fact.title.text, _property_value(fact), fact.source.value])
        for code, fact in in_order(plan.handbook.property, by_source)
    ]
    return Table(
        heading=_("Property"), columns=[_("Item"), _("As printed"), _("Source")], rows=rows
    )


def _property_value(fact: PropertyFact) -> list[Any]:
    marks: list[Any] = [fact.value.text]
    if fact.approximate:
        marks.append(Badge(Tone.WAITING, _("approximate"), "info-circle"))
    if fact.incomplete:
        marks.append(Badge(Tone.SOON, _("the list breaks off"), "alert-triangle"))
    return marks


def equipment(plan: Compiled) -> Table:
    """Return the equipment table, in the order of its printed rows."""
    columns = [
        _("Name"), _("Row"), _("System"), _("Specification"), _("Quantity"), _("Source"),
    ]  # fmt: skip
    rows = [
        Line(code, _equipment_cells(row))
        for code, row in in_order(plan.handbook.equipment, lambda row: row.row)
    ]
    return Table(heading=_("Equipment"), columns=columns, rows=rows)


def _equipment_cells(row: EquipmentRow) -> list[Any]:
    return [
        row.name.text,
        row.row,
        row.system.text if row.system else None,
        row.spec or None,
        _quantity(row),
        sources(row.source, *row.more_sources),
    ]


def _quantity(row: EquipmentRow) -> Any:
    said: list[Any] = [words.quantity(row)]
    if row.quantity == "pending":
        said = [Badge(Tone.SOON, words.quantity(row), "hourglass")]
    if row.note:
        said.append(row.note.text)
    return said


def services(plan: Compiled) -> Table:
    """Return the services the plan promises, with the post that answers for each."""
    rows = [
        Line(
            code,
            [one.title.text, plan.post_title(one.owner), sources(one.source, one.owner_source)],
        )
        for code, one in in_order(plan.handbook.services, by_source)
    ]
    columns = [_("Service"), _("Answers for it"), _("Source")]
    return Table(heading=_("Services"), columns=columns, rows=rows)


def indicators(plan: Compiled, measured: Mapping[str, FollowUps]) -> Table:
    """Return the indicators; a target the plan does not give is undecided.

    ``measured`` are this month's figures by clause; what nobody counts yet says so.
    """
    rows = [
        Line(
            code,
            [one.title.text, one.formula.text, _target(one),
             _figure(measured.get(one.source.value.ref)),
             sources(one.source, one.formula_source)],
        )
        for code, one in in_order(plan.handbook.kpis, by_source)
    ]  # fmt: skip
    columns = [_("Indicator"), _("Formula"), _("Target"), _("This month"), _("Source")]
    return Table(heading=_("Indicators"), columns=columns, rows=rows)


def _figure(found: FollowUps | None) -> Any:
    if found is None:
        return Badge(Tone.WAITING, _("Not counted yet"), "help")
    if not found.finished:
        return _("Nothing finished yet")
    numbers = {"asked": found.asked, "finished": found.finished}
    rate = {"rate": f"{found.asked / found.finished:.0%}"}
    return _("%(rate)s: %(asked)d of %(finished)d") % (numbers | rate)


def _target(kpi: Kpi) -> Any:
    if kpi.target is None:
        return Badge(Tone.SOON, words.UNDECIDED, "help")
    return f"{kpi.target:g}"


def categories(plan: Compiled) -> Table:
    """Return the categories of requests with the post that takes each."""
    rows = [
        Line(code, [one.title.text, plan.post_title(one.responsible), one.source.value])
        for code, one in sorted(plan.handbook.categories.items())
    ]
    columns = [_("Category"), _("Goes first to"), _("Source")]
    return Table(heading=_("Categories of requests"), columns=columns, rows=rows)
