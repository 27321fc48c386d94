"""The log as an auditor reads it."""

import json
import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.audit import names, queries, reading, types
from dayuan.platform.audit.models import Entry
from dayuan.platform.audit.queries import Line
from dayuan.platform.audit.web.forms import FilterForm
from dayuan.platform.ui import shapes

_COLUMNS = (
    shapes.Column(_("When"), "until"),
    shapes.Column(_("Who"), "where"),
    shapes.Column(_("What"), "what"),
    shapes.Column(_("Record"), "extra"),
    shapes.Column(_("Details"), "extra"),
)


@require_GET
@never_cache
@view_for("audit.entry.view")
def entries(request: ActorRequest) -> HttpResponse:
    """Show the log, newest first; that it was read is itself an entry."""
    form = FilterForm(request.GET)
    filters = form.filters()
    found = reading.read(request.actor, filters=filters, before=form.before_id, at=request.now)
    context = {
        "form": form,
        "list": _listing(request, found),
        "older": _older(request, found.older),
        "began": form.before_id is None,
    }
    return render(request, "audit/entries.html", context)


def _listing(request: ActorRequest, found: queries.Page) -> shapes.Listing:
    who = names.names(request.actor, frozenset(line.entry.actor_key for line in found.lines))
    return shapes.Listing(
        caption=_("Acts, newest first"),
        columns=_COLUMNS,
        rows=[_row(line, who[line.entry.actor_key]) for line in found.lines],
        dense=True,
    )


def _row(line: Line, who: str) -> shapes.Row:
    entry = line.entry
    kind = types.types.get(entry.type)
    record = " ".join([entry.subject_kind, *(f"#{pk}" for pk in entry.subject_ids[:5])])
    return shapes.Row(
        cells=[
            entry.at,
            shapes.Link(who, _only(who=entry.actor_key)),
            kind.label if kind else entry.type,
            _of_record(entry, record),
            _details(line),
        ]
    )


def _of_record(entry: Entry, record: str) -> shapes.Link | str:
    """Return a record as the way to everything that was done to it."""
    if entry.subject_id is None:
        return record
    return shapes.Link(record, _only(kind=entry.subject_kind, record=str(entry.subject_id)))


def _only(**asked: str) -> str:
    return f"?{urlencode(asked)}"


def _details(line: Line) -> str:
    told = {**queries.told(line.entry), **line.personal}
    shown = [f"{k}: {_plain(v)}" for k, v in told.items()]
    if line.erased:
        shown.append(str(_("personal values erased")))
    return "; ".join(shown)


#: A digest is told apart by its beginning, and no line holds all of it.
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _plain(value: object) -> str:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return f"{value[:16]}…"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _older(request: ActorRequest, before: int | None) -> str:
    if before is None:
        return ""
    query = request.GET.copy()
    query["before"] = str(before)
    return f"?{query.urlencode()}"
