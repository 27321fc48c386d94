"""Call-outs as they stand in the tables of the tests, and what their commands are called with."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.resources.rosters.models import Away, Duty
from dayuan.services.callout.commands import NewDuty, Order, SurgeOrder
from dayuan.services.callout.models import Call, Callout, Surge, SurgeDuty, SurgeLeave
from tests.cast import JOINED, NOW, Cast
from tests.services.handover.watch import demonstration, take_into_force

ORDER, SURGE = "callout.squad.order", "callout.surge.order"
SQUAD, LEVEL = "emergency_squad", "level_2"
_DAY = timedelta(days=1)


def keep(world: Any, relation: str, person: Person) -> None:
    """Keep a call-out that runs, with somebody who was called and has not answered."""
    made = running(person)
    world.ids["callout", relation] = made.pk
    world.ids["surge", relation] = surge(person).pk
    called = world.cast.electrician.person if relation == "open" else person
    world.ids["call", relation] = called_to(made, called).pk


def own(world: Any, parts: Any) -> None:
    """Call each part to a call-out of its own site."""
    for part in parts:
        person = world.member(part).person
        key = "open" if person.site_id == world.cast.site.pk else "hidden"
        made = Callout.objects.get(pk=world.ids["callout", key])
        world.ids["call", part] = Call.objects.get_or_create(
            callout=made, person=person,
            defaults={"post": "mobile_guard", "stood": "off_duty", "called_at": NOW,
                      "called_by": made.ordered_by},
        )[0].pk  # fmt: skip


def running(person: Person) -> Callout:
    """Return a call-out of somebody's site."""
    return Callout.objects.create(
        site_id=person.site_id, squad=SQUAD, reason=f"{person.name}集合", gather="东门",
        wanted=4, within=15, ordered_at=NOW, ordered_by=person,
    )  # fmt: skip


def called_to(made: Callout, person: Person) -> Call:
    """Return the call of somebody."""
    return Call.objects.create(
        callout=made, person=person, post="mobile_guard", stood="off_duty", called_at=NOW,
        called_by=made.ordered_by,
    )  # fmt: skip


def call(world: Any, part: str) -> Mapping[str, Any]:
    """Return the part's own call where it has one."""
    return {"call_id": world.ids["call", part if ("call", part) in world.ids else "open"]}


def an_order(world: Any, part: str) -> Mapping[str, Any]:
    """Return an order under a plan that names its squad, which a colleague is of."""
    return {"order": Order(SQUAD, "集合", "东门"), "person_ids": [mobile(world).pk]}


def further(world: Any, part: str) -> Mapping[str, Any]:
    """Return what calls a colleague to the call-out that runs."""
    return {"callout_id": world.ids["callout", "open"], "person_ids": [mobile(world).pk]}


def mobile(world: Any) -> Person:
    """Put the plan that names a squad into force; return somebody of it."""
    take_into_force(world.cast, demonstration())
    person: Person = world.cast.colleague.person
    Appointment.objects.create(
        site_id=person.site_id, person=person, post="mobile_guard", kind=Kind.CONCURRENT,
        start=JOINED, made_at=NOW, made_by="system:tests",
    )  # fmt: skip
    return person


def surge(person: Person) -> Surge:
    """Return extra strength at somebody's site, on the day after tomorrow."""
    return Surge.objects.create(
        site_id=person.site_id, level=LEVEL, reason=f"{person.name}加强", start=NOW + 2 * _DAY,
        end=NOW + 3 * _DAY, ordered_at=NOW, ordered_by=person,
    )  # fmt: skip


def a_surge(world: Any, part: str) -> Mapping[str, Any]:
    """Return an order that calls nobody and no leave off."""
    order = SurgeOrder(LEVEL, "接待", NOW + _DAY, NOW + 2 * _DAY)
    return {"order": order, "leave": (), "person_ids": ()}


def a_duty(world: Any, part: str) -> Mapping[str, Any]:
    """Return a duty that is added within the time."""
    guard = world.cast.guard.person
    duty = NewDuty("gate_guard", guard.pk, NOW + 2 * _DAY, NOW + 2 * _DAY + timedelta(hours=8))
    return {"surge_id": world.ids["surge", "open"], "duty": duty}


def over(world: Any, part: str = "") -> Mapping[str, Any]:
    """Let the time of the extra strength be over."""
    pk = world.ids["surge", "open"]
    Surge.objects.filter(pk=pk).update(start=NOW - _DAY, end=NOW)
    return {"surge_id": pk}


def late(world: Any, part: str = "") -> Mapping[str, Any]:
    """Let answers to the call-out that runs be missing since a while."""
    pk = world.ids["callout", "open"]
    Callout.objects.filter(pk=pk).update(unanswered=10, late_from=NOW)
    Call.objects.filter(callout=pk).update(called_at=NOW - _DAY)
    return {"callout_id": pk}


def fill(made: Surge, cast: Cast, rows: int) -> None:
    """Let so many people stand by for a surge, lose leave to it and be added to the list."""
    person = cast.guard.person
    standby = Callout.objects.create(
        site_id=made.site_id, surge=made, reason=made.reason, gather="宿舍", ordered_at=NOW,
        ordered_by=made.ordered_by,
    )  # fmt: skip
    for member in list(cast.members.values())[:rows]:
        called_to(standby, member.person)
    of_site = {"site_id": made.site_id, "person": person}
    for n in range(rows):
        day = (NOW + (90 + n) * _DAY).date()
        away = Away.objects.create(
            **of_site, start=day, end=day + _DAY, state="called_off", asked_at=NOW,
            asked_by=f"person:{person.pk}",
        )  # fmt: skip
        SurgeLeave.objects.create(surge=made, away=away, start=day, end=day + _DAY)
        start = NOW + (90 + n) * _DAY
        duty = Duty.objects.create(
            **of_site, post="gate_guard", start=start, end=start + timedelta(hours=4), day=day,
            planned_at=NOW, planned_by="system:tests",
        )  # fmt: skip
        SurgeDuty.objects.create(surge=made, duty=duty, added_by=made.ordered_by)


def plenty(cast: Cast, parts: Collection[str], rows: int) -> dict[str, Any]:
    """Run a call-out to which every part was called, beside others and a surge; what for."""
    director, guard = cast.director.person, cast.guard.person
    made, found = running(director), surge(director)
    for _n in range(rows):
        running(guard)
        called_to(running(director), cast.electrician.person)
    fill(found, cast, rows)
    ids: dict[str, Any] = {"callout": made.pk, "squad": SQUAD, "surge": found.pk, "level": LEVEL}
    for part in parts:
        ids["call"] = ids[f"call of {part}"] = called_to(made, cast.members[part].person).pk
    return ids
