"""Accounts by programs: closing one, opening it again, ending sessions; no code, no password."""

from django.utils.translation import gettext_lazy as _

from dayuan.kernel.problems import Refused
from dayuan.platform.accounts import commands
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Id
from dayuan.reference.people import queries
from dayuan.reference.people.api.part import PART

ISSUE, RESET = ("accounts.account.issue",), ("accounts.account.reset",)


@PART.write(
    "POST", "/people/{person_id}/account/close", summary=_("Close an account"), verbs=ISSUE
)  # fmt: skip
def close_account(request: TokenRequest, person_id: Id) -> None:
    """Close somebody's account: sessions and tokens end at once, the records stay."""
    commands.deactivate(
        account_id=_account(request, person_id), actor=request.actor, at=request.now
    )


@PART.write(
    "POST", "/people/{person_id}/account/reopen", summary=_("Open a closed account again"),
    verbs=ISSUE,
)  # fmt: skip
def reopen_account(request: TokenRequest, person_id: Id) -> None:
    """Open a closed account again; its password is reset in person before it is of use."""
    commands.reactivate(
        account_id=_account(request, person_id), actor=request.actor, at=request.now
    )


@PART.write(
    "POST", "/people/{person_id}/account/end-sessions", summary=_("End somebody's sessions"),
    verbs=RESET,
)  # fmt: skip
def end_sessions(request: TokenRequest, person_id: Id) -> None:
    """End every session of a person, and the tokens with them."""
    commands.end_sessions(
        account_id=_account(request, person_id), actor=request.actor, at=request.now
    )


def _account(request: TokenRequest, person_id: int) -> int:
    """Return the account of a person the asker may know of; without one there is none."""
    found = queries.get_for(request.actor, person_id).account_id
    if found is None:
        raise Refused(hidden=True)
    return found
