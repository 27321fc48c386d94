"""What a page shows as an Excel file, for the very person who reads the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from dayuan.platform.access.web import ActorRequest
from dayuan.platform.lists import workbook
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of the file: its name, its headings, its rows, how numbers are shown."""

    title: str
    headings: Sequence[str | date]
    rows: Iterable[Sequence[Any]]
    #: By the place of a column, as Excel writes it: ``#,##0.0``.
    formats: Mapping[int, str] = field(default_factory=dict)


def taken_away(
    request: ActorRequest, name: str, leaves: Iterable[Leaf], *, also: Sequence[str] = ()
) -> HttpResponse:
    """Return a workbook called ``name``; above each sheet what it is, when and who took it.

    ``also`` are further words of that line: what was narrowed down, what the marks mean.
    """
    who = f"{request.actor.name} {words(request.actor.title)}".strip()
    line = " · ".join([name, times.moment(request.now, request.site_zone), who, *also])
    zone = request.site_zone
    sheets = (
        (workbook.Told(leaf.title, line, leaf.headings, zone, leaf.formats), leaf.rows)
        for leaf in leaves
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "taken.xlsx"
        workbook.write_all(file, sheets)
        answer = HttpResponse(file.read_bytes(), content_type=workbook.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
    return answer
