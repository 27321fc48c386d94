"""Pages of certificates: noting and withdrawing one, one's own, and those of the whole site."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dayuan.handbook.schema import Handbook
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.lists.web.taken import Leaf, taken_away
from dayuan.platform.ui import shapes as ui
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.forms import DateInput, ReasonForm
from dayuan.platform.ui.sending import sent, tried
from dayuan.platform.ui.shapes import Choice, Listing, Stat
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people import certifying, commands, queries
from dayuan.reference.people.queries import Asked, Person, State
from dayuan.reference.people.web import certified
from dayuan.reference.people.web.words import said
from dayuan.reference.sites import queries as sites

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_FIELDS = {
    "people.unknown_certificate": "kind",
    "people.certificate_period": "last",
    "people.certificate_overlap": "since",
}


class CertificateForm(forms.Form):
    """A certificate whose original was seen: what it is and how long it holds."""

    since = forms.DateField(label=gettext_lazy("Valid from"), widget=DateInput())
    last = forms.DateField(
        label=gettext_lazy("Last valid day"),
        widget=DateInput(),
        required=False,
        help_text=gettext_lazy("As printed on it. Leave empty if it does not run out."),
    )
    field_order = ("kind", "since", "last")

    def __init__(self, *args: Any, plan: Handbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, said(one.title.text)) for code, one in plan.qualifications.items()]
        self.fields["kind"] = forms.ChoiceField(
            label=gettext_lazy("Certificate"),
            choices=[("", "—"), *choices],
            help_text=gettext_lazy(
                "Note it only after you have seen the original. No number and no picture is kept."
            ),
        )
        self.order_fields(self.field_order)


@_get_or_post
@view_for("people.person.manage")
def note(request: ActorRequest, person_id: int) -> HttpResponse:
    """Note a certificate of somebody."""
    found = queries.get_for(request.actor, person_id)
    plan = sites.plan_of(found.site_id).handbook
    first = {"kind": request.GET.get("kind", "")}
    form = CertificateForm(sent(request), initial=first, plan=plan)

    def act(given: dict[str, Any]) -> object:
        last = given["last"]
        return commands.note_certificate(
            person_id=found.pk, kind=given["kind"], since=given["since"],
            until=last + timedelta(days=1) if last else None, actor=request.actor, at=request.now,
        )  # fmt: skip

    if tried(form, act, fields=_FIELDS).done:
        messages.success(request, _("Noted."))
        return redirect("people:person", found.pk)
    return _form_page(request, form, found, heading=_("Note a certificate"))


@_get_or_post
@view_for("people.person.manage")
def withdraw(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """Withdraw a certificate, with the reason."""
    found = queries.certificate_for(request.actor, certificate_id)
    form = ReasonForm(sent(request))

    def act(given: dict[str, Any]) -> object:
        return commands.withdraw_certificate(
            certificate_id=found.pk, why=given["reason"], actor=request.actor, at=request.now
        )

    if tried(form, act, fields={"people.certificate_why": "reason"}).done:
        messages.success(request, _("Withdrawn: it counts no more."))
        return redirect("people:person", found.person_id)
    known = sites.plan_of(found.site_id).handbook.qualifications.get(found.kind)
    return _form_page(
        request, form, found.person, heading=_("Withdraw a certificate"), submit=_("Withdraw it"),
        lead=known.title.text if known else found.kind,
    )  # fmt: skip


@require_safe
@view_for()
def own(request: ActorRequest) -> HttpResponse:
    """Show what one's own posts ask for, and what of it one has."""
    actor = request.actor
    found = queries.certificates_of(actor, actor.person_id or 0)
    plan = sites.plan_of(actor.site_id).handbook
    asked = queries.wanted_of(plan, actor.posts)
    today = request.now.astimezone(request.site_zone).date()
    context = {"certificates": certified.listing(found, asked, plan, today=today)}
    return render(request, "people/own_certificates.html", context)


@require_safe
@view_for("people.person.manage")
def whole(request: ActorRequest) -> HttpResponse:
    """Show who lacks what today, or lacks it soon, by the posts held; the most urgent first."""
    found = _looked_at(request)
    first = max(_number(request.GET.get("from", "")), 0)
    context = {
        "stats": _stats(found.of_kind),
        "kinds": _kinds(found),
        "list": certified.whole(found.shown[first : first + queries.LINES], request.actor.site_id),
        "page": _page(len(found.shown), first, found),
        "all_url": "" if found.everything else _address(found.kind, everything=True),
        "file": _address(found.kind, everything=found.everything, page="people:certificates_file"),
        "asked": bool(found.everybody),
        "only_pointed_out": any(not one.wanted.binds for one in found.everybody),
    }
    return render(request, "people/certificates.html", context)


