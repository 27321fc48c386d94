"""What the page of tokens draws."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.platform.rest import rules
from dayuan.platform.rest.models import Token
from dayuan.platform.ui.shapes import Badge, Column, Link, Listing, Row
from dayuan.platform.ui.tones import Tone


def listing(tokens: Iterable[Token], *, now: datetime) -> Listing:
    """Return one's tokens: which are good, until when, when they were used last."""
    return Listing(
        caption=_("My tokens"),
        columns=[
            Column(_("Program"), "what"),
            Column(_("State"), "state"),
            Column(_("May be used for"), "extra"),
            Column(_("Good until"), "until"),
            Column(_("Used last (day)"), "where"),
            Column(_("What can be done"), "extra"),
        ],
        rows=[_row(one, now) for one in tokens],
    )


def _row(token: Token, now: datetime) -> Row:
    over = rules.is_over(expires_at=token.expires_at, revoked_at=token.revoked_at, at=now)
    revoke = Link(_("Revoke"), reverse("rest:revoke", args=[token.pk]))
    return Row(
        cells=[
            f"{token.title} (…{token.ending})",
            _badge(token, over),
            ", ".join(token.scopes),
            token.expires_at,
            token.used_at or _("Never"),
            "" if over else revoke,
        ]
    )


def _badge(token: Token, over: bool) -> Badge:
    if token.revoked_at is not None:
        return Badge(Tone.WAITING, _("Revoked"), "ban")
    return Badge(Tone.WAITING, _("Over"), "ban") if over else Badge(Tone.DONE, _("In use"))
