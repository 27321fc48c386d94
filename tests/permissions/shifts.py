"""Leave, wishes, shifts and swaps of somebody, as they stand in the tables of the tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dayuan.reference.people.models import Certificate, Person
from dayuan.resources.rosters.models import Away, Duty, HourRate, Mending, Roster, Swap, Wish
from tests.cast import NOW


def leave_of(person: Person, first: int = 20) -> Away:
    """Ask for a day off, so many days from now, and say why."""
    day = NOW.date() + timedelta(days=first)
    return Away.objects.create(
        site_id=person.site_id, person=person, start=day, end=day + timedelta(days=1),
        remark="家里有事", asked_at=NOW, asked_by=f"person:{person.pk}",
    )  # fmt: skip


def certificate_of(person: Person, days: int = 40) -> Certificate:
    """Note that somebody has a guard's certificate, for so many days from now."""
    return Certificate.objects.create(
        site_id=person.site_id, person=person, kind="guard_certificate", since=date(2026, 1, 5),
        until=NOW.date() + timedelta(days=days), noted_at=NOW, noted_by="system:tests",
    )  # fmt: skip


def wish_of(person: Person, first: int = 90) -> Wish:
    """Let somebody rather not work on a day, so many days from now."""
    day = NOW.date() + timedelta(days=first)
    return Wish.objects.create(
        site_id=person.site_id, person=person, start=day, end=day + timedelta(days=1),
        wanted=False, made_at=NOW,
    )  # fmt: skip


def shift_of(person: Person, days: int) -> Duty:
    """Put somebody on duty as an electrician, so many days from now."""
    start = NOW + timedelta(days=days)
    return Duty.objects.create(
        site_id=person.site_id, post="duty_electrician", person=person, start=start,
        end=start + timedelta(hours=8), day=start.date(), planned_at=NOW,
        planned_by="system:tests",
    )  # fmt: skip


def swap_of(person: Person, colleague: Person, days: int = 31, state: str = "asked") -> Swap:
    """Let somebody ask a colleague to take a duty."""
    return Swap.objects.create(
        site_id=person.site_id, duty=shift_of(person, days), asked_by=person,
        colleague=colleague, asked_at=NOW, state=state,
    )  # fmt: skip


def rate_of(site_id: int, yuan: str, *, day: date = date(2026, 1, 1)) -> HourRate:
    """Enter what an hour of the guards costs."""
    return HourRate.objects.create(
        site_id=site_id, group="guards", valid_from=day, yuan=Decimal(yuan), reason="劳务合同",
        entered_at=NOW, entered_by="system:tests",
    )  # fmt: skip


def proposed(roster: Roster, duty: Duty, rows: int = 0) -> Mending:
    """Propose to mend a month without the person of a duty, in so many lines."""
    line = {"person": duty.person_id, "duty": None, "was": None, "will": None}
    return Mending.objects.create(
        roster=roster, site_id=roster.site_id, duty=duty, until=duty.day, cause="sick",
        state="proposed", asked_at=NOW, asked_by="system:tests", ended_at=NOW,
        changes=[{**line, "day": f"{roster.month:%Y-%m}-{one + 1:02}"} for one in range(rows)],
    )  # fmt: skip


def proposal_of(world: Any, relation: str, duty: Duty) -> None:
    """Propose to mend the draft of the world without the person of a duty."""
    roster = Roster.objects.get(pk=world.ids["roster", relation])
    world.ids["mending", relation] = proposed(roster, duty).pk
