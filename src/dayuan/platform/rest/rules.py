"""What a token may be, how long it lives, and what a key must look like; pure."""

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.platform.rest.models import KEY_LENGTH, TITLE_LENGTH
from dayuan.platform.rest.scopes import scopes

#: What the address of a calendar may be used for; nothing else stands beside it.
FEED = "feed.read"
#: Tokens of one person that are good at the same time.
TOKENS_MOST = 10
#: Days a token may live; nobody remembers longer what it was for.
LIVES_DAYS = (7, 30, 90, 365)
#: A request may be sent again under its key so long.
REMEMBERED = timedelta(days=3)
#: A token that is over stays in sight so long, for whoever asks what it was.
KEPT_AFTER_ITS_END = timedelta(days=90)
#: Whoever finds one in a file or a log sees by it what it is.
PREFIX = "dayuan_"
ENDING = 6
_KEY = re.compile(rf"[\x21-\x7e]{{1,{KEY_LENGTH}}}")


def new_token() -> str:
    """Return a fresh token of 256 bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def digest_of_request(*said: bytes) -> str:
    """Return by what the same request is known when it is sent again.

    Keyed with the house's secret: nothing that was sent can be guessed back from it.
    """
    whole = hashlib.sha256()
    for part in said:
        whole.update(len(part).to_bytes(8, "big") + part)
    return salted_hmac("rest.request", whole.hexdigest(), algorithm="sha256").hexdigest()


def token_problems(title: str, wanted: Collection[str], days: int, *, others: int) -> Problems:
    """Return what stands in the way of one more token beside ``others`` that are good."""
    found: list[Blocker] = []
    if not title.strip() or len(title.strip()) > TITLE_LENGTH:
        found.append(_TITLE)
    if not wanted or not set(wanted) <= set(scopes):
        found.append(_SCOPES)
    if FEED in wanted and len(set(wanted)) > 1:
        found.append(_FEED_ALONE)
    if days not in LIVES_DAYS:
        found.append(_DAYS)
    if others >= TOKENS_MOST:
        found.append(_TOO_MANY)
    return (*found, *secret_problems(title))


def key_problems(key: str) -> Problems:
    """Return what is wrong with the key of a request."""
    return () if _KEY.fullmatch(key) else (_BAD_KEY,)


def scope_problems(wanted: str, given: Collection[str]) -> Problems:
    """Return why a token may not be used for this."""
    if wanted in given:
        return ()
    return (
        Blocker(
            "rest.scope",
            Text(
                f"这个令牌没有“{wanted}”的用途。请换一个勾选了这一项的令牌。",
                f"This token was not given the scope {wanted}. Use one that was.",
            ),
        ),
    )


def is_over(*, expires_at: datetime, revoked_at: datetime | None, at: datetime) -> bool:
    """Tell whether a token is no longer good."""
    return revoked_at is not None or expires_at <= at


_TITLE = Blocker(
    "rest.token_title",
    Text(
        f"请写明这个令牌给哪个程序用，最多 {TITLE_LENGTH} 个字。",
        f"Say which program gets this token, in at most {TITLE_LENGTH} letters.",
    ),
)
_SCOPES = Blocker(
    "rest.token_scopes",
    Text("请至少勾选一项用途。", "Tick at least one thing that it may be used for."),
)
_FEED_ALONE = Blocker(
    "rest.feed_alone",
    Text(
        "日历地址里带着令牌，只能单独使用，不能同时勾选别的用途。",
        "The address of a calendar holds the token, so it is used for nothing else. Tick it alone.",
    ),
)
_DAYS = Blocker(
    "rest.token_days",
    Text("请选择令牌的有效期。", "Choose how long the token is good."),
)
_TOO_MANY = Blocker(
    "rest.too_many_tokens",
    Text(
        f"一个人最多有 {TOKENS_MOST} 个有效的令牌。请先停用不再使用的。",
        f"One person has at most {TOKENS_MOST} tokens that are good. Revoke one that you "
        "no longer use.",
    ),
)
NO_ACCOUNT = Blocker(
    "rest.no_account",
    Text("令牌只能由登录的本人建立。", "Only a person who is logged in makes a token."),
)
ONLY_PROGRAM = Blocker(
    "rest.only_program",
    Text("过期的令牌由系统自动清除。", "The program forgets old tokens by itself."),
)
_BAD_KEY = Blocker(
    "rest.bad_key",
    Text(
        f"Idempotency-Key 应为 1 到 {KEY_LENGTH} 个可见的英文字符，例如一个 UUID。",
        f"An Idempotency-Key has 1 to {KEY_LENGTH} visible ASCII characters; use a UUID.",
    ),
)
OTHER_REQUEST = Blocker(
    "rest.key_used",
    Text(
        "这个 Idempotency-Key 已经用于另一个请求。新的请求请换一个新的。",
        "This Idempotency-Key was used for another request. Give a new request a new key.",
    ),
)
