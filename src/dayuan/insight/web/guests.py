"""Tables about who comes: levels of guests, the security table, petition routing."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled, natural
from dayuan.handbook.schema.plan import RoutingRow, SecurityCell, SecurityRow
from dayuan.insight.web.tabling import Line, Table, in_order, sources
from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.text import Text
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone


def levels(plan: Compiled) -> Table:
    """Return the levels of guests, the highest first, with who belongs to each."""
    rows = [
        Line(
            code,
            [level.title.text, [one.title.text for one in level.categories.values()] or None,
             [alias.text for alias in level.aliases] or None, level.source.value],
        )
        for code, level in in_order(plan.handbook.levels, lambda level: level.rank)
    ]  # fmt: skip
    columns = [_("Level"), _("Who belongs to it"), _("Also called"), _("Source")]
    return Table(heading=_("Levels"), columns=columns, rows=rows)


def security(plan: Compiled) -> Table:
    """Return the security table: a measure for each level, or none."""
    ranked = in_order(plan.handbook.levels, lambda level: level.rank)
    measures = sorted(plan.handbook.security_table.items(), key=lambda m: _first(m[1].cells))
    columns = [_("Measure"), *(level.title.text for _code, level in ranked), _("Decision")]
    codes = [code for code, _level in ranked]
    rows = [Line(code, _measure(plan, measure, codes)) for code, measure in measures]
    return Table(heading=_("Security table"), columns=columns, rows=rows)


def _first(cells: Mapping[str, SecurityCell | None]) -> Any:
    return min((natural(cell.clause) for cell in cells.values() if cell), default=())


def _measure(plan: Compiled, measure: SecurityRow, levels: list[str]) -> list[Any]:
    cells = [_cell(plan, measure.cells.get(level)) for level in levels]
    return [measure.title.text, *cells, _decision(measure.decision)]


def _cell(plan: Compiled, cell: SecurityCell | None) -> Any:
    if cell is None:
        return None
    clause = plan.handbook.clauses[cell.clause]
    said: list[Any] = [Text(clause.reads or clause.quote, clause.en)]
    if cell.inferred:
        said.append(Badge(Tone.SOON, _("inferred"), "help"))
    return [*said, Source(SourceKind.CLAUSE, cell.clause)]


def _decision(number: str | None) -> Source | None:
    return Source(SourceKind.DECISION, number) if number else None


def routing(plan: Compiled) -> Table:
    """Return the petition routing table, departments as printed."""
    columns = [_("Kind of matter"), _("Row"), _("Department as printed"), _("Remark"), _("Source")]
    rows = [
        Line(code, _routing_cells(row))
        for code, row in in_order(plan.handbook.petition_routing, lambda row: row.row)
    ]
    return Table(heading=_("Petition routing"), columns=columns, rows=rows)


def _routing_cells(row: RoutingRow) -> list[Any]:
    flagged = _decision(row.flagged)
    return [
        row.topic.text,
        row.row,
        [Text(target.printed, target.en) for target in row.targets],
        row.note.text if row.note else None,
        [*sources(row.source), *([flagged] if flagged else [])],
    ]
