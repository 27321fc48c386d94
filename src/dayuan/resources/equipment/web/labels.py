"""Labels: which thing has one, one label, and the sheet that is printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.lists.sheets import Sheet
from dayuan.platform.lists.web.drawn import show
from dayuan.platform.ui.sending import confirmed
from dayuan.platform.ui.shapes import Action, Badge, Choice, Fact, Head
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.equipment.commands import labels as commands
from dayuan.resources.equipment.queries import Label, labels
from dayuan.resources.equipment.rules import LABELS_MOST
from dayuan.resources.equipment.web import qr
from dayuan.resources.equipment.web.label_sheet import MANAGE, PIECES, PLACES

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
#: How many labels of a size stand on a sheet of A4.
SIZES = {"small": 24, "medium": 10, "large": 2}
#: What the sticker says to whoever stands before it, whatever the reader's language.
SAYS = Text("扫码报修", "Scan to report a fault")


@_get_or_post
@view_for(MANAGE)
def overview(request: ActorRequest) -> HttpResponse:
    """List places with their labels; what is ticked, there or among pieces, is printed."""
    if request.method != "POST":
        return _list(request, PLACES)
    try:
        return redirect(_sheet_of(_issued(request)))
    except Refused as refused:
        if refused.hidden:
            raise
        of_pieces = request.POST.get("kind") == "items"
        return _list(request, PIECES if of_pieces else PLACES, refused.problems)


@require_safe
@view_for(MANAGE)
def of_items(request: ActorRequest) -> HttpResponse:
    """List pieces of equipment with their labels."""
    return _list(request, PIECES)


@require_safe
@view_for(MANAGE)
def sheet(request: ActorRequest) -> HttpResponse:
    """Show chosen labels as sheets of A4, in one of three sizes."""
    size = request.GET.get("size", "")
    size = size if size in SIZES else "medium"
    wanted = _ids(request.GET.getlist("label"))
    found = labels.chosen(request.actor, wanted, LABELS_MOST)
    base = _base(request)
    stickers = [_sticker(one, base) for one in found]
    context = {
        "pages": [stickers[n : n + SIZES[size]] for n in range(0, len(stickers), SIZES[size])],
        "number": len(stickers),
        "size": size,
        "site": sites.name(sites.site(request.actor.site_id)),
        "says": SAYS,
        "choices": _sizes(wanted, size),
        "guessed": "" if settings.PUBLIC_URL else base,
    }
    return render(request, "equipment/sheet.html", context)


@require_safe
@view_for(MANAGE)
def label(request: ActorRequest, label_id: int) -> HttpResponse:
    """Show one label: what it stands for, its address, and what may be done with it."""
    found = labels.label_for(request.actor, label_id)
    context = {
        "head": _head(found),
        "sticker": _sticker(found, _base(request)),
        "facts": _facts(found),
        "says": SAYS,
        "valid": labels.standing(found).valid,
    }
    return render(request, "equipment/label.html", context)


@_get_or_post
@view_for(MANAGE)
def revoke(request: ActorRequest, label_id: int) -> HttpResponse:
    """Ask once more, then make a label invalid."""
    found = labels.label_for(request.actor, label_id)
    attempt = confirmed(
        request, lambda: commands.revoke(label_id=found.pk, actor=request.actor, at=request.now)
    )
    if attempt.done:
        messages.success(request, _("Made invalid: label %(n)d") % {"n": found.pk})
        return redirect("equipment:label", found.pk)
    return _confirm(request, found, attempt.problems, "equipment/revoke.html", danger=True)


@_get_or_post
@view_for(MANAGE)
def replace(request: ActorRequest, label_id: int) -> HttpResponse:
    """Ask once more, then revoke a label and print another for the same thing."""
    found = labels.label_for(request.actor, label_id)
    attempt = confirmed(
        request, lambda: commands.replace(label_id=found.pk, actor=request.actor, at=request.now)
    )
    if attempt.done:
        messages.success(request, _("Replaced: print the new label and take the old one off."))
        return redirect(_sheet_of([attempt.made.pk]))
    return _confirm(request, found, attempt.problems, "equipment/replace.html", danger=False)


# --- inside -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sticker:
    """One label as it is printed; the Chinese words come first, whoever prints."""

    label_id: int
    title: Text
    where: Text | None
    code: str
    address: str
    code_drawn: qr.Drawn


def _sticker(found: Label, base: str) -> Sticker:
    stands = labels.standing(found)
    address = f"{base}/q/{found.token}/"
    return Sticker(found.pk, stands.title, stands.where, stands.code, address, qr.drawn(address))


def _base(request: ActorRequest) -> str:
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def _list(request: ActorRequest, what: Sheet[Any], problems: Problems = ()) -> HttpResponse:
    context = {"sheet": show(what, request), "choices": _kinds(what), "problems": problems}
    return render(request, "equipment/labels.html", context, status=422 if problems else 200)


def _issued(request: ActorRequest) -> list[int]:
    kind = "item_ids" if request.POST.get("kind") == "items" else "place_ids"
    ticked = _ids(request.POST.getlist("pick"))
    found = commands.issue(**{kind: ticked}, actor=request.actor, at=request.now)
    return [one.pk for one in found.all]


def _ids(given: Iterable[str]) -> list[int]:
    found = (int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 19)
    return list(dict.fromkeys(found))[: LABELS_MOST + 1]


def _sheet_of(label_ids: Sequence[int], size: str = "medium") -> str:
    query = urlencode([("size", size), *(("label", pk) for pk in label_ids)])
    return f"{reverse('equipment:sheet')}?{query}"


def _kinds(now: Sheet[Any]) -> list[Choice]:
    both = ((_("Places"), PLACES), (_("Equipment"), PIECES))
    return [
        Choice(label=says, url=reverse(one.page), current=one is now) for says, one in both
    ]  # fmt: skip


def _sizes(wanted: Sequence[int], size: str) -> list[Choice]:
    words = {
        "small": _("Small, 24 on a sheet"),
        "medium": _("Medium, 10 on a sheet"),
        "large": _("Large, 2 on a sheet"),
    }
    return [
        Choice(label=says, url=_sheet_of(wanted, one), current=one == size)
        for one, says in words.items()
    ]


def _head(found: Label) -> Head:
    stands, acts = labels.standing(found), list[Action]()
    if found.revoked_at is None:
        one = [found.pk]
        acts = [
            Action(label=_("Replace"), url=reverse("equipment:replace", args=one), icon="refresh"),
            Action(label=_("Make invalid"), url=reverse("equipment:revoke", args=one), icon="ban",
                   kind="danger"),
        ]  # fmt: skip
        if stands.valid:
            acts.insert(0, Action(label=_("Print"), url=_sheet_of(one), icon="printer"))
    return Head(
        title=stands.title,
        number=_("Label %(n)d") % {"n": found.pk},
        badge=_state(found),
        next=acts[0] if acts else None,
        others=acts[1:],
    )


def _state(found: Label) -> Badge:
    """Return how a label stands."""
    if found.revoked_at is not None:
        return Badge(Tone.LATE, _("No longer valid"), "ban")
    if not labels.standing(found).valid:
        return Badge(Tone.SOON, _("What it stands for is retired"), "alert-triangle")
    return Badge(Tone.DONE, _("Valid"))


def _facts(found: Label) -> list[Fact]:
    stands = labels.standing(found)
    names = people.names_of_keys([found.issued_by, found.revoked_by])
    facts = [
        Fact(label=_("Place"), value=stands.where),
        Fact(label=_("Code"), value=stands.code),
        Fact(label=_("Issued"), value=found.issued_at),
        Fact(label=_("By"), value=names.get(found.issued_by, "")),
    ]
    if found.revoked_at is not None:
        facts += [
            Fact(label=_("Made invalid"), value=found.revoked_at),
            Fact(label=_("By"), value=names.get(found.revoked_by, "")),
        ]
    return facts


def _confirm(
    request: ActorRequest, found: Label, problems: Problems, template: str, *, danger: bool
) -> HttpResponse:
    stands = labels.standing(found)
    context = {
        "number": found.pk,
        "title": stands.title,
        "where": stands.where,
        "problems": problems,
        "cancel": reverse("equipment:label", args=[found.pk]),
        "danger": danger,
    }
    return render(request, template, context, status=422 if problems else 200)
