"""Imports as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.states import State
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports import importers
from dayuan.platform.imports.importers import Importer
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.platform.imports.said import problems_said
from dayuan.platform.imports.states import IMPORT
from dayuan.platform.imports.workbook import said
from dayuan.platform.ui.shapes import Badge, Column, Link, Listing, Row, Stat
from dayuan.platform.ui.tones import Tone

#: Letters of what was typed that a page repeats.
_QUOTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An import among others: what of, when, how far."""

    caption: Any
    at: datetime
    state: State
    says: str
    url: str


def lines(found: Iterable[Import]) -> list[Line]:
    """Return imports as lines of a list."""
    return [
        Line(
            caption=caption(one),
            at=one.asked_at,
            state=IMPORT.state(one.state),
            says=counts(one),
            url=reverse("imports:run", args=[one.pk]),
        )
        for one in found
    ]


def caption(row: Import) -> Any:
    """Return what an import is of."""
    known = importers.importers.get(row.importer)
    return known.caption if known else row.importer


def counts(row: Import) -> str:
    """Return how many rows an import has, or how many were taken, in a few words."""
    if row.state == "read":
        return _("%(good)d to take, %(wrong)d to correct") % {"good": row.good, "wrong": row.wrong}
    taken = {"taken": row.taken, "wrong": row.wrong + row.refused}
    return _("%(taken)d taken, %(wrong)d to correct") % taken


def trail() -> list[Link]:
    """Return where a page of imports lies."""
    return [Link(_("Import from Excel"), reverse("imports:list"))]


def why(problem: str) -> str:
    """Return why an import was not finished."""
    return _("You may not enter these any more; the rest was not taken.") if problem else ""


def stats(row: Import) -> list[Stat]:
    """Return the numbers one looks at first: what would become of the rows, or what became."""
    bad = row.wrong + row.refused
    wrong = Stat(label=_("To correct"), value=bad, tone=Tone.LATE if bad else None)
    same = Stat(label=_("Same as in the register"), value=row.same)
    if row.state == "read":
        new = Stat(label=_("New"), value=row.new, tone=Tone.DONE if row.new else None)
        return [new, Stat(label=_("Changed"), value=row.changed), same, wrong]
    tone = Tone.DONE if row.taken else None
    return [Stat(label=_("Taken"), value=row.taken, tone=tone), same, wrong]


def to_correct(importer: Importer, rows: Iterable[ImportRow]) -> Listing:
    """Return what has to be corrected: one line for each problem, by row and column."""
    found = ((one, *problem) for one in rows for problem in problems_said(one.problems))
    return Listing(
        caption=_("Rows to correct"),
        columns=(
            Column(_("Row in the file"), "number", numeric=True),
            Column(importer.columns[0].label, "extra"),
            Column(_("Column"), "where"),
            Column(_("What stands there"), "until"),
            Column(_("What to do"), "what"),
        ),
        rows=[
            Row(
                cells=(
                    _("Row %(n)d") % {"n": one.number},
                    _named(importer, one),
                    _label(importer, code),
                    one.values.get(code, "")[:_QUOTED],
                    says,
                )
            )
            for one, code, says in found
        ],
    )


def _named(importer: Importer, row: ImportRow) -> str:
    """Return what the file itself calls a row."""
    return str(row.values.get(importer.key[0], ""))[:_QUOTED]


def to_take(importer: Importer, rows: Iterable[ImportRow], actor: Actor) -> Listing:
    """Return what would be taken: of a new row what it says, of another what it changes."""
    choices = {c.code: dict(c.choices(actor)) for c in importer.columns if c.kind == "choice"}
    return Listing(
        caption=_("Rows to take"),
        columns=(
            Column(_("Row in the file"), "number", numeric=True),
            Column(importer.columns[0].label, "what"),
            Column(_("New or changed"), "state"),
            Column(_("What it says"), "where"),
        ),
        rows=[
            Row(
                cells=(
                    _("Row %(n)d") % {"n": one.number},
                    _named(importer, one),
                    _becomes(one),
                    _says(importer, one, choices),
                )
            )
            for one in rows
        ],
    )


def _becomes(row: ImportRow) -> Badge:
    if row.outcome == "new":
        return Badge(Tone.DONE, _("New"), "plus")
    return Badge(Tone.IN_HAND, _("Changed"), "pencil")


def _says(importer: Importer, row: ImportRow, choices: Mapping[str, Mapping[str, Text]]) -> str:
    """Return a row in one line: each column with what stands in it, and what stood there."""
    found = []
    for column in importer.columns[1:]:
        now, before = row.values.get(column.code, ""), row.before.get(column.code)
        if before is not None:
            known = choices.get(column.code, {}).get(before)
            was = said(known) if known else before
            found.append(_in_column(column.label, f"{was or '—'} → {now}"[: _QUOTED * 2]))
        elif now and row.outcome == "new":
            found.append(_in_column(column.label, now[:_QUOTED]))
    return _("; ").join(found)


def _in_column(label: Text, words: str) -> str:
    return _("%(column)s: %(words)s") % {"column": said(label), "words": words}


def remark(importer: Importer, row: ImportRow) -> str:
    """Return what is wrong with a row in one cell."""
    found = ((importer.column(code), says) for code, says in problems_said(row.problems))
    return "\n".join(
        _in_column(column.label, said(says)) if column else said(says) for column, says in found
    )


def _label(importer: Importer, code: str) -> str:
    column = importer.column(code)
    return said(column.label) if column else ""
