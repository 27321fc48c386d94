"""Reporting by the code on a label, without an account, and how the report stands.

No session is made here. Where a browser keeps the cookie of the forms it is asked for
as everywhere; where it keeps none the form's own ticket stands in (see ``tickets``).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.kernel.problems import Blocker, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.web import AskedRequest, open_view
from dayuan.platform.attachments import limits, quotas, store
from dayuan.platform.attachments.names import extension
from dayuan.platform.attachments.store import Accepted, Upload
from dayuan.resources.equipment.queries import Standing, by_token
from dayuan.services.desk import commands, rules
from dayuan.services.desk.commands.outside import PHOTOS_HELD_MOST
from dayuan.services.desk.queries import outside
from dayuan.services.desk.web import public_shown, tickets
from dayuan.services.desk.web.public_forms import PublicForm

#: What one form may weigh, its photos included; a browser with scripts sends a tenth of it.
#: Below what the whole house takes, so that the form itself says so and keeps what was typed.
BODY_BYTES = 24 * limits.MB
_PICTURES = frozenset({"jpg", "jpeg", "png", "webp"})
#: Told by their content, with a sentence of their own about what to do.
_OTHER_PICTURES = frozenset({"heic", "heif", "avif"})
_NOT_A_PICTURE = Blocker(
    "desk.not_a_picture",
    Text(
        "这不是照片。请选 JPG、PNG 或 WebP 照片，或者不带照片提交。",
        "This is no photo. Choose a JPG, PNG or WebP photo, or send it without one.",
    ),
)
_NAMELESS = frozenset({"files.type", "files.mismatch", "files.hidden_archive", "files.name"})


@open_view("whoever stands before a label reports without an account")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Take a report in the name of a label; a label that is over says whom to tell."""
    standing = by_token(token)
    if standing is None:
        raise Http404
    with _language(request):
        if not standing.valid:
            return _private(request, render(request, "desk/public_over.html", _bare(), status=410))
        if request.method == "POST":
            return _post(request, standing, token)
        return _form(request, standing, PublicForm())


