"""What the desk does to several requests at once, and what became of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui.shapes import Column, Listing, Row
from dayuan.services.desk import commands
from dayuan.services.desk.queries import Request
from dayuan.work import cards

_DIGITS = 18


@require_POST
@view_for("desk.request.dispatch")
def dispatch_together(request: ActorRequest) -> HttpResponse:
    """Send the ticked to the posts that the plan names; say of each other why it was not."""
    ids = [int(one) for one in request.POST.getlist("case") if _is_id(one)]
    try:
        done = commands.dispatch_together(case_ids=ids, actor=request.actor, at=request.now)
    except Refused as refused:
        if refused.hidden:
            raise
        context = {"problems": refused.problems, "sent": 0}
        return render(request, "desk/together.html", context, status=422)
    n = len(done.sent)
    says = ngettext("%(n)d matter was sent out.", "%(n)d matters were sent out.", n) % {"n": n}
    if not done.refused:
        messages.success(request, says)
        return redirect("work:cases")
    context = {"says": says, "sent": n, "list": _listing(list(done.refused))}
    return render(request, "desk/together.html", context)


def _listing(refused: list[tuple[Request, Problems]]) -> Listing:
    return Listing(
        caption=_("Not sent out"),
        columns=(Column(_("Matter"), "what"), Column(_("Number"), "number"),
                 Column(_("Why not"), "where")),
        rows=[
            Row(
                cells=(one.case.title, one.case.number, _why(problems)),
                url=reverse("desk:request", args=[one.pk]),
            )
            for one, problems in refused
        ],
    )  # fmt: skip


def _why(problems: Problems) -> str:
    return " ".join(cards.say(one.says) for one in problems)


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= _DIGITS
