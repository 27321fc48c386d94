"""Guards of the demonstration's three shifts, on the duty list for a night and the days beside."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from dayuan.config import installation
from dayuan.handbook.schema import Handbook
from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts.models import Account
from dayuan.reference.people import commands as people
from dayuan.reference.people import queries as people_queries
from dayuan.reference.people.models import Kind
from dayuan.reference.plans import commands as plans
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from dayuan.resources.rosters import commands as rosters
from dayuan.services.handover import commands, queries
from dayuan.services.handover.commands import Signed
from dayuan.services.handover.models import ShiftLog
from dayuan.services.handover.rules import Counting
from tests.cast import JOINED, NOW, PASSWORD, PUKOU, Cast, Member

#: The day the night begins on; the cast's Friday is the one before.
NIGHT = date(2026, 11, 21)
ZONE = ZoneInfo("Asia/Shanghai")
#: What the demonstration counts.
THINGS = {"gate_keys": 3, "building_keys": 1, "radio": 6, "torch": 4, "visitor_register": 1}
#: Who leads which shift, and a guard who stands with the third one.
LEADERS = {"evening": "王卫东", "night": "李守业", "morning": "张安平", "second_night": "刘夜明"}


@lru_cache(maxsize=1)
def demonstration() -> Handbook:
    """Return the plan of Pukou with the demonstration's invented shifts."""
    return installation.read(PUKOU, instead=PUKOU.parent / "demonstrations" / PUKOU.name)


def moment(hour: int, minute: int = 0, *, day: date = NIGHT) -> datetime:
    """Return an instant by the clock of the site."""
    return datetime.combine(day, time(hour, minute), ZONE)


@dataclass
class Watch:
    """The guards, by what they are called here."""

    cast: Cast
    members: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name]
        except KeyError:
            raise AttributeError(f"nobody of the watch is called {name}") from None

    def actor(self, who: str, at: datetime) -> Actor:
        """Return somebody of the watch or of the cast at an instant."""
        member = self.members.get(who) or self.cast.members[who]
        return member.actor(at)

    def on_duty(self, who: str, start: datetime, end: datetime, post: str = "patrol_guard") -> int:
        """Put somebody on the duty list."""
        duty = rosters.plan(
            post=post, person_id=self.members[who].person.pk, start=start, end=end,
            actor=self.cast.captain.actor(), at=NOW,
        )  # fmt: skip
        return duty.pk


def take_into_force(cast: Cast, handbook: Handbook) -> None:
    """Let the site run by a plan."""
    actor = installation.installer(cast.site.pk)
    revision, _ = plans.load(handbook=handbook, actor=actor, at=NOW)
    site = site_queries.site(cast.site.pk)
    sites.adopt(site=site, revision=revision, consent="office 12", actor=actor, at=NOW)


def hire(
    cast: Cast, names: dict[str, str], post: str = "patrol_guard", *, first: int = 3001
) -> dict[str, Member]:
    """Employ people on a post, each with an account."""
    actor, found = installation.installer(cast.site.pk), {}
    for number, (who, name) in enumerate(names.items(), start=first):
        person = people.create_person(
            staff_number=str(number), name=name, joined=JOINED, actor=actor, at=NOW
        )
        people.appoint(
            person_id=person.pk, post=post, kind=Kind.MAIN, start=JOINED, actor=actor, at=NOW
        )
        found[who] = person.pk
    opened = people.open_accounts(person_ids=list(found.values()), actor=actor, at=NOW)
    Account.objects.filter(pk__in=[one.slip.account_id for one in opened.slips]).update(
        password=make_password(PASSWORD), one_time_code="", code_valid_until=None
    )
    director = cast.director.actor()
    return {who: Member(people_queries.get_for(director, pk)) for who, pk in found.items()}


def watch(cast: Cast) -> Watch:
    """Return the watch of a night: the evening before, the night, and the morning after."""
    take_into_force(cast, demonstration())
    found = Watch(cast, hire(cast, LEADERS))
    evening = moment(16, day=NIGHT - timedelta(days=1))
    found.on_duty("evening", evening, moment(0))
    found.on_duty("night", moment(0), moment(8))
    found.on_duty("morning", moment(8), moment(16))
    found.on_duty("second_night", moment(0), moment(8))
    return found


def counted(**other: Counting) -> dict[str, Counting]:
    """Return counts that agree with the plan, but for the things that are named."""
    return {code: Counting(pieces) for code, pieces in THINGS.items()} | other


def signing(log: ShiftLog | None, group: str, actor: Actor, why: str = "", **other: Counting):
    """Return what somebody signs who has read everything."""
    cases: list[int] = []
    if log is not None:
        waiting = queries.waiting_for(actor, log.pk)
        cases = [case.pk for case in queries.cases_handed(actor, waiting)]
    items = [item.pk for item in queries.open_items(actor.site_id, group)]
    return Signed(counts=counted(**other), items=items, cases=cases, why=why)


def begin(found: Watch, who: str, at: datetime, **other: Counting) -> ShiftLog:
    """Let somebody begin the shift of this instant."""
    actor = found.actor(who, at)
    signed = signing(None, "guards", actor, **other)
    return commands.begin_shift(group="guards", signed=signed, actor=actor, at=at)


def declare(found: Watch, log: ShiftLog, who: str, at: datetime, **other: Counting):
    """Let somebody hand a shift over."""
    return commands.declare(
        log_id=log.pk, signed=Signed(counts=counted(**other)), actor=found.actor(who, at), at=at
    )


def take(found: Watch, log: ShiftLog, who: str, at: datetime, why: str = "", **other: Counting):
    """Let somebody take a shift over who has read everything."""
    actor = found.actor(who, at)
    signed = signing(log, log.group, actor, why=why, **other)
    return commands.take_over(log_id=log.pk, signed=signed, actor=actor, at=at)