@open_view("whoever holds the link sent the report")
@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Show how a report stands: states and times, nothing of anybody."""
    found = outside.by_code(code, at=cast(AskedRequest, request).now)
    if found is None:
        raise Http404
    with _language(request):
        if found.ended:
            page = render(request, "desk/public_ended.html", _bare(), status=410)
        else:
            shown = public_shown.course(found)
            page = render(request, "desk/public_status.html", {**_bare(), "shown": shown})
        # Not even the address of this page goes anywhere else.
        page["Referrer-Policy"] = "no-referrer"
        return _private(request, page)


# --- inside -------------------------------------------------------------------------------


def _post(request: HttpRequest, standing: Standing, token: str) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES:
        return _again(request, standing, PublicForm(), problems=(_TOO_LARGE,), status=413)
    if tickets.from_elsewhere(request):
        return _refused(request)
    if settings.CSRF_COOKIE_NAME in request.COOKIES:
        return _with_cookie(request, standing, token)
    return _sent(request, standing, token)


def _sent(request: HttpRequest, standing: Standing, token: str) -> HttpResponse:
    minutes = outside.limits(standing.site_id).form_minutes
    ticket = tickets.read(request.POST.get("ticket", ""), standing.label_id, minutes=minutes)
    if ticket is None:
        return _refused(request)
    if outside.by_once(ticket.once) is not None:
        return _to_status(request, ticket)
    form = PublicForm(request.POST, request.FILES)
    if ticket.stale:
        return _again(request, standing, form, problems=(_STALE,))
    if not form.is_valid():
        return _again(request, standing, form)
    try:
        _receive(request, standing, token, form, ticket)
    except Refused as refused:
        return _again(request, standing, form, problems=refused.problems)
    return _to_status(request, ticket)


#: The check that every other form of the house has.
_with_cookie: Callable[..., HttpResponse] = csrf_protect(_sent)


def _receive(
    request: HttpRequest, standing: Standing, token: str, form: PublicForm, ticket: tickets.Ticket
) -> None:
    at = cast(AskedRequest, request).now
    arrival = commands.Arrival(
        token=token,
        once=ticket.once,
        device=ticket.device,
        address=tickets.address_of(request),
        **form.words(),
    )
    commands.receive(
        arrival=arrival,
        files=_photos(form, standing),
        actor=outside.actor_of(standing, at=at),
        at=at,
    )


def _photos(form: PublicForm, standing: Standing) -> list[Accepted]:
    """Take the photos in, before the command; where too many wait, words are enough."""
    given = list(form.photos())
    if given and outside.photos_held(standing.site_id) >= PHOTOS_HELD_MOST:
        return []
    found = (_accepted(one, number) for number, one in enumerate(given, start=1))
    taken = [one for one in found if one is not None]
    # A full house still hears what a stranger has to say.
    full = sum(one.size for one in taken) > quotas.room_of(standing.site_id)
    return [] if full else taken


@dataclass(slots=True)
class _Photo:
    """An upload under a name that says nothing of whoever took it."""

    name: str | None
    chunks: Callable[[], Any]


def _accepted(upload: Upload, number: int) -> Accepted | None:
    kind = extension(upload.name or "")
    if kind not in _PICTURES | _OTHER_PICTURES:
        raise Refused(_NOT_A_PICTURE)
    try:
        return store.accept(_Photo(f"照片{number}.{kind}", upload.chunks))
    except Refused as refused:
        codes = {problem.code for problem in refused.problems}
        if codes & _NAMELESS:
            raise Refused(_NOT_A_PICTURE) from refused
        if "files.disk" in codes:
            return None
        raise


def _form(request: HttpRequest, standing: Standing, form: PublicForm) -> HttpResponse:
    return _page(request, standing, form, (), 200)


def _again(
    request: HttpRequest,
    standing: Standing,
    form: PublicForm,
    *,
    problems: Problems = (),
    status: int = 422,
) -> HttpResponse:
    return _page(request, standing, form, problems, status)


def _page(
    request: HttpRequest, standing: Standing, form: PublicForm, problems: Problems, status: int
) -> HttpResponse:
    device = tickets.device_of(request)
    chosen = str(form.data.get("category", "")) if form.is_bound else ""
    context = {
        **_bare(),
        "title": standing.title,
        "groups": public_shown.groups(standing, chosen),
        "form": form,
        "problems": problems,
        "photo_again": form.is_bound and bool(form.files),
        "ticket": tickets.issue(standing.label_id, device=device),
    }
    page = render(request, "desk/public_report.html", context, status=status)
    tickets.remember(page, device)
    return _private(request, page)


def _refused(request: HttpRequest) -> HttpResponse:
    return _private(request, render(request, "desk/public_stale.html", _bare(), status=403))


def _to_status(request: HttpRequest, ticket: tickets.Ticket) -> HttpResponse:
    address = reverse("by_label:status", args=[rules.status_code(ticket.once)])
    asked = _asked(request)
    return _private(request, redirect(f"{address}?lang={asked}" if asked else address))


def _private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response


def _bare() -> dict[str, Any]:
    """Return what keeps the queue of a phone at work off a visitor's phone."""
    return {"phone": {}}


def _asked(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else ""


@contextmanager
def _language(request: HttpRequest) -> Iterator[None]:
    """Speak the language in the address, which needs no cookie; else the browser's."""
    if asked := _asked(request):
        with translation.override(asked):
            yield
    else:
        yield


_TOO_LARGE = Blocker(
    "desk.too_large",
    Text(
        "照片太大，没有发出去。请少选几张，或者不带照片提交。",
        "The photos are too large and nothing was sent. Choose fewer, or send it without.",
    ),
)
_STALE = Blocker(
    "desk.stale",
    Text("这一页开得太久了，还没有发出去。请再点一次“提交”。",
         "This page was open for too long and nothing was sent yet. Press “Send” once more."),
)  # fmt: skip
