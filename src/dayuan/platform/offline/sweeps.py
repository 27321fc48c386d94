"""What of queued acts is not kept for longer than it is needed."""

from datetime import datetime, timedelta

from dayuan.platform.jobs import sweeps
from dayuan.platform.offline import commands, rules

#: Beyond the age at which an act is not taken any more, so that no id goes too early.
_MARGIN = timedelta(days=1)
_MOST = 200


def forget_old_ids(*, now: datetime) -> int:
    """Forget ids that no phone can send any more."""
    return commands.forget_before(now - rules.KEPT - _MARGIN, most=_MOST)


def register() -> None:
    """Let the worker run it."""
    sweeps.register("offline.forget", every=timedelta(hours=1), function=forget_old_ids)
