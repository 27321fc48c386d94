"""Making and ending tokens, and carrying a request out once for its key."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.rest import queries, rules
from dayuan.platform.rest.models import Answered, Token

KEEP = "rest.token.keep"
ISSUED = declare("rest.token.issue", "建立令牌", "A token was made", personal=("title",))
REVOKED = declare("rest.token.revoke", "停用令牌", "A token was revoked")
USED = declare("rest.token.use", "令牌当日首次使用", "A token's first use of a day")
FORGOTTEN = declare("rest.token.forget", "清除过期的令牌", "Tokens of the past were forgotten")
CARRIED_OUT = declare("rest.request.carry_out", "按键执行一次请求", "A request was carried out")


@dataclass(frozen=True, slots=True)
class Done:
    """What a request made, and whether it had been carried out before."""

    made: int | None
    again: bool = False


@command
def issue(
    *, title: str, scopes: Collection[str], days: int, actor: Actor, at: datetime
) -> tuple[Token, str]:
    """Make a token for a program of the actor's; return it and, this once, what it says."""
    require(actor, KEEP)
    if actor.account_id is None or actor.via != "web":
        raise Refused(rules.NO_ACCOUNT)
    others = queries.good(actor.account_id, at=at)
    refuse_if(rules.token_problems(title, scopes, days, others=others))
    token = rules.new_token()
    row = Token.objects.create(
        site_id=actor.site_id, account_id=actor.account_id, title=title.strip(),
        digest=rules.digest_of(token), ending=token[-rules.ENDING:], scopes=sorted(set(scopes)),
        issued_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    log.record(
        ISSUED, actor=actor, at=at, subject=queries.TOKEN, ids=[row.pk],
        details={"scopes": row.scopes, "days": days}, personal={"title": row.title},
    )  # fmt: skip
    return row, token


@command
def revoke(*, token_id: int, actor: Actor, at: datetime) -> Token:
    """End a token; the program that has it is out with its next request."""
    row = queries.token_for(actor, token_id)
    ended = Token.objects.filter(pk=row.pk, revoked_at__isnull=True).update(
        revoked_at=at, revoked_by=actor.key
    )
    if ended:
        log.record(REVOKED, actor=actor, at=at, subject=queries.TOKEN, ids=[row.pk])
    return row


@command
def note_use(*, token_id: int, actor: Actor, at: datetime) -> bool:
    """Write down that a token was used, once for each of its days; tell whether it was new."""
    row = queries.token_for(actor, token_id)
    day_ago = at - timedelta(days=1)
    new = Token.objects.filter(pk=row.pk).exclude(used_at__gt=day_ago).update(used_at=at)
    if new:
        log.record(USED, actor=actor, at=at, subject=queries.TOKEN, ids=[row.pk])
    return bool(new)


@command
def once(
    *, key: str, operation: str, digest: str, act: Callable[[], int | None], actor: Actor,
    at: datetime,
) -> Done:  # fmt: skip
    """Carry a request out once for its key; sent again it only says what it made.

    Key and act stand in one transaction: whatever dies between the commit and the
    answer, the same request sent again is not carried out again. A refused act leaves
    no key: nothing was done, and it may be asked anew. The act's own command asks the
    permission.
    """
    if actor.account_id is None:
        raise Refused(rules.NO_ACCOUNT)
    refuse_if(rules.key_problems(key))
    row = Answered(account_id=actor.account_id, key=key, operation=operation, digest=digest, at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _again(row)
    row.made = act()
    row.save(update_fields=["made"])
    log.record(
        CARRIED_OUT, actor=actor, at=at, subject="rest.request", ids=[row.pk],
        details={"operation": operation, "made": row.made},
    )  # fmt: skip
    return Done(row.made)


def _again(row: Answered) -> Done:
    """Return what the same request made before; another one under its key is refused."""
    before = queries.answered(row.account_id, row.key)
    if (before.digest, before.operation) != (row.digest, row.operation):
        raise Refused(rules.OTHER_REQUEST)
    return Done(before.made, again=True)


@command
def forget_tokens(*, ids: Collection[int], actor: Actor, at: datetime) -> int:
    """Delete tokens that ended long ago; return how many. Only the program does."""
    if not actor.is_system:
        raise Refused(rules.ONLY_PROGRAM)
    over = at - rules.KEPT_AFTER_ITS_END
    rows = queries.tokens_visible_to(actor).filter(pk__in=ids, expires_at__lte=over)
    found = sorted(rows.values_list("pk", flat=True))
    Token.objects.filter(pk__in=found).delete()
    if found:
        log.record(FORGOTTEN, actor=actor, at=at, subject=queries.TOKEN, ids=found)
    return len(found)


def forget_answers(moment: datetime, *, most: int) -> int:
    """Forget keys that are too old to be sent again; return how many."""
    old = Answered.objects.filter(at__lt=moment).order_by("at").values_list("pk", flat=True)
    return Answered.objects.filter(pk__in=list(old[:most])).delete()[0]
