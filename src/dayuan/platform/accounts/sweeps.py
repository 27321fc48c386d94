"""What of signing in is not kept for longer than it is needed."""

from datetime import datetime, timedelta

from django.conf import settings

from dayuan.platform.accounts import tries


def forget_old_tries(*, now: datetime) -> int:
    """Delete counts of wrong tries after ``TRIES_KEPT_DAYS`` days; return how many."""
    return tries.forget_before(now - timedelta(days=settings.TRIES_KEPT_DAYS))
