"""Issuing, the list of what was issued, and one issued document with its copies."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments import store
from dayuan.platform.audit import reads
from dayuan.platform.documents import commands, dressing, keeping, making, queries, rules
from dayuan.platform.documents.models import Issued
from dayuan.platform.documents.papers import found, papers
from dayuan.platform.documents.web import shown
from dayuan.platform.documents.web.issued_sheet import SHEET, caption_of
from dayuan.platform.documents.web.views import TAKEN, composed, handed_out
from dayuan.platform.lists.web.drawn import show
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.sending import confirmed
from dayuan.platform.ui.shapes import Action, Fact, Head, Link

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
@view_for(commands.ISSUE)
def issue(request: ActorRequest, which: str) -> HttpResponse:
    """Ask once more, then issue a record under a number."""
    attempt = confirmed(
        request, lambda: commands.issue(which=which, actor=request.actor, at=request.now)
    )
    if attempt.done:
        return _issued(request, attempt.made)
    form, key = found(request.actor, which)
    if not form.issued:
        raise Refused(hidden=True)
    data = composed(request, form, key, for_all=True)
    context = {
        "paper": form,
        "about": data["number"],
        "problems": attempt.problems,
        "cancel": reverse("documents:paper", args=[which]),
    }
    status = 422 if attempt.problems else 200
    return render(request, "documents/issue.html", context, status=status)


@require_safe
@view_for(queries.VIEW)
def issued(request: ActorRequest) -> HttpResponse:
    """List what was issued of records that the person may see."""
    return render(request, "documents/issued.html", {"sheet": show(SHEET, request)})


@require_safe
@view_for(queries.VIEW)
def issued_one(request: ActorRequest, issued_id: int) -> HttpResponse:
    """Show one issued document as it was handed out."""
    row = _get(request, issued_id)
    if row.drawn["restricted"]:
        _note(request, row, "page")
    context = {
        "head": _head(row),
        "facts": _facts(row, request),
        "sheet": shown.sheet(_for_reader(row, request)),
    }
    return render(request, "documents/issued_one.html", context)


@require_safe
@view_for(queries.VIEW)
def copy(request: ActorRequest, issued_id: int) -> HttpResponse:
    """Hand out an issued document: the file that was kept, or one that carries its reader."""
    row = _get(request, issued_id)
    _note(request, row, "pdf")
    name = f"{row.drawn['title']} {words(rules.number_text(row))}"
    return handed_out(_file(row, request), "pdf", name)


# --- inside -------------------------------------------------------------------------------


def _get(request: ActorRequest, issued_id: int) -> Issued:
    """Return an issued document; restricted where its record became so after it was issued."""
    row = queries.get_for(request.actor, issued_id)
    row.drawn = {**row.drawn, "restricted": row.pk in queries.marked([row])}
    return row


def _issued(request: ActorRequest, row: Issued) -> HttpResponse:
    try:
        keeping.run(row.pk, now=request.now)
    except Refused:
        # Too much is being made, or there is no room: it is issued, and a worker keeps it.
        messages.warning(request, _("The file is being made. It will be here in a moment."))
    messages.success(request, _("Issued as %(number)s") % {"number": words(rules.number_text(row))})
    if not request.actor.holds(queries.VIEW):
        return redirect(papers[row.paper].page(str(row.owner_id)))
    return redirect("documents:issued_one", row.pk)


def _file(row: Issued, request: ActorRequest) -> bytes:
    if row.kept_at is not None and not row.drawn["restricted"]:
        kept = attachments.of_open_owner(row.site_id, queries.KIND, row.pk).first()
        if kept is not None and store.path_of(kept.sha256).is_file():
            return store.path_of(kept.sha256).read_bytes()
    return making.file_bytes("pdf", _for_reader(row, request), at=row.issued_at)


def _for_reader(row: Issued, request: ActorRequest) -> dict[str, Any]:
    mark = dressing.watermark(
        row.drawn, request.actor, staff_number=request.user.get_username(),
        moment=times.moment(request.now, request.site_zone),
    )  # fmt: skip
    return {**row.drawn, "watermark": mark}


def _note(request: ActorRequest, row: Issued, kind: str) -> None:
    paper = papers.get(row.paper)
    reads.record_read(
        TAKEN, actor=request.actor, at=request.now,
        subject=paper.owner_kind if paper else queries.KIND, ids=[row.owner_id],
        details={"paper": row.paper, "issued": row.pk, "as": kind},
    )  # fmt: skip


def _head(row: Issued) -> Head:
    url = reverse("documents:copy", args=[row.pk])
    return Head(
        title=caption_of(row),
        number=words(rules.number_text(row)),
        next=Action(label=_("PDF"), icon="download", url=url),
    )


def _facts(row: Issued, request: ActorRequest) -> list[Fact]:
    paper = papers.get(row.paper)
    page = paper.page(str(row.owner_id)) if paper else ""
    others = [one for one in queries.versions_of(row) if one.pk != row.pk]
    facts = [
        Fact(label=_("Record"), value=Link(row.about or caption_of(row), page) if page else ""),
        Fact(label=_("Issued by"), value=row.issuer),
        Fact(label=_("Issued at"), value=row.issued_at),
        Fact(label=_("File"), value=_("Kept") if row.kept_at else _("Is being made")),
        Fact(label=_("Digest of the words"), value=row.digest[:16]),
    ]
    if others:
        facts.append(Fact(label=_("Other versions"), value=[_version(one) for one in others]))
    return facts


def _version(row: Issued) -> Link:
    return Link(rules.number_text(row), reverse("documents:issued_one", args=[row.pk]))
