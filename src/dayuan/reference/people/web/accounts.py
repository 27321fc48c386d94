"""Pages of people's accounts: the list, slips, resets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.accounts import commands as accounts
from dayuan.platform.lists.web.drawn import show
from dayuan.platform.ui.sending import sent, tried
from dayuan.reference.people import commands, queries
from dayuan.reference.people.commands import PersonSlip
from dayuan.reference.people.queries import Person
from dayuan.reference.people.web.forms import PresentForm
from dayuan.reference.people.web.person_sheet import SHEET
from dayuan.reference.sites import queries as sites

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@view_for("people.person.view")
def people(request: ActorRequest) -> HttpResponse:
    """List people with post and account; whoever may, ticks those who get accounts."""
    may_manage = request.actor.holds("people.person.manage")
    context = {"sheet": show(SHEET, request), "may_manage": may_manage}
    return render(request, "people/list.html", context)


@require_POST
@view_for("accounts.account.issue")
@never_cache
def issue(request: ActorRequest) -> HttpResponse:
    """Open accounts for the ticked people and show their slips, once."""
    ids = [int(one) for one in request.POST.getlist("person") if one.isdecimal()]
    try:
        opened = commands.open_accounts(person_ids=ids, actor=request.actor, at=request.now)
    except Refused as refused:
        if refused.hidden:
            raise
        return render(request, "people/refused.html", {"problems": refused.problems}, status=422)
    return _slips(request, list(opened.slips), taken=list(opened.taken))


@_get_or_post
@view_for("accounts.account.reset")
@never_cache
def reset(request: ActorRequest, person_id: int) -> HttpResponse:
    """Reset a password in person and show the new slip, once."""
    found = _with_account(request, person_id)
    form = PresentForm(sent(request))
    attempt = tried(
        form,
        lambda given: accounts.reset_password(
            account_id=_account_id(found), **given, actor=request.actor, at=request.now
        ),
        fields={"accounts.both_present": "present"},
    )
    if attempt.done:
        return _slips(request, [PersonSlip(found, attempt.made)])
    context = {
        "form": form,
        "person": found,
        "submit": _("Print the new slip"),
        "cancel": reverse("people:person", args=[found.pk]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/reset.html", context, status=status)


@_get_or_post
@view_for("accounts.account.issue")
def close(request: ActorRequest, person_id: int) -> HttpResponse:
    """Ask once more, then close an account."""
    return _confirmed(
        request,
        person_id,
        accounts.deactivate,
        heading=_("Close the account"),
        says=_("Sign-ins end at once. The person's records stay. It can be opened again."),
        done=_("The account is closed."),
        danger=True,
    )


@_get_or_post
@view_for("accounts.account.issue")
def reopen(request: ActorRequest, person_id: int) -> HttpResponse:
    """Ask once more, then open a closed account again."""
    return _confirmed(
        request,
        person_id,
        accounts.reactivate,
        heading=_("Open the account again"),
        says=_("The old password stays void: reset it in person afterwards."),
        done=_("The account is open again. Reset the password in person now."),
    )


@_get_or_post
@view_for("accounts.account.reset")
def end_sessions(request: ActorRequest, person_id: int) -> HttpResponse:
    """Ask once more, then end every sign-in of a person."""
    return _confirmed(
        request,
        person_id,
        accounts.end_sessions,
        heading=_("End all sign-ins"),
        says=_("Every browser and duty device asks this person to sign in again."),
        done=_("All sign-ins have ended."),
    )


# --- inside --------------------------------------------------------------------------------


def _with_account(request: ActorRequest, person_id: int) -> Person:
    found = queries.get_for(request.actor, person_id)
    if found.account_id is None:
        raise Refused(hidden=True)
    return found


def _account_id(person: Person) -> int:
    assert person.account_id is not None  # noqa: S101 - _with_account asked before
    return person.account_id


def _slips(
    request: ActorRequest, slips: list[PersonSlip], taken: list[Person] | None = None
) -> HttpResponse:
    site = sites.site(request.actor.site_id)
    context = {"slips": slips, "taken": taken or [], "site": sites.name(site)}
    return render(request, "people/slips.html", context)


def _confirmed(
    request: ActorRequest,
    person_id: int,
    command: Any,
    *,
    heading: str,
    says: str,
    done: str,
    danger: bool = False,
) -> HttpResponse:
    found = _with_account(request, person_id)
    if request.method == "POST":
        command(account_id=found.account_id, actor=request.actor, at=request.now)
        messages.success(request, done)
        return redirect("people:person", found.pk)
    context = {"person": found, "heading": heading, "says": says, "danger": danger}
    return render(request, "people/confirm.html", context)
