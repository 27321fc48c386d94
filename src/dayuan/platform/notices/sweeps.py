"""What of notices is looked at again and again."""

from datetime import timedelta

from dayuan.platform.jobs import sweeps
from dayuan.platform.notices import worker


def register() -> None:
    """Let the worker run them."""
    sweeps.register("notices.outward", every=timedelta(seconds=2), function=worker.hand_over)
