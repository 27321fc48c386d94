"""Bringing rows in an Excel file: template, upload, what would become of them, and taking."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments import store
from dayuan.platform.imports import commands, importers, judging, opening, queries, taking, workbook
from dayuan.platform.imports.importers import Importer
from dayuan.platform.imports.models import Import
from dayuan.platform.imports.states import IMPORT
from dayuan.platform.imports.web import shown
from dayuan.platform.imports.web.forms import UploadForm
from dayuan.platform.ui.refusals import add_refusal

#: So many rows are taken while one waits.
AT_ONCE = 300
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for()
def overview(request: ActorRequest) -> HttpResponse:
    """Show what one may bring in a file, and what one brought of late."""
    mine = importers.importers_for(request.actor)
    if not mine:
        require(request.actor, min(importers.verbs()))
    found = queries.imports_of(request.actor)
    return render(
        request, "imports/list.html", {"importers": mine, "imports": shown.lines(found)}
    )  # fmt: skip


@_get_or_post
@view_for()
def importer(request: ActorRequest, code: str) -> HttpResponse:
    """Give the template and take a file; then show what would become of its rows."""
    one = importers.importer_for(request.actor, code)
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                row = _read(request, one, form.cleaned_data["file"])
                return redirect("imports:run", row.pk)
            except Refused as refused:
                add_refusal(form, refused)
    context = {
        "importer": one,
        "trail": shown.trail(),
        "columns": [(workbook.heading(c), c.hint or "") for c in one.columns],
        "form": form,
        "imports": shown.lines(queries.imports_of(request.actor, code)),
    }
    status = 422 if form.errors else 200
    return render(request, "imports/importer.html", context, status=status)


@require_safe
@view_for()
def template(request: ActorRequest, code: str) -> HttpResponse:
    """Give the empty table to fill in."""
    one = importers.importer_for(request.actor, code)
    name = _("%(what)s template") % {"what": workbook.said(one.caption)}
    return _file(workbook.template(one, request.actor), name)


@require_safe
@view_for()
def run(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show what would become of the rows, how far it is, and what has to be corrected."""
    row = queries.get_for(request.actor, import_id)
    one = importers.importer_for(request.actor, row.importer)
    return render(request, "imports/run.html", _run(row, one, request.actor))


@require_POST
@view_for()
def start(request: ActorRequest, import_id: int) -> HttpResponse:
    """Take the good rows: few at once, many by a worker while the page says how far it is."""
    row = commands.start(import_id=import_id, actor=request.actor, at=request.now)
    if row.good <= AT_ONCE:
        # Should this be cut off, the worker goes on with it all the same.
        taking.run(row.pk, now=request.now)
    return redirect("imports:run", import_id)


@require_POST
@view_for()
def cancel(request: ActorRequest, import_id: int) -> HttpResponse:
    """Let an import be."""
    commands.cancel(import_id=import_id, actor=request.actor, at=request.now)
    messages.success(request, _("The import was cancelled. What was taken already stays."))
    return redirect("imports:run", import_id)


@require_safe
@view_for()
def corrections(request: ActorRequest, import_id: int) -> HttpResponse:
    """Give the rows to correct as a file that can be mended and brought again."""
    row = queries.get_for(request.actor, import_id)
    one = importers.importer_for(request.actor, row.importer)
    rows = ((bad.values, shown.remark(one, bad)) for bad in queries.to_correct(row))
    name = _("%(what)s to correct") % {"what": workbook.said(one.caption)}
    return _file(workbook.corrections(one, request.actor, rows), name)


def _read(request: ActorRequest, one: Importer, upload: Any) -> Import:
    """Take a file in, read it and judge its rows; then keep them by one command."""
    accepted = store.accept(upload)
    found = opening.opened(accepted, one)
    rows = judging.judged(one, found.rows, request.actor)
    row = commands.read(
        importer=one.code, accepted=accepted, rows=rows, actor=request.actor, at=request.now
    )
    if found.unknown:
        says = _("These columns are not known and were left out: %(names)s")
        messages.warning(request, says % {"names": "、".join(found.unknown)[:200]})
    return row


def _run(row: Import, one: Importer, actor: Actor) -> dict[str, Any]:
    rows = queries.to_correct(row)
    good = queries.good(row)[: queries.LOOKED_AT] if row.state == "read" and row.good else ()
    return {
        "row": row,
        "importer": one,
        "state": IMPORT.state(row.state),
        "why": shown.why(row.problem),
        "trail": shown.trail(),
        "stats": shown.stats(row),
        "bad": shown.to_correct(one, rows[: queries.SHOWN]),
        "bad_total": row.wrong + row.refused,
        "shown": queries.SHOWN,
        "good": shown.to_take(one, good, actor),
        "looked_at": queries.LOOKED_AT,
        "list": reverse(one.page),
    }


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=workbook.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
    return answer
