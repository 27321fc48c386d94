"""Keeping views of lists, and taking lists away as files."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.lists import asked as asking
from dayuan.platform.lists import commands, exporting, listed, queries
from dayuan.platform.lists.asked import Asked
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.lists.web import kept
from dayuan.platform.lists.web.forms import KeepForm
from dayuan.platform.ui.sending import sent, tried

#: A list of so many rows is written while one waits.
AT_ONCE = 1000


@require_POST
@view_for("lists.list.export")
def export(request: ActorRequest, code: str) -> HttpResponse:
    """Take a list away as a file: a short one at once, a long one when it is written."""
    asked, reading = _asked(request, code)
    short = queries.total(asked, reading, most=AT_ONCE) <= AT_ONCE
    row = commands.export(
        sheet=code,
        query=asked.text,
        language=get_language() or "zh-hans",
        later=not short,
        actor=request.actor,
        at=request.now,
    )
    if short:
        exporting.run(row.pk, now=request.now)
        file = attachments.of_owner(request.actor, queries.EXPORT, row.pk).first()
        if file is not None:
            return redirect("attachments:download", file.pk)
    return redirect("lists:exports")


@require_safe
@view_for()
def exports(request: ActorRequest) -> HttpResponse:
    """Show how far one's exports are, and the files that are there."""
    found = queries.exports_of(request.actor, at=request.now)
    context = {
        "exports": kept.exports(request.actor, found),
        "waits": any(one.state in ("waiting", "working") for one in found),
    }
    return render(request, "lists/exports.html", context)


@require_POST
@view_for()
def cancel(request: ActorRequest, export_id: int) -> HttpResponse:
    """Let an export be."""
    commands.cancel(export_id=export_id, actor=request.actor, at=request.now)
    messages.success(request, _("The export was cancelled."))
    return redirect("lists:exports")


@require_POST
@view_for()
def keep(request: ActorRequest, code: str) -> HttpResponse:
    """Keep a list as it stands under a name, then show it."""
    asked, _reading = _asked(request, code)
    form = KeepForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.keep(
            sheet=code, name=given["name"], query=asked.text, shared=given["shared"],
            actor=request.actor, at=request.now,
        ),
        fields={"lists.view_name": "name"},
    )  # fmt: skip
    if not attempt.done:
        context = {"form": form, "asked": asked, "back": kept.address(asked)}
        return render(request, "lists/keep.html", context, status=422)
    messages.success(request, _("The view was kept."))
    return redirect(kept.address(asked))


@require_POST
@view_for()
def drop(request: ActorRequest, view_id: int) -> HttpResponse:
    """Delete a view, then show its list whole."""
    row = commands.drop(view_id=view_id, actor=request.actor, at=request.now)
    messages.success(request, _("The view was deleted."))
    sheet = listed.sheets.get(row.sheet)
    return redirect(reverse(sheet.page) if sheet else "lists:exports")


def _asked(request: ActorRequest, code: str) -> tuple[Asked, Reading]:
    """Return a list that the person may open, as the form beside it says it stands."""
    reading = Reading(request.actor, request.now, request.site_zone)
    sheet = listed.sheet_for(request.actor, code)
    return asking.read(sheet, QueryDict(request.POST.get("query", "")), reading), reading
