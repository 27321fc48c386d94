"""Issuing, the list of what was issued, and one issued document with its copies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents import commands, handing, keeping, queries, rules
from dayuan.platform.documents.handing import Reader
from dayuan.platform.documents.models import Issued
from dayuan.platform.documents.papers import found, papers
from dayuan.platform.documents.web import shown
from dayuan.platform.documents.web.forms import WithdrawForm
from dayuan.platform.documents.web.issued_sheet import SHEET, caption_of, state_of
from dayuan.platform.documents.web.views import composed
from dayuan.platform.lists.web.drawn import show
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.sending import confirmed, sent, tried
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
    row = handing.got(request.actor, issued_id)
    if row.drawn["restricted"]:
        handing.note(row, "page", actor=request.actor, at=request.now)
    context = {
        "head": _head(row, request),
        "facts": _facts(row),
        "says": _withdrawn(row),
        "sheet": shown.sheet(handing.drawn_for(row, _reader(request))),
    }
    return render(request, "documents/issued_one.html", context)


@require_safe
@view_for(queries.VIEW)
def copy(request: ActorRequest, issued_id: int) -> HttpResponse:
    """Hand out an issued document: the file that was kept, or one drawn with what it must carry."""
    return handing.copied(issued_id, "pdf", _reader(request))


@require_safe
@view_for(queries.VIEW)
def issued_word(request: ActorRequest, issued_id: int) -> HttpResponse:
    """Hand out an issued document as Word, where people edit it on and no mark is asked for."""
    return handing.copied(issued_id, "word", _reader(request))


@_get_or_post
@view_for(commands.WITHDRAW)
def withdraw(request: ActorRequest, issued_id: int) -> HttpResponse:
    """Ask for the reason, then withdraw a document for good."""
    row = queries.get_for(request.actor, issued_id)
    page = reverse("documents:issued_one", args=[row.pk])
    form = WithdrawForm(sent(request))
    attempt = tried(
        form,
        lambda given: commands.withdraw(
            issued_id=row.pk, **given, actor=request.actor, at=request.now
        ),
        fields={"state.needs_reason": "reason"},
    )
    number = handing.number_of(row)
    if attempt.done:
        messages.success(request, _("Withdrawn: %(number)s") % {"number": number})
        return redirect(page)
    context = {
        "form": form,
        "lead": f"{words(caption_of(row))} {number}",
        "trail": [*_trail(), Link(number, page)],
        "cancel": page,
        "submit": _("Withdraw for good"),
    }
    return render(
        request, "documents/withdraw.html", context, status=422 if form.errors else 200
    )  # fmt: skip


# --- inside -------------------------------------------------------------------------------


def _issued(request: ActorRequest, row: Issued) -> HttpResponse:
    try:
        keeping.run(row.pk, now=request.now)
    except Refused:
        # Too much is being made, or there is no room: it is issued, and a worker keeps it.
        messages.warning(request, _("The file is being made. It will be here in a moment."))
    messages.success(request, _("Issued as %(number)s") % {"number": handing.number_of(row)})
    if not request.actor.holds(queries.VIEW):
        return redirect(papers[row.paper].page(str(row.owner_id)))
    return redirect("documents:issued_one", row.pk)


def _reader(request: ActorRequest) -> Reader:
    number = request.user.get_username()
    return Reader(request.actor, number, request.now, request.site_zone)


def _trail() -> list[Link]:
    return [Link(_("Issued documents"), reverse("documents:issued"))]


def _head(row: Issued, request: ActorRequest) -> Head:
    others = []
    if handing.has_word(row):
        url = reverse("documents:issued_word", args=[row.pk])
        others.append(Action(label=_("Word"), icon="file-word", url=url))
    if row.withdrawn_at is None and request.actor.holds(commands.WITHDRAW):
        url = reverse("documents:withdraw", args=[row.pk])
        others.append(Action(label=_("Withdraw for good"), icon="ban", kind="danger", url=url))
    return Head(
        title=caption_of(row),
        number=handing.number_of(row),
        badge=state_of(row),
        next=Action(
            label=_("PDF"), icon="download", url=reverse("documents:copy", args=[row.pk])
        ),
        others=others,
    )  # fmt: skip


def _withdrawn(row: Issued) -> str:
    """Say that a document does not hold any more, and why."""
    if row.withdrawn_at is None:
        return ""
    said = {"name": row.withdrawer, "reason": queries.why_withdrawn(row)}
    if not said["reason"]:
        return _("%(name)s withdrew this document; it no longer holds.") % said
    return _("%(name)s withdrew this document; it no longer holds. Reason: %(reason)s") % said


def _facts(row: Issued) -> list[Fact]:
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
    if row.withdrawn_at is not None:
        facts.append(Fact(label=_("Withdrawn by"), value=row.withdrawer))
        facts.append(Fact(label=_("Withdrawn at"), value=row.withdrawn_at))
    if (again := queries.in_place_of(row)) is not None:
        facts.append(Fact(label=_("Issued again as"), value=_version(again)))
    if others:
        facts.append(Fact(label=_("Other versions"), value=[_version(one) for one in others]))
    return facts


def _version(row: Issued) -> Link:
    return Link(rules.number_text(row), reverse("documents:issued_one", args=[row.pk]))
