"""What the commands on shift logs are called with: somebody on the list, who has read all."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dayuan.reference.people.models import Appointment, Kind
from dayuan.resources.rosters.models import Duty
from dayuan.services.handover.commands import Signed
from dayuan.services.handover.models import Handover, ShiftLog
from dayuan.services.handover.rules import Counting
from tests.cast import JOINED, NOW
from tests.permissions.world import World

KEEP = "handover.shift.keep"


def on_the_list(world: World, part: str) -> dict[str, Any]:
    """Put the part on the duty list for the shift that begins now; return the one before."""
    person = world.member(part).person
    if part in ("director", "deputy", "captain"):
        Appointment.objects.create(
            site_id=person.site_id, person=person, post="gate_guard", kind=Kind.CONCURRENT,
            start=JOINED, made_at=NOW, made_by="system:tests",
        )  # fmt: skip
    Duty.objects.create(
        site_id=person.site_id, post="gate_guard", person=person, start=NOW, day=NOW.date(),
        end=NOW + timedelta(hours=8), planned_at=NOW, planned_by="system:tests",
    )  # fmt: skip
    return {"log_id": world.ids["waiting", "open"]}


def begins(world: World, part: str) -> Mapping[str, Any]:
    """Return what a shift is begun with; the one before waits for nobody."""
    on_the_list(world, part)
    Handover.objects.filter(given=world.ids["waiting", "open"]).update(
        ended_at=NOW, ended_by=world.cast.guard.person
    )
    ShiftLog.objects.filter(pk=world.ids["waiting", "open"]).update(state="open")
    return {"group": "guards", "signed": read_all(world)}


def declared(world: World, part: str) -> Mapping[str, Any]:
    """Return the shift that waits, handed over by the part itself."""
    waiting = world.ids["waiting", "open"]
    Handover.objects.filter(given=waiting).update(declared_by=world.member(part).person)
    return {"log_id": waiting}


def read_all(world: World) -> Signed:
    """Return the signature of somebody who has counted and read everything."""
    return Signed(counts={"radio": Counting(5)}, items=[world.ids["passed", "open"]])
