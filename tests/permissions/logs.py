"""The logs of shifts, as they stand in the tables of the tests."""

from datetime import timedelta
from typing import Any

from dayuan.reference.people.models import Person
from dayuan.services.handover.models import Handover, LogEntry, PassOn, ShiftLog, Tally
from tests.cast import NOW


def keep(world: Any, relation: str, person: Person) -> None:
    """Keep a shift that nobody closed, one that waits to be taken over, and what was passed on."""
    holder = world.cast.guard.person if relation == "open" else person
    of_site = {"site_id": person.site_id, "group": "guards", "day": NOW.date()}
    open_one = ShiftLog.objects.create(
        **of_site, start=NOW - timedelta(hours=9), end=NOW - timedelta(hours=8), holder=holder,
        taken_at=NOW - timedelta(hours=9), late_at=NOW + timedelta(days=1),
    )  # fmt: skip
    waiting = ShiftLog.objects.create(
        **of_site, start=NOW - timedelta(hours=8), end=NOW, holder=person, state="handing_over",
        taken_at=NOW - timedelta(hours=8),
    )  # fmt: skip
    LogEntry.objects.create(
        log=open_one, at=NOW, written_at=NOW, by=holder, words="巡查", place="东门"
    )
    item = PassOn.objects.create(
        site_id=person.site_id, group="guards", log=open_one, words="门锁不上", left_at=NOW,
        left_by=holder,
    )  # fmt: skip
    PassOn.objects.create(
        site_id=person.site_id, group="guards", log=open_one, words="灯坏了", left_at=NOW,
        left_by=holder, done_at=NOW, done_by=holder, outcome="换了",
    )  # fmt: skip
    handover = Handover.objects.create(
        site_id=person.site_id, given=waiting, declared_at=NOW, declared_by=person, remarks="好"
    )
    Tally.objects.create(handover=handover, thing="radio", expected=6, given=5, given_says="少一部")
    world.ids["log", relation], world.ids["waiting", relation] = open_one.pk, waiting.pk
    world.ids["passed", relation] = item.pk
