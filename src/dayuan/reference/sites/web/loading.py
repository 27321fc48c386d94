"""Loading a revision: upload, every finding, the difference, the office's consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.handbook.compare import Change, difference
from dayuan.handbook.digest import digest_of
from dayuan.handbook.findings import Finding
from dayuan.handbook.load import Checked, check
from dayuan.handbook.schema import Handbook
from dayuan.kernel.problems import Blocker, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.platform.ui.refusals import add_refusal
from dayuan.platform.ui.tones import Tone
from dayuan.reference.plans import commands as plan_commands
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import commands, queries
from dayuan.reference.sites.web.forms import ConsentForm, UploadForm
from dayuan.reference.sites.web.uploads import files_of

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])

#: More findings or changes than anybody reads at once; the rest is counted.
MOST = 200


@_get_or_post
@view_for("plans.revision.load")
def load(request: ActorRequest) -> HttpResponse:
    """Take the files, show everything that is wrong with them, or go on to the difference.

    A checked handbook is kept as a revision that is not in force: it never
    changes, and keeping it twice changes nothing.
    """
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form)
    try:
        checked = check(files_of(form.cleaned_data["handbook"]), plans.catalogue())
        if checked.handbook is None:
            return _upload_page(request, UploadForm(), checked)
        return _keep(request, checked.handbook, checked)
    except Refused as refused:
        add_refusal(form, refused)
        return _upload_page(request, form)


def _keep(request: ActorRequest, handbook: Handbook, checked: Checked) -> HttpResponse:
    site = queries.site(request.actor.site_id)
    if handbook.handbook.code != site.code:
        raise Refused(_OTHER_SITE)
    if digest_of(handbook) == queries.plan_of(site.pk).digest:
        messages.info(request, _("This is the revision in force; there is nothing to change."))
        return redirect("revisions:load")
    revision, _new = plan_commands.load(handbook=handbook, actor=request.actor, at=request.now)
    url = reverse("revisions:confirm", args=[revision.digest])
    if checked.findings:
        return _upload_page(request, UploadForm(), checked, go_on=url)
    return redirect(url)


def _upload_page(
    request: ActorRequest, form: UploadForm, checked: Checked | None = None, go_on: str = ""
) -> HttpResponse:
    findings = checked.findings if checked else ()
    context = {
        "form": form,
        "findings": _lines(findings),
        "more": max(0, len(findings) - MOST),
        "errors": len(checked.errors) if checked else 0,
        "warnings": len(checked.warnings) if checked else 0,
        "go_on": go_on,
        "in_force": queries.history(request.actor.site_id)[:1],
        "trail": _trail(),
    }
    wrong = bool(form.errors) or (checked is not None and checked.handbook is None)
    return render(request, "sites/load.html", context, status=422 if wrong else 200)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as a page shows it: where, what is wrong and what to write instead."""

    place: str
    says: str
    badge: shapes.Badge


def _lines(findings: Sequence[Finding]) -> list[FindingLine]:
    language = get_language() or "zh-hans"
    return [
        FindingLine(f"{one.file}:{one.line}", one.says(language), _finding_badge(one))
        for one in findings[:MOST]
    ]


def _finding_badge(finding: Finding) -> shapes.Badge:
    if finding.is_error:
        return shapes.Badge(Tone.LATE, _("Error"))
    return shapes.Badge(Tone.SOON, _("Warning"), "alert-triangle")


@_get_or_post
@view_for("plans.revision.load")
def confirm(request: ActorRequest, digest: str) -> HttpResponse:
    """Show what a loaded revision changes; with the office's consent it comes into force."""
    revision = plans.by_digest(digest)
    site = queries.site(request.actor.site_id)
    if revision is None or revision.code != site.code:
        raise Refused(hidden=True)
    form = ConsentForm(request.POST or None)
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            commands.adopt(
                site=site,
                revision=revision,
                consent=form.cleaned_data["consent"],
                actor=request.actor,
                at=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The revision is in force."))
            return redirect("revisions:load")
    old, new = queries.plan_of(site.pk).handbook, plans.compiled(revision.pk).handbook
    context = {
        "form": form,
        "problems": problems,
        "edition": revision.edition,
        "short": digest[:12],
        "in_force": site.revision_id == revision.pk,
        **_difference(difference(old, new, catalogue=plans.catalogue())),
        "trail": [*_trail(), shapes.Link(_("Load a revision"), reverse("revisions:load"))],
    }
    return render(request, "sites/confirm.html", context, status=422 if problems else 200)


_CHANGE_TONES = {"added": Tone.DONE, "removed": Tone.LATE, "changed": Tone.IN_HAND}
_CHANGE_ICONS = {"added": "plus", "removed": "trash", "changed": "pencil"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A difference as a page shows it."""

    where: Text
    old: Text | None
    new: Text | None
    badge: shapes.Badge
    important: bool


def _difference(changes: Sequence[Change]) -> dict[str, Any]:
    ordered = sorted(changes, key=lambda change: not change.important)
    return {
        "changes": [_change(one) for one in ordered[:MOST]],
        "total": len(changes),
        "important": sum(1 for one in changes if one.important),
        "rest": max(0, len(changes) - MOST),
    }


def _change(change: Change) -> ChangeLine:
    kind = change.kind.value
    return ChangeLine(
        where=change.where,
        old=change.old,
        new=change.new,
        badge=shapes.Badge(_CHANGE_TONES[kind], change.kind.text, _CHANGE_ICONS[kind]),
        important=change.important,
    )


def _trail() -> list[shapes.Link]:
    # The plan's pages stand on a floor above; their addresses are known by name only.
    return [shapes.Link(_("Plan"), reverse("plan:overview"))]


_OTHER_SITE = Blocker(
    "sites.other_site",
    Text(
        "这份方案是另一个大院的，没有保存。请核对文件。",
        "This plan belongs to another compound; nothing was kept. Check the files.",
    ),
)
