"""Search: a page that works without scripts, and its results for the palette."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.search import queries
from dayuan.platform.search.web import shown

#: Longer questions are cut: nobody types them.
_LONGEST = 80


@require_safe
@view_for()
def find(request: ActorRequest) -> HttpResponse:
    """Show what was found, by kind; one kind alone where it is named; or the palette's part."""
    question = request.GET.get("q", "").strip()[:_LONGEST]
    if "palette" in request.GET:
        return render(request, "search/palette.html", shown.palette(request, question))
    if kind := request.GET.get("kind", ""):
        return _one_kind(request, question, kind)
    found = queries.search(request.actor, question)
    groups = shown.groups(found.groups, question)
    context = {"question": question, "groups": groups, "near": found.near}
    return render(request, "search/find.html", context)


def _one_kind(request: ActorRequest, question: str, kind: str) -> HttpResponse:
    before = request.GET.get("before", "")
    found = queries.page(
        request.actor, question, kind=kind, before=int(before) if _is_number(before) else None
    )
    groups = shown.groups([found] if found else [], question, whole=True)
    context = {"question": question, "groups": groups, "one": True}
    return render(request, "search/find.html", context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
