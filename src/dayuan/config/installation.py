"""From a handbook to a site that runs: what `dayuan init` and the demo have in common."""

from datetime import datetime
from pathlib import Path

from dayuan.config.catalogue import CATALOGUE
from dayuan.handbook.digest import digest_of
from dayuan.handbook.findings import Finding
from dayuan.handbook.load import check
from dayuan.handbook.schema import Handbook
from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor, system_actor
from dayuan.reference.plans import commands as plans
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from dayuan.reference.sites.queries import Site

#: What the installation may do before there is a person who may do anything.
INSTALLER_VERBS = frozenset(
    {
        "accounts.account.issue",
        "accounts.account.reset",
        "people.appointment.manage",
        "people.person.manage",
        "plans.revision.load",
        "rosters.duty.manage",
        "sites.calendar.manage",
        "sites.site.open",
    }
)


class BadHandbookError(Exception):
    """The handbook has errors; they stand in ``findings``."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(finding.report() for finding in findings))
        self.findings = findings


def installer(site_id: int = 0) -> Actor:
    """Return the actor of the command line while a site is being made."""
    return system_actor("installer", site_id=site_id, verbs=INSTALLER_VERBS, via="cli")


def read(folder: Path, *, complete: bool = False, instead: Path | None = None) -> Handbook:
    """Return the checked handbook of a folder or raise BadHandbookError with all findings.

    Files of the folder ``instead`` stand in place of those of the same name.
    """
    source = folder if instead is None else {**_files(folder), **_files(instead)}
    checked = check(source, CATALOGUE, complete=complete)
    if checked.handbook is None:
        raise BadHandbookError(checked.errors)
    return checked.handbook


def _files(folder: Path) -> dict[str, bytes]:
    found = sorted(folder.rglob("*.yaml")) if folder.is_dir() else []
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def install(handbook: Handbook, *, at: datetime) -> tuple[Site, bool]:
    """Make the site a handbook describes, unless it stands already; return it and whether new."""
    if standing := site_queries.by_code(handbook.handbook.code):
        return standing, False
    revision, _ = plans.load(handbook=handbook, actor=installer(), at=at)
    site = sites.open_site(revision=revision, actor=installer(), at=at)
    actor = installer(site.pk)
    for year in (at.year, at.year + 1):
        try:
            sites.seed_year(site=site, year=year, actor=actor, at=at)
        except Refused:
            # Not published yet: the calendar shows plain weeks and says so.
            continue
    return site, True


def renew(handbook: Handbook, site: Site, *, consent: str, at: datetime) -> bool:
    """Load a handbook and take it into force where its content changed; tell whether it did.

    What is in force already is not loaded again, as on the page: nothing is written down.
    """
    if digest_of(handbook) == site_queries.plan_of(site.pk).digest:
        return False
    actor = installer(site.pk)
    revision, _ = plans.load(handbook=handbook, actor=actor, at=at)
    sites.adopt(site=site, revision=revision, consent=consent, actor=actor, at=at)
    return True
