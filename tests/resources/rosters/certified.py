"""The squad's plan with certificates that bind, and certificates as the tests give them."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import unescape

from dayuan.config import installation
from dayuan.handbook.schema import Handbook
from dayuan.kernel.problems import SourceKind
from dayuan.reference.people.models import Certificate, Person
from dayuan.reference.plans import commands as plans
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Duty
from tests.cast import JOINED, NOW, Cast
from tests.resources.rosters import squad

GATE, FIRST = "gate_guard", "first"
GUARD = "guard_certificate"
LAW = (SourceKind.LAW, "保安服务管理条例 第十六条")
DAY = squad.DAY
#: The setting by which certificates bind.
COMPLETE = "certificates_complete"


@lru_cache(maxsize=1)
def binding() -> Handbook:
    """Return the squad's plan in which everybody's certificates are said to be entered."""
    book = squad.decided()
    answered = book.settings[COMPLETE].model_copy(update={"value": True})
    head = book.handbook.model_copy(update={"edition": "certified"})
    settings = {**book.settings, COMPLETE: answered}
    return book.model_copy(update={"handbook": head, "settings": settings})


def bind(cast: Cast) -> None:
    """Put that plan into force."""
    actor = installation.installer(cast.site.pk)
    revision, _new = plans.load(handbook=binding(), actor=actor, at=NOW)
    sites.adopt(
        site=site_queries.site(cast.site.pk), revision=revision, consent="测试",
        actor=cast.director.actor(), at=NOW,
    )  # fmt: skip


def give(
    person: Person, kind: str = GUARD, since: date = JOINED, until: date | None = None
) -> Certificate:
    """Let somebody have a certificate."""
    return Certificate.objects.create(
        site_id=person.site_id, person=person, kind=kind, since=since, until=until, noted_at=NOW,
        noted_by="system:tests",
    )  # fmt: skip


def withdraw(one: Certificate) -> None:
    """Let a certificate count no more."""
    one.withdrawn_at, one.withdrawn_by = NOW, "system:tests"
    one.save(update_fields=["withdrawn_at", "withdrawn_by"])


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


def words(answer) -> str:
    text = answer if isinstance(answer, str) else answer.content.decode()
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def planned(cast, person, day=DAY, post=GATE, hour=8, **more) -> Duty:
    zone = queries.zone_of(cast.site.pk)
    start = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return commands.plan(
        post=post, person_id=person.pk, start=start, end=start + timedelta(hours=8),
        actor=cast.captain.actor(), at=NOW, **more,
    )  # fmt: skip
