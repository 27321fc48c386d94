"""The survey by programs: the plan's table beside what was counted, and counting."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from dayuan.kernel.problems import Source
from dayuan.platform.rest import problems
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Line
from dayuan.platform.rest.problems import SourceOut
from dayuan.platform.ui.drawn import words
from dayuan.resources.equipment.api.part import PART
from dayuan.resources.equipment.commands import survey as commands
from dayuan.resources.equipment.commands.survey import QUANTITY_MOST
from dayuan.resources.equipment.queries import Count, survey

VIEW = ("equipment.item.view",)


class CountOut(Schema):
    """What was counted of a row, and when."""

    quantity: int
    note: str
    counted_at: datetime


class LineOut(Schema):
    """A row of the plan's table beside what was counted last and what is registered."""

    row: str
    number: int
    title: str
    #: As the plan prints it: a range, or neither where it says 待定 or nothing.
    printed_least: int | None
    printed_most: int | None
    unit: str
    counted: CountOut | None
    registered: int
    #: ``uncounted``, ``unprinted``, ``fits``, ``more`` or ``fewer``, and by how many.
    comparison: str
    differs_by: int
    source: SourceOut
    demanded: list[SourceOut]


class CountIn(Body):
    """How many were found; nothing found is 0."""

    quantity: Annotated[int, Field(ge=0, le=QUANTITY_MOST)]
    note: Annotated[Line, Field(max_length=200)] = ""


@PART.read("/survey", answers=list[LineOut], summary=_("Read the survey"), verbs=VIEW)
def lines(request: TokenRequest) -> Any:
    """Return every row of the plan's equipment table, in its printed order."""
    return [_line(one) for one in survey.lines(request.actor)]


@PART.read(
    "/survey/{row}", answers=list[CountOut], summary=_("Read what was counted"), verbs=VIEW
)  # fmt: skip
def counts(request: TokenRequest, row: Code) -> Any:
    """Return what was counted of a row, the newest first."""
    found = survey.line(request.actor, row)
    return [_count(one) for one in survey.counts_of(request.actor, found.code)]


@PART.write(
    "POST", "/survey/{row}/counts", summary=_("Count"), verbs=("equipment.survey.count",)
)  # fmt: skip
def count(request: TokenRequest, row: Code, body: CountIn) -> None:
    """Write down how many of a row were found on the spot."""
    commands.count(
        row=row, quantity=body.quantity, note=body.note, actor=request.actor, at=request.now
    )


def _line(one: survey.Line) -> dict[str, Any]:
    least, most = _printed(one)
    return {
        "row": one.code,
        "number": one.row.row,
        "title": " ".join(filter(None, (words(one.row.name.text), one.row.spec))),
        "printed_least": least,
        "printed_most": most,
        "unit": one.row.unit or "",
        "counted": None if one.count is None else _count(one.count),
        "registered": one.registered,
        "comparison": one.comparison.outcome,
        "differs_by": one.comparison.by,
        "source": problems.source(one.row.source.value),
        "demanded": _sources(one.demanded),
    }


def _printed(one: survey.Line) -> tuple[int | None, int | None]:
    quantity = one.row.quantity
    if isinstance(quantity, str):
        return None, None
    if isinstance(quantity, int):
        return quantity, quantity
    return quantity.min, quantity.max


def _count(one: Count) -> dict[str, Any]:
    return {"quantity": one.quantity, "note": one.note, "counted_at": one.counted_at}


def _sources(found: Iterable[Source]) -> list[dict[str, Any]]:
    return [problems.source(one) for one in found]
