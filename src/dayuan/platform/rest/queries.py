"""The doors of tokens: they are one's own; whoever may reset the account may end them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.rest import rules
from dayuan.platform.rest.models import Answered, Token

TOKEN = "rest.token"  # noqa: S105 - the kind of a record, no secret
#: Tokens on a page; those that are over fall off its end.
SHOWN = 30
_BATCH = 200


def tokens_visible_to(actor: Actor) -> QuerySet[Token]:
    """Return the actor's own tokens; to the program those of its site."""
    rows = Token.objects.filter(site_id=actor.site_id)
    if actor.is_system:
        return rows
    return rows.filter(account_id=actor.account_id) if actor.account_id else rows.none()


def tokens_of(actor: Actor) -> list[Token]:
    """Return the actor's newest tokens."""
    return list(tokens_visible_to(actor).order_by("-pk")[:SHOWN])


def token_for(actor: Actor, token_id: int) -> Token:
    """Return a token of the actor; :class:`Refused` where there is none such."""
    row = tokens_visible_to(actor).filter(pk=token_id).first()
    if row is None:
        raise Refused(hidden=True)
    return row


def seen(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of these tokens that the actor may see."""
    return set(tokens_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


def good(account_id: int, *, at: datetime) -> int:
    """Count the tokens of an account that are good."""
    rows = Token.objects.filter(account_id=account_id, revoked_at__isnull=True)
    return rows.filter(expires_at__gt=at).count()


def shown_by(token: str, *, at: datetime) -> Token | None:
    """Return the good token that a program shows.

    With the account's sessions its tokens end too: whoever lost the telephone ends both.
    """
    if not token.startswith(rules.PREFIX):
        return None
    not_ended = Q(account__sessions_valid_from__isnull=True)
    not_ended |= Q(account__sessions_valid_from__lte=F("issued_at"))
    return Token.objects.filter(
        not_ended, digest=rules.digest_of(token), revoked_at__isnull=True, expires_at__gt=at,
        account__is_active=True,
    ).first()  # fmt: skip


def over_for_long(*, at: datetime) -> dict[int, list[int]]:
    """Return by site some tokens that ended long ago."""
    rows = Token.objects.filter(expires_at__lte=at - rules.KEPT_AFTER_ITS_END)
    found: dict[int, list[int]] = {}
    for site_id, pk in rows.order_by("pk").values_list("site_id", "pk")[:_BATCH]:
        found.setdefault(site_id, []).append(pk)
    return found


def answered(account_id: int, key: str) -> Answered:
    """Return what was answered under a key that is known."""
    return Answered.objects.get(account_id=account_id, key=key)
