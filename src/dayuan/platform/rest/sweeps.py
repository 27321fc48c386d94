"""What of tokens and keys does not stay."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.platform.rest import commands, queries, rules

_MOST = 1000


def tidy(*, now: datetime) -> int:
    """Forget keys of requests and tokens whose time is long over."""
    found = queries.over_for_long(at=now)
    forgotten = sum(
        commands.forget_tokens(ids=ids, actor=system_actor("rest", site_id=site_id), at=now)
        for site_id, ids in found.items()
    )
    return forgotten + commands.forget_answers(now - rules.REMEMBERED, most=_MOST)


def register() -> None:
    """Let the worker run it."""
    sweeps.register("rest.tidy", every=timedelta(hours=1), function=tidy)
