"""Letting a running case go on by the plan in force, after seeing what that changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayuan.kernel.problems import Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes
from dayuan.work import cards, commands, queries
from dayuan.work.difference import Difference, difference


@require_http_methods(["GET", "HEAD", "POST"])
@view_for("work.case.move_revision")
def move(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show what the plan in force changes for this case, and move it on purpose."""
    case = queries.get_for(request.actor, case_id)
    problems: Problems = ()
    if request.method == "POST":
        seen = request.POST.get("revision", "")
        try:
            commands.move_to_revision(
                case=case,
                revision_id=int(seen) if seen.isdecimal() else 0,
                actor=request.actor,
                at=request.now,
            )
        except Refused as refused:
            if refused.hidden:
                raise
            problems = refused.problems
            case = queries.get_for(request.actor, case_id)
        else:
            messages.success(
                request, _("Runs by the plan in force now: %(what)s") % {"what": case.number}
            )
            return redirect(cards.case_url(case))
    found = difference(case, now=request.now)
    return render(
        request, "work/revision.html",
        {"case": case, "difference": found, "list": _listing(found), "problems": problems,
         "back": cards.case_url(case)},
        status=422 if problems else 200,
    )  # fmt: skip


def _listing(found: Difference) -> shapes.Listing:
    return shapes.Listing(
        caption=_("What changes"),
        columns=[
            shapes.Column(_("Task"), "what"),
            shapes.Column(_("Change"), "state"),
            shapes.Column(_("Until now"), "extra"),
            shapes.Column(_("From now on"), "extra"),
        ],
        rows=[
            shapes.Row(
                cells=[cards.say(one.title), cards.say(one.what), *map(_shown, (one.old, one.new))]
            )
            for one in found.changes
        ],
    )


def _shown(value: object) -> object:
    return cards.say(value) if isinstance(value, Text) else value
