"""Reading accounts and devices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import rules
from dayuan.platform.accounts.models import Account, Device

__all__ = [
    "Account",
    "AccountState",
    "Device",
    "device_for",
    "device_of_token",
    "devices_visible_to",
    "get_for",
    "named",
    "of_number",
    "of_phones",
    "states",
    "visible_to",
]


@dataclass(frozen=True, slots=True)
class AccountState:
    """How an account stands, without anything secret."""

    id: int
    staff_number: str
    is_active: bool
    has_password: bool
    has_pin: bool
    slip_until: datetime | None
    last_login: datetime | None


def visible_to(actor: Actor) -> QuerySet[Account]:
    """Return the accounts of the actor's site."""
    return Account.objects.filter(site_id=actor.site_id)


def get_for(actor: Actor, account_id: int) -> Account:
    """Return an account of the actor's site; another site's does not exist for him."""
    found = visible_to(actor).filter(pk=account_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def of_number(actor: Actor, staff_number: str) -> Account | None:
    """Return the account of this staff number at the actor's site, or ``None``."""
    return visible_to(actor).filter(staff_number=rules.plain_name(staff_number)).first()


def of_phones(phones: Collection[str]) -> dict[str, int]:
    """Return which account signs in with each of these numbers, in their one spelling."""
    rows = Account.objects.filter(phone__in=[one for one in phones if one])
    return {phone: pk for phone, pk in rows.values_list("phone", "pk") if phone}


def named(name: str) -> Account | None:
    """Return the account a typed staff number or phone means; staff numbers win."""
    plain = rules.plain_name(name)
    found = list(Account.objects.filter(Q(staff_number=plain) | Q(phone=plain))[:2])
    found.sort(key=lambda account: account.staff_number != plain)
    return found[0] if found else None


def states(account_ids: Iterable[int]) -> dict[int, AccountState]:
    """Return how these accounts stand, in one query."""
    rows = Account.objects.filter(pk__in=list(account_ids))
    return {
        one.pk: AccountState(
            id=one.pk,
            staff_number=one.staff_number,
            is_active=one.is_active,
            has_password=one.has_usable_password(),
            has_pin=bool(one.pin),
            slip_until=one.code_valid_until,
            last_login=one.last_login,
        )
        for one in rows
    }


def closed() -> QuerySet[Account, int]:
    """Return the ids of all closed accounts, to be asked for inside another question."""
    return Account.objects.filter(is_active=False).values_list("pk", flat=True)


def devices_visible_to(actor: Actor) -> QuerySet[Device]:
    """Return the duty devices of the actor's site, those in use first."""
    return Device.objects.filter(site_id=actor.site_id).order_by("revoked_at", "title", "pk")


def device_for(actor: Actor, device_id: int) -> Device:
    """Return a duty device of the actor's site."""
    found = devices_visible_to(actor).filter(pk=device_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def device_of_token(token: str) -> Device | None:
    """Return the duty device that carries this token, unless it was revoked."""
    if not token:
        return None
    return Device.objects.filter(
        token_digest=rules.token_digest(token), revoked_at__isnull=True
    ).first()
