"""The register of places: the list in the order of the house, one place, and its forms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.lists.web.drawn import show, some
from dayuan.platform.ui.sending import confirmed, sent, tried
from dayuan.platform.ui.shapes import Action, Fact, Head, Link
from dayuan.reference.sites.commands import places as commands
from dayuan.reference.sites.queries import Place, places
from dayuan.reference.sites.states import PlaceKind
from dayuan.reference.sites.web.place_forms import NewPlaceForm, PlaceForm
from dayuan.reference.sites.web.place_sheet import SHEET, state_of

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
#: What lies directly in a place is shown up to here; the list shows the rest.
PAGE = 60
_FIELDS = {
    "sites.place_code": "code",
    "sites.place_code_taken": "code",
    "sites.place_title": "title_zh",
    "sites.place_too_deep": "parent",
    "sites.place_retired_above": "parent",
    "sites.place_takes_others": "parent",
    "sites.place_in_itself": "parent",
}


@require_safe
@view_for("sites.place.view")
def overview(request: ActorRequest) -> HttpResponse:
    """List the places, narrowed down and in the order that is asked for."""
    context = {
        "sheet": show(SHEET, request),
        "may_manage": request.actor.holds("sites.place.manage"),
    }
    return render(request, "places/list.html", context)


@require_safe
@view_for("sites.place.view")
def place(request: ActorRequest, place_id: int) -> HttpResponse:
    """Show one place, what lies directly in it, and what may be done with it."""
    found = places.place_for(request.actor, place_id)
    rows = places.places_visible_to(request.actor).filter(parent=found)
    inside = list(rows.order_by("path_key", "pk")[:PAGE])
    return render(
        request,
        "places/place.html",
        {
            "head": _head(found, request),
            "facts": _facts(found),
            "list": some(SHEET, inside, request),
            "more": len(inside) == PAGE,
            "all_inside": f"{reverse('places:list')}?within={found.pk}",
        },
    )


@_get_or_post
@view_for("sites.place.manage")
def create(request: ActorRequest) -> HttpResponse:
    """Enter a place."""
    offered = _may_hold_others(request)
    around = request.GET.get("parent", "")
    if around.isascii() and around.isdecimal():
        # A room is no common choice, yet a spot in it may be entered from its own page.
        chosen = places.place_for(request.actor, int(around))
        offered += [] if chosen.pk in {one.pk for one in offered} else [chosen]
    form = NewPlaceForm(
        sent(request),
        places=offered,
        initial={"parent": around, "kind": str(PlaceKind.ROOM)},
    )
    attempt = tried(
        form,
        lambda given: commands.create_place(
            place=_described(given), actor=request.actor, at=request.now
        ),
        fields=_FIELDS,
    )
    if attempt.done:
        messages.success(request, _("Entered: %(what)s") % {"what": attempt.made.code})
        return redirect("places:place", attempt.made.pk)
    return _form_page(request, form, _("Enter a place"), reverse("places:list"))


@_get_or_post
@view_for("sites.place.manage")
def change(request: ActorRequest, place_id: int) -> HttpResponse:
    """Correct a place."""
    found = places.place_for(request.actor, place_id)
    page = reverse("places:place", args=[found.pk])
    offered = [one for one in _may_hold_others(request) if one.pk != found.pk]
    if found.parent is not None and found.parent_id not in {one.pk for one in offered}:
        # Where it lies now stays a choice, even if nothing new may be put there.
        offered.append(found.parent)
    form = PlaceForm(
        sent(request),
        places=offered,
        initial={
            "title_zh": found.title_zh, "title_en": found.title_en, "parent": found.parent_id
        },
    )  # fmt: skip
    attempt = tried(
        form,
        lambda given: commands.change_place(
            place_id=found.pk, parent_id=given.pop("parent"), **given,
            actor=request.actor, at=request.now,
        ),
        fields=_FIELDS,
    )  # fmt: skip
    if attempt.done:
        messages.success(request, _("Corrected: %(what)s") % {"what": found.code})
        return redirect(page)
    return _form_page(request, form, _("Correct %(what)s") % {"what": found.code}, page)


@_get_or_post
@view_for("sites.place.manage")
def retire(request: ActorRequest, place_id: int) -> HttpResponse:
    """Ask once more, then take a place out of use."""
    found = places.place_for(request.actor, place_id)
    page = reverse("places:place", args=[found.pk])
    attempt = confirmed(
        request,
        lambda: commands.retire_place(place_id=found.pk, actor=request.actor, at=request.now),
    )
    if attempt.done:
        messages.success(request, _("Retired: %(what)s") % {"what": found.code})
        return redirect(page)
    context = {"place": found, "problems": attempt.problems, "cancel": page, "danger": True}
    return render(request, "places/retire.html", context, status=422 if attempt.problems else 200)


# --- inside -------------------------------------------------------------------------------


def _described(given: dict[str, Any]) -> commands.NewPlace:
    kind, parent = PlaceKind(given["kind"]), given["parent"]
    return commands.NewPlace(given["code"], kind, given["title_zh"], given["title_en"], parent)


def _may_hold_others(request: ActorRequest) -> list[Place]:
    return places.may_hold_others(request.actor.site_id)


def _form_page(
    request: ActorRequest, form: NewPlaceForm | PlaceForm, heading: str, cancel: str
) -> HttpResponse:
    trail = [Link(_("Places"), reverse("places:list"))]
    context = {"form": form, "heading": heading, "trail": trail, "cancel": cancel}
    return render(request, "places/form.html", context, status=422 if form.errors else 200)


def _head(found: Place, request: ActorRequest) -> Head:
    acts: list[Action] = []
    if request.actor.holds("sites.place.manage") and found.retired_at is None:
        inside = f"{reverse('places:create')}?parent={found.pk}"
        acts = [
            Action(
                label=_("Correct"), url=reverse("places:change", args=[found.pk]), icon="pencil"
            ),
            Action(label=_("Enter a place in it"), url=inside, icon="plus"),
            Action(
                label=_("Retire"), url=reverse("places:retire", args=[found.pk]), icon="ban",
                kind="danger",
            ),
        ]  # fmt: skip
    return Head(
        title=found.full_title,
        number=found.code,
        badge=state_of(found),
        next=acts[0] if acts else None,
        others=[*acts[1:], *documents.actions(request.actor, "sites.place", found.pk)],
    )


def _facts(found: Place) -> list[Fact]:
    around = [Link(one.title, reverse("places:place", args=[one.pk])) for one in found.chain[:-1]]
    facts = [
        Fact(label=_("Kind"), value=PlaceKind(found.kind).text),
        Fact(label=_("Lies in"), value=around or _("Directly in the compound")),
        Fact(label=_("Entered"), value=found.created_at),
    ]
    if found.retired_at is not None:
        facts.append(Fact(label=_("Retired"), value=found.retired_at))
    return facts
