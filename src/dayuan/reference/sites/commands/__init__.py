"""Making a site, taking a revision into force, keeping the calendar; places stand beside."""

from datetime import date, datetime

from django.db.models import F

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import DayKind
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.reference.plans import queries as plans
from dayuan.reference.plans.queries import Revision
from dayuan.reference.sites import holidays, reading
from dayuan.reference.sites.models import (
    NamedDay,
    NumberSeries,
    PublishedYear,
    RevisionInForce,
    Site,
)

OPENED = declare("sites.site.open", "建立大院", "Open a site")
ADOPTED = declare("sites.revision.adopt", "启用方案版本", "Take a revision into force")
DAY_NAMED = declare("sites.calendar.name_day", "设定日历", "Name a day of the calendar")
YEAR_SEEDED = declare("sites.calendar.seed", "载入法定节假日", "Load statutory holidays")


@command
def open_site(*, revision: Revision, actor: Actor, at: datetime) -> Site:
    """Make the site that a handbook describes; it runs this revision from now."""
    permissions.require(actor, "sites.site.open")
    head = plans.compiled(revision.pk).handbook.handbook
    made = Site.objects.create(
        code=head.code,
        name_zh=head.site.zh,
        name_en=head.site.en,
        time_zone=head.time_zone,
        revision=revision,
    )
    RevisionInForce.objects.create(
        site=made, revision=revision, since=at, adopted_by=actor.key, consent="init"
    )
    log.record(
        OPENED, actor=actor, at=at, subject="sites.site", ids=[made.pk],
        details={"revision": revision.pk},
    )  # fmt: skip
    return made


@command
def adopt(*, site: Site, revision: Revision, consent: str, actor: Actor, at: datetime) -> None:
    """Let a site run another revision; needs the reference of the office's consent.

    Running cases keep the revision they began with.
    """
    permissions.require(actor, "plans.revision.load")
    _must_be_own(site, actor)
    if not consent.strip():
        raise Refused(_CONSENT_MISSING)
    if revision.code != site.code:
        raise Refused(_OTHER_SITE)
    moved = Site.objects.filter(pk=site.pk, revision_id=site.revision_id)
    if moved.update(revision=revision) != 1:
        raise Refused(_ADOPTED_MEANWHILE)
    RevisionInForce.objects.filter(site=site, until__isnull=True).update(until=at)
    RevisionInForce.objects.create(
        site=site, revision=revision, since=at, adopted_by=actor.key, consent=consent.strip()
    )
    log.record(
        ADOPTED, actor=actor, at=at, subject="sites.site", ids=[site.pk],
        details={"old": site.revision_id, "new": revision.pk},
    )  # fmt: skip
    site.revision = revision
    reading.forget(site.pk)


@command
def name_day(
    *, site: Site, day: date, kind: DayKind, title: str, actor: Actor, at: datetime
) -> NamedDay:
    """Say what a day is; saying it again replaces what was said."""
    permissions.require(actor, "sites.calendar.manage")
    _must_be_own(site, actor)
    named, _ = NamedDay.objects.update_or_create(
        site=site, day=day, defaults={"kind": kind, "title": title.strip(), "origin": "site"}
    )
    log.record(
        DAY_NAMED, actor=actor, at=at, subject="sites.site", ids=[site.pk],
        details={"day": day.isoformat(), "kind": str(kind)},
    )  # fmt: skip
    return named


@command
def seed_year(*, site: Site, year: int, actor: Actor, at: datetime) -> int:
    """Load a year's statutory holidays; return how many days were named.

    A year that is not published yet is refused with what to do; days the site
    named itself stay as they are.
    """
    permissions.require(actor, "sites.calendar.manage")
    _must_be_own(site, actor)
    if not holidays.hold_in(site.time_zone):
        raise Refused(_OTHER_COUNTRY)
    days = holidays.statutory(year)
    if days is None:
        raise Refused(_not_published(year))
    kept = set(NamedDay.objects.filter(site=site).values_list("day", flat=True))
    NamedDay.objects.bulk_create(
        NamedDay(site=site, day=d.day, kind=d.kind, title=d.title, origin="law")
        for d in days
        if d.day not in kept
    )
    PublishedYear.objects.get_or_create(site=site, year=year)
    log.record(
        YEAR_SEEDED, actor=actor, at=at, subject="sites.site", ids=[site.pk],
        details={"year": year, "days": len(days)},
    )  # fmt: skip
    return len(days)


_OTHER_COUNTRY = Blocker(
    "sites.other_country",
    Text(
        "程序只带有国务院公布的节假日，这个大院不在中国的时区。请在日历上逐日写明。",
        "The program knows the State Council's holidays only, and this compound lies in another "
        "zone. Name the days on the calendar.",
    ),
)


def _must_be_own(site: Site, actor: Actor) -> None:
    """Refuse whoever belongs to another site: for him this one does not exist."""
    if site.pk != actor.site_id:
        raise Refused(hidden=True)


def next_number(*, site_id: int, series: str) -> int:
    """Take the next number of a series; call it inside a command."""
    NumberSeries.objects.get_or_create(site_id=site_id, series=series)
    row = NumberSeries.objects.filter(site_id=site_id, series=series)
    row.update(last=F("last") + 1)
    return row.values_list("last", flat=True).get()


_CONSENT_MISSING = Blocker(
    "sites.consent_missing",
    Text(
        "启用新版本要写明机关同意的文号或记录。",
        "Write the reference of the office's consent to this version.",
    ),
)
_OTHER_SITE = Blocker(
    "sites.other_site",
    Text(
        "这份方案是另一个大院的，不能在这里启用。请核对文件。",
        "This plan belongs to another compound; check the file.",
    ),
)
_ADOPTED_MEANWHILE = Blocker(
    "sites.adopted_meanwhile",
    Text(
        "刚刚有人启用了另一个版本。请重新查看差异再决定。",
        "Somebody has just taken another version into force; look at the difference again.",
    ),
)


def _not_published(year: int) -> Blocker:
    return Blocker(
        "sites.holidays_unknown",
        Text(
            f"{year}年的放假安排尚未收录。公布后请升级程序，或在日历中逐日填写。",
            f"The holidays of {year} are not known to this version; upgrade once they are "
            "published, or name the days one by one.",
        ),
    )