@require_safe
@view_for("people.person.manage")
def file(request: ActorRequest) -> HttpResponse:
    """Give what that page lists as a workbook."""
    found = _looked_at(request)
    titles = {one.wanted.code: words(one.wanted.title) for one in found.of_kind}
    headings, rows = certified.table(found.shown, request.actor.site_id)
    name = _("Certificates")
    leaf = Leaf(name, headings, rows)
    return taken_away(request, name, [leaf], also=list(titles.values()) if found.kind else ())


def section(request: ActorRequest, person: Person, posts: list[str]) -> Listing | None:
    """Return the certificates for a person's page; none for those who may not know of them."""
    actor = request.actor
    may = actor.holds("people.person.manage")
    if person.side != "staff" or not (may or actor.person_id == person.pk):
        return None
    plan = sites.plan_of(person.site_id).handbook
    found = queries.certificates_of(actor, person.pk)
    today = request.now.astimezone(request.site_zone).date()
    asked = queries.wanted_of(plan, posts)
    return certified.listing(found, asked, plan, today=today, may_change=may)


# --- inside -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the posts held today ask for, and what of it somebody looks at."""

    kind: str
    everything: bool
    everybody: list[Asked]

    @property
    def of_kind(self) -> list[Asked]:
        return queries.of_kind(self.everybody, self.kind, valid=True)

    @property
    def shown(self) -> list[Asked]:
        return queries.of_kind(self.everybody, self.kind, valid=self.everything)


def _looked_at(request: ActorRequest) -> _Looked:
    today = request.now.astimezone(request.site_zone).date()
    everybody = queries.asked_of_staff(request.actor, on=today)
    return _Looked(request.GET.get("kind", ""), request.GET.get("show") == "all", everybody)


def _stats(found: list[Asked]) -> list[Stat]:
    count = Counter(one.standing.state for one in found)
    lacking = sum(count[state] for state in certifying.LACKING)
    binds = any(one.wanted.binds for one in found if one.standing.state in certifying.LACKING)
    tone = (Tone.LATE if binds else Tone.SOON) if lacking else Tone.DONE
    return [
        Stat(label=_("Asked for in all"), value=len(found)),
        Stat(label=_("Lacking"), value=lacking, tone=tone),
        Stat(label=_("Runs out soon"), value=count[State.SOON],
             tone=Tone.SOON if count[State.SOON] else Tone.DONE),
    ]  # fmt: skip


def _kinds(found: _Looked) -> list[Choice]:
    titles = {one.wanted.code: one.wanted.title for one in found.everybody}
    lacks = Counter(o.wanted.code for o in found.everybody if o.standing.state != State.VALID)
    everything = found.everything
    every = Choice(
        label=_("All kinds"), url=_address("", everything=everything), current=not found.kind
    )
    return [
        every,
        *(
            Choice(label=title, url=_address(code, everything=everything),
                   current=found.kind == code, count=lacks[code])
            for code, title in sorted(titles.items())
        ),
    ]  # fmt: skip


def _page(total: int, first: int, found: _Looked) -> ui.Page | None:
    if total <= queries.LINES and not first:
        return None
    before, after = max(first - queries.LINES, 0), first + queries.LINES
    kind, everything = found.kind, found.everything
    return ui.Page(
        first=first + 1, last=min(after, total), total=total,
        previous=_address(kind, everything=everything, first=before) if first else None,
        next=_address(kind, everything=everything, first=after) if after < total else None,
    )  # fmt: skip


def _address(
    kind: str, *, everything: bool, first: int = 0, page: str = "people:certificates"
) -> str:
    given = {"kind": kind, "show": "all" if everything else "", "from": str(first or "")}
    query = urlencode({name: value for name, value in given.items() if value})
    return reverse(page) + (f"?{query}" if query else "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _form_page(
    request: ActorRequest, form: forms.Form, person: Person, *, heading: str, **more: object
) -> HttpResponse:
    cancel = reverse("people:person", args=[person.pk])
    context = {"form": form, "heading": heading, "person": person, "cancel": cancel, **more}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/form.html", context, status=status)
