"""Taking away content that no record names."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from dayuan.platform.attachments import queries, quotas, store

_log = logging.getLogger("dayuan.files")

#: An upload has this long to be attached.
_GRACE = timedelta(hours=24)
_BATCH = 200


def take_away_orphans(*, now: datetime) -> int:
    """Delete content older than a day that no record names; return how much."""
    gone = 0
    batch: list[str] = []
    limit = (now - _GRACE).timestamp()
    for digest, file in store.digests():
        if file.stat().st_mtime < limit:
            batch.append(digest)
        if len(batch) == _BATCH:
            gone += _forget(batch, limit)
            batch = []
    return gone + _forget(batch, limit)


def _forget(batch: list[str], limit: float) -> int:
    named = queries.referenced(batch)
    # An upload of the same content a moment ago wants it: that is asked again under a lock.
    return sum(store.forget(one, before=limit) for one in batch if one not in named)


def keep_quotas(*, now: datetime) -> int:
    """Forget the counts of days that are over; say in the journal which site is nearly full."""
    for site_id, used in quotas.uses().items():
        if used >= quotas.MIND * settings.FILES_OF_SITE:
            share = round(100 * used / settings.FILES_OF_SITE)
            _log.warning("the files of site %s fill %s %% of their room", site_id, share)
    return quotas.forget_days(now=now)
