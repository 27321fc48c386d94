"""How much may be uploaded: by one person on a day, and by a whole site.

Both are counted as files come and go, by one compare-and-set each: of two uploads at the
same moment for which there is room once, one is taken. What the house makes itself (an
export, a document that was issued) counts and is never refused: an act does not fail for
the room its paper takes.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Greatest

from dayuan.platform.access.actors import Actor
from dayuan.platform.access.zones import zone_of
from dayuan.platform.attachments.models import DayUse, SiteUse
from dayuan.platform.attachments.problems import unfit

#: From these shares of its room on, a site's administrator is told.
MIND, ALARM = 0.8, 0.95
#: A day is over everywhere after this; its count is then of no use.
_KEPT = timedelta(days=3)


def take(size: int, *, actor: Actor, at: datetime, own: bool) -> None:
    """Count a file that is being attached; refuse it where there is no room for it."""
    if actor.person_id is not None and not own:
        day = at.astimezone(zone_of(actor.site_id)).date()
        mine = DayUse.objects.filter(site_id=actor.site_id, who=actor.key, day=day)
        if not _counted(mine, size, settings.FILES_A_DAY, site_id=actor.site_id,
                        who=actor.key, day=day):  # fmt: skip
            raise unfit("day")
    whole = SiteUse.objects.filter(site_id=actor.site_id)
    most = None if own else settings.FILES_OF_SITE
    if not _counted(whole, size, most, site_id=actor.site_id):
        raise unfit("site")


def give_back(size: int, *, site_id: int) -> None:
    """Count that a file is taken off its record."""
    rows = SiteUse.objects.filter(site_id=site_id)
    rows.update(size=Greatest(F("size") - size, Value(0)))


def room_of(site_id: int) -> int:
    """Return how many bytes a site may still take; less than nothing where it is over."""
    used = SiteUse.objects.filter(site_id=site_id).values_list("size", flat=True).first()
    return settings.FILES_OF_SITE - (used or 0)


def uses() -> dict[int, int]:
    """Return by site how many bytes hang on its records."""
    return dict(SiteUse.objects.order_by("site_id").values_list("site_id", "size"))


def forget_days(*, now: datetime) -> int:
    """Forget what was counted on days that are over everywhere."""
    gone, _each = DayUse.objects.filter(day__lt=_before(now)).delete()
    return gone


def _before(now: datetime) -> date:
    return (now - _KEPT).date()


def _counted(rows: "models.QuerySet[Any]", size: int, most: int | None, **key: object) -> bool:
    if most is not None and size > most:
        return False
    fits = rows if most is None else rows.filter(size__lte=most - size)
    if fits.update(size=F("size") + size):
        return True
    # The first of all begins the count; who comes second at this moment finds it there.
    rows.model.objects.bulk_create([rows.model(**key)], ignore_conflicts=True)
    return bool(fits.update(size=F("size") + size))
