"""A group that can be arranged: the demonstration's shifts in force, and guards to work them."""

from datetime import UTC, date, datetime
from functools import lru_cache

from dayuan.config import installation
from dayuan.handbook.schema import Handbook
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Kind, Person
from dayuan.reference.plans import commands as plans
from dayuan.reference.plans.models import Revision
from dayuan.reference.sites import commands as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Roster
from tests.cast import NOW, PUKOU, Cast

GROUP = "guards"
#: The month after the tests' own: begun and planned ahead, as people do.
MONTH = date(2026, 12, 1)
#: A day in it that has a week before and after.
DAY = date(2026, 12, 10)
INVENTED = PUKOU.parent / "demonstrations" / PUKOU.name
STRENGTH = {"gate_guard": 5, "patrol_guard": 6, "lobby_guard": 2, "monitor_guard": 3,
            "mobile_guard": 6}  # fmt: skip
_JOINED, _MADE = date(2026, 1, 5), datetime(2026, 1, 5, tzinfo=UTC)


@lru_cache(maxsize=1)
def decided() -> Handbook:
    """Return the plan of Pukou with the demonstration's invented shifts."""
    return installation.read(PUKOU, instead=INVENTED)


def loaded(cast: Cast) -> int:
    """Load that plan; return its revision."""
    actor = installation.installer(cast.site.pk)
    revision, _new = plans.load(handbook=decided(), actor=actor, at=_MADE)
    return revision.pk


def decide(cast: Cast) -> None:
    """Put that plan into force at the cast's site."""
    sites.adopt(
        site=cast.site, revision=Revision.objects.get(pk=loaded(cast)), consent="测试",
        actor=cast.director.actor(), at=_MADE,
    )  # fmt: skip


def hire(cast: Cast, strength: dict[str, int] | None = None, *, leaders: int = 3) -> list[Person]:
    """Fill the posts up to their strength; the first of the patrol lead the shifts."""
    actor, found = installation.installer(cast.site.pk), []
    for post, count in (strength or STRENGTH).items():
        held = 1 if post == "gate_guard" else 0
        for number in range(count - held):
            person = people.create_person(
                staff_number=f"G{post[:3]}{number}", name=f"护{post[0]}{number}", joined=_JOINED,
                actor=actor, at=_MADE,
            )  # fmt: skip
            people.appoint(
                person_id=person.pk, post=post, kind=Kind.MAIN, start=_JOINED, actor=actor,
                at=_MADE,
            )  # fmt: skip
            if post == "patrol_guard" and number < leaders:
                people.appoint(
                    person_id=person.pk, post=post, kind=Kind.ROLE, role="squad_leader",
                    start=_JOINED, actor=actor, at=_MADE,
                )  # fmt: skip
            found.append(person)
    return found


def begin(cast: Cast, *, month: date = MONTH) -> Roster:
    """Begin a month in the captain's name."""
    return commands.open_month(group=GROUP, month=month, actor=cast.captain.actor(), at=NOW)


def put(cast: Cast, roster: Roster, person: Person, day: date = DAY, post: str = "gate_guard",
        shift: str = "first") -> None:  # fmt: skip
    """Set a cell in the captain's name."""
    commands.set_cell(
        roster_id=roster.pk, person_id=person.pk, day=day, post=post, shift=shift,
        actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip


def published(cast: Cast, roster: Roster) -> Roster:
    """Publish a month, whatever it does not keep that the director may accept."""
    broken = queries.sheet(roster).judged.broken
    commands.accept(
        roster_id=roster.pk, rules=[one.code for one in broken if one.must_be_accepted],
        actor=cast.director.actor(), at=NOW,
    )  # fmt: skip
    commands.publish(roster_id=roster.pk, actor=cast.captain.actor(), at=NOW)
    roster.refresh_from_db()
    return roster
