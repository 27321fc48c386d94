"""Guards of the demonstration's squad on a Friday morning, and what they do about a call."""

from datetime import timedelta

from dayuan.resources.rosters import commands as rosters
from dayuan.resources.rosters.commands.away import Leave
from dayuan.services.callout import commands, queries
from dayuan.services.callout.commands import Order
from dayuan.services.callout.models import Call, Callout
from tests.cast import NOW, Cast
from tests.services.handover.watch import Watch, demonstration, hire, take_into_force

SQUAD = "emergency_squad"
MOBILE = {"first": "丁一", "second": "丁二", "ill": "丁三"}
PATROL = {"on_patrol": "王当班", "asleep": "王下夜", "rested": "王休息"}
HOUR = timedelta(hours=1)


def guards(cast: Cast) -> Watch:
    """Return six guards: three mobile, one of them on leave; three of the patrol."""
    take_into_force(cast, demonstration())
    found = Watch(cast, hire(cast, MOBILE, "mobile_guard") | hire(cast, PATROL, first=3101))
    found.on_duty("on_patrol", NOW - 2 * HOUR, NOW + 6 * HOUR)
    found.on_duty("asleep", NOW - 10 * HOUR, NOW - 2 * HOUR)
    rosters.enter_leave(
        person_id=found.ill.person.pk, leave=Leave(NOW.date(), NOW.date(), "sick"),
        actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip
    return found


def pk(found: Watch, who: str) -> int:
    """Return a person's number."""
    return found.members[who].person.pk


def order(found: Watch, *who: str, at=NOW, by: str = "captain", **other) -> Callout:
    """Let somebody call these people out."""
    said = {"reason": "西门有人聚集", "gather": "安保值班室", **other}
    return commands.call_out(
        order=Order(SQUAD, **said), person_ids=[pk(found, one) for one in who],
        actor=found.actor(by, at), at=at,
    )  # fmt: skip


def call_of(callout: Callout, found: Watch, who: str) -> Call:
    """Return the call of one person."""
    return Call.objects.get(callout=callout, person=found.members[who].person)


def answer(found: Watch, callout: Callout, who: str, *, at, coming: bool = True, **other) -> Call:
    """Let somebody answer for himself, or ``by`` somebody else."""
    by = other.pop("by", who)
    return commands.answer(
        call_id=call_of(callout, found, who).pk, coming=coming, actor=found.actor(by, at), at=at,
        **other,
    )  # fmt: skip


def members(found: Watch, at=NOW):
    """Return the order of calling now."""
    site_id = found.cast.site.pk
    return queries.members_of(site_id, queries.squad_of(site_id, SQUAD), at=at)


def before_a_visit(cast: Cast) -> Watch:
    """Return them with a guard on leave on Monday, and one who stands at the gate before dawn."""
    found = guards(cast)
    monday = NOW + timedelta(days=3)
    rosters.enter_leave(
        person_id=pk(found, "first"), leave=Leave(monday.date(), monday.date(), "annual"),
        actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip
    rosters.plan(
        post="gate_guard", person_id=cast.guard.person.pk, start=monday - 8 * HOUR,
        end=monday - 4 * HOUR, actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip
    return found
