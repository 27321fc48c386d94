"""What the pages of this module draw."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import own, queries
from dayuan.platform.accounts.queries import Account, Device
from dayuan.platform.ui.shapes import Action, Badge, Column, Fact, Link, Listing, Row
from dayuan.platform.ui.tones import Tone


def own_page(account: Account, actor: Actor) -> dict[str, Any]:
    """Return the facts of one's own account and what can be changed."""
    facts = [
        Fact(label=_("Staff number"), value=account.staff_number),
        Fact(label=_("Mobile number"), value=masked(account.phone)),
        Fact(
            label=_("PIN for duty devices"),
            value=_("PIN is set") if account.pin else _("No PIN yet"),
        ),
        Fact(label=_("Signed in last"), value=account.last_login),
    ]
    actions = [
        Action(label=_("Change the password"), url=reverse("accounts:password"), icon="key"),
        Action(label=_("Set the PIN"), url=reverse("accounts:pin"), icon="lock"),
        Action(
            label=_("End all other sign-ins"),
            url=reverse("accounts:end_others"),
            icon="logout",
            method="post",
        ),
        *own.actions_of(actor),
    ]
    return {"facts": facts, "actions": actions}


def masked(phone: str | None) -> str:
    """Return a phone number with its middle hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) > 7 else phone or ""


def devices_page(actor: Actor, *, here: Device | None) -> dict[str, Any]:
    """Return the list of duty devices; ``here`` is the browser at hand, if it is one."""
    rows = [_device_row(device, here) for device in queries.devices_visible_to(actor)]
    columns = [
        Column(_("Device"), "what"),
        Column(_("State"), "state"),
        Column(_("Registered"), "where"),
        Column(_("What can be done"), "until"),
    ]
    listing = Listing(caption=_("Duty devices"), columns=columns, rows=rows)
    return {"devices": listing, "here": here}


def _device_row(device: Device, here: Device | None) -> Row:
    if device.revoked_at:
        badge: Badge | str = Badge(Tone.WAITING, _("Revoked"), "ban")
    elif here and here.pk == device.pk:
        badge = Badge(Tone.IN_HAND, _("This one"), "device-mobile")
    else:
        badge = Badge(Tone.DONE, _("In use"))
    revoke = Link(_("Revoke"), reverse("accounts:revoke_device", args=[device.pk]))
    act = "" if device.revoked_at else revoke
    return Row(cells=[device.title, badge, device.registered_at, act])
