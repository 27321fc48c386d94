"""A record printed: as a page, as PDF, as Word."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.audit import reads
from dayuan.platform.documents import content, dressing, making
from dayuan.platform.documents.content import Data
from dayuan.platform.documents.dressing import Dress
from dayuan.platform.documents.handing import NO_WORD, TAKEN, as_file
from dayuan.platform.documents.papers import Paper, found
from dayuan.platform.documents.web import shown


@require_safe
@view_for()
def paper(request: ActorRequest, which: str) -> HttpResponse:
    """Show a record as it is printed, with what may be done with it."""
    form, key = found(request.actor, which)
    data = composed(request, form, key)
    if data["restricted"]:
        _note(request, form, key, "page")
    context = {
        "which": which,
        "paper": form,
        "sheet": shown.sheet(look(request, data).around(data)),
        "back": form.page(key),
        "word": form.editable and not data["restricted"],
        "may_issue": form.issued and request.actor.holds("documents.paper.issue"),
    }
    return render(request, "documents/paper.html", context)


@require_safe
@view_for()
def pdf(request: ActorRequest, which: str) -> HttpResponse:
    """Hand out a record as PDF that nobody issued; who took it is written down first."""
    return _file(request, which, "pdf")


@require_safe
@view_for()
def word(request: ActorRequest, which: str) -> HttpResponse:
    """Hand out a record as Word, where people edit it on and no mark is asked for."""
    return _file(request, which, "word")


# --- inside -------------------------------------------------------------------------------


def composed(request: ActorRequest, form: Paper, key: str, *, for_all: bool = False) -> Data:
    """Return what stands in a form, as the person may read it."""
    return content.as_data(form.compose(request.actor, key, at=request.now, for_all=for_all))


def look(request: ActorRequest, data: Data) -> Dress:
    """Return what a copy for this reader carries."""
    return dressing.look(
        data, request.actor, staff_number=request.user.get_username(), at=request.now,
        zone=request.site_zone,
    )  # fmt: skip


def _file(request: ActorRequest, which: str, kind: making.Form) -> HttpResponse:
    form, key = found(request.actor, which)
    if kind == "word" and not form.editable:
        raise Refused(hidden=True)
    data = composed(request, form, key)
    if kind == "word" and data["restricted"]:
        raise Refused(NO_WORD)
    drawn = look(request, data).around(data)
    _note(request, form, key, kind)
    made = making.file_bytes(kind, drawn, at=request.now)
    return as_file(made, kind, f"{data['title']} {data['number']}")


def _note(request: ActorRequest, form: Paper, key: str, kind: str) -> None:
    ids = [int(key)] if form.issued else []
    reads.record_read(
        TAKEN, actor=request.actor, at=request.now, subject=form.owner_kind, ids=ids,
        details={"paper": form.code, "key": key, "as": kind},
    )  # fmt: skip
