"""The duties of some people around a time, whatever their posts."""

from collections.abc import Collection
from datetime import datetime

from dayuan.resources.rosters.models import Duty


def of_people(
    site_id: int, person_ids: Collection[int], *, since: datetime, until: datetime
) -> list[Duty]:
    """Return what these people have on the duty list that touches a time; one question."""
    rows = Duty.objects.filter(
        site_id=site_id, person__in=list(person_ids), start__lt=until, end__gt=since,
        cancelled_at__isnull=True,
    )  # fmt: skip
    return list(rows.order_by("start", "pk"))
