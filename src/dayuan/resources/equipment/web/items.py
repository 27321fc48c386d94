"""The register: the list in the order of codes, one piece, and its forms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.lists.web.drawn import show
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import Link
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Place, places
from dayuan.resources.equipment.commands import items as commands
from dayuan.resources.equipment.queries import Item, items
from dayuan.resources.equipment.states import ITEM
from dayuan.resources.equipment.web import shown
from dayuan.resources.equipment.web.forms import ItemForm, NewItemForm, StateForm
from dayuan.resources.equipment.web.item_sheet import SHEET
from dayuan.resources.equipment.web.words import row_title, said

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
#: Places to stand at that a form offers; beyond that, the list is cut.
OFFERED = 600
_FIELDS = {
    "equipment.item_code": "code",
    "equipment.item_code_taken": "code",
    "equipment.copies": "copies",
    "equipment.item_name": "name",
    "equipment.unknown_row": "row",
    "equipment.unknown_system": "system",
    "equipment.place_retired": "place",
    "state.needs_reason": "reason",
}


@require_safe
@view_for("equipment.item.view")
def overview(request: ActorRequest) -> HttpResponse:
    """List the pieces, narrowed down and in the order that is asked for."""
    context = {
        "sheet": show(SHEET, request),
        "may_manage": request.actor.holds("equipment.item.manage"),
    }
    return render(request, "equipment/list.html", context)


@require_safe
@view_for("equipment.item.view")
def item(request: ActorRequest, item_id: int) -> HttpResponse:
    """Show one piece, what became of it, and what may be done with it."""
    found = items.get_for(request.actor, item_id)
    plan = sites.plan_of(found.site_id)
    changes = items.timeline_of(found)
    context = {
        "head": shown.head(found, request),
        "facts": shown.facts(found, plan, request.actor),
        "happenings": shown.happenings(changes),
        "chart": shown.out_of_order(changes, at=request.now, zone=request.site_zone),
    }
    return render(request, "equipment/item.html", context)


@_get_or_post
@view_for("equipment.item.manage")
def register(request: ActorRequest) -> HttpResponse:
    """Enter one piece, or several of a kind."""
    form = NewItemForm(
        sent(request), **_offered(request), initial={"row": request.GET.get("row", "")}
    )
    attempt = tried(
        form,
        lambda given: commands.register(
            code=given["code"], copies=given["copies"], described=_described(form),
            actor=request.actor, at=request.now,
        ),
        fields=_FIELDS,
    )  # fmt: skip
    if attempt.done:
        return _entered(request, attempt.made)
    context = {
        "form": form,
        "heading": _("Enter equipment"),
        "trail": _trail(),
        "cancel": reverse("equipment:list"),
    }
    return render(request, "equipment/form.html", context, status=422 if form.errors else 200)


@_get_or_post
@view_for("equipment.item.manage")
def change(request: ActorRequest, item_id: int) -> HttpResponse:
    """Correct what is written about a piece."""
    found = items.get_for(request.actor, item_id)
    page = reverse("equipment:item", args=[found.pk])
    form = ItemForm(
        sent(request),
        **_offered(request, found),
        initial={
            "name": found.name, "row": found.row, "system": found.system,
            "place": found.place_id, "serial": found.serial,
            "in_service_since": found.in_service_since,
        },
    )  # fmt: skip
    attempt = tried(
        form,
        lambda _given: commands.change(
            item_id=found.pk, described=_described(form), actor=request.actor, at=request.now
        ),
        fields=_FIELDS,
    )
    if attempt.done:
        messages.success(request, _("Corrected: %(what)s") % {"what": found.code})
        return redirect(page)
    heading = _("Correct %(what)s") % {"what": found.code}
    context = {"form": form, "heading": heading, "trail": _trail(found), "cancel": page}
    return render(request, "equipment/form.html", context, status=422 if form.errors else 200)


@_get_or_post
@view_for("equipment.item.manage")
def state(request: ActorRequest, item_id: int) -> HttpResponse:
    """Say what becomes of a piece: out of order, back in service, retired."""
    found = items.get_for(request.actor, item_id)
    page = reverse("equipment:item", args=[found.pk])
    acts = [(one.act, said(one.label)) for one in ITEM.acts_from(found.state)]
    first = acts[0][0] if acts else ""
    form = StateForm(sent(request), acts=acts, initial={"act": first})
    attempt = tried(
        form,
        lambda given: commands.change_state(
            item_id=found.pk, **given, actor=request.actor, at=request.now
        ),
        fields=_FIELDS,
    )
    if attempt.done:
        messages.success(request, _("Noted: %(what)s") % {"what": found.code})
        return redirect(page)
    context = {
        "form": form,
        "heading": _("What becomes of %(what)s") % {"what": found.code},
        "lead": found.name,
        "trail": _trail(found),
        "retired": not acts,
        "cancel": page,
    }
    return render(request, "equipment/state.html", context, status=422 if form.errors else 200)


# --- inside -------------------------------------------------------------------------------


def _trail(found: Item | None = None) -> list[Link]:
    trail = [Link(_("Equipment"), reverse("equipment:list"))]
    if found is not None:
        trail.append(Link(found.code, reverse("equipment:item", args=[found.pk])))
    return trail


def _described(form: ItemForm) -> commands.Described:
    given = form.cleaned_data
    return commands.Described(
        name=given["name"],
        row=given["row"],
        system=given["system"],
        place_id=given["place"],
        serial=given.get("serial", ""),
        in_service_since=given["in_service_since"],
    )


def _entered(request: ActorRequest, made: list[Item]) -> HttpResponse:
    says = ngettext("%(n)d piece entered: %(first)s", "%(n)d pieces entered from %(first)s on",
                    len(made))  # fmt: skip
    messages.success(request, says % {"n": len(made), "first": made[0].code})
    return redirect("equipment:item", made[0].pk)


def _offered(request: ActorRequest, found: Item | None = None) -> dict[str, Any]:
    """Return what the form of a piece offers; what the piece has already stays a choice."""
    site_id = request.actor.site_id
    table = sites.plan_of(site_id).handbook.equipment
    rows = [
        (code, f"{row.row}. {row_title(row)}")
        for code, row in sorted(table.items(), key=lambda one: one[1].row)
    ]
    systems, offered = items.systems(site_id), list[Place](places.in_use(site_id, OFFERED))
    if found is not None:
        if found.row and found.row not in table:
            rows.append((found.row, found.row))
        if found.system and found.system not in systems:
            systems[found.system] = shown.system_text(found.system, {})
        if found.place is not None and found.place_id not in {one.pk for one in offered}:
            offered.append(found.place)
    return {"rows": rows, "systems": systems, "places": offered}
