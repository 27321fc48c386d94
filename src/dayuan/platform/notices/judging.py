"""Whether a message may leave the house now: asked anew each time, of what is true then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dayuan.platform.access import owners
from dayuan.platform.access.actors import Actor, actor_of
from dayuan.platform.access.zones import zone_of
from dayuan.platform.notices import reach, rules
from dayuan.platform.notices.kinds import Kind, kinds
from dayuan.platform.notices.models import Delivery, Notice, Preference


@dataclass(frozen=True, slots=True)
class Go:
    """It may go."""


@dataclass(frozen=True, slots=True)
class Skip:
    """It is not needed, or not for him; the codeword says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Not before this instant."""

    until: datetime


Verdict = Go | Skip | Wait


class Judge:
    """Judges the rows of one round: persons, wishes and rights are asked for once."""

    def __init__(self, rows: Collection[Delivery], *, now: datetime) -> None:
        persons = {row.person_id for row in rows if row.person_id is not None}
        self._now = now
        self._reached = reach.reached(persons)
        self._wishes = {one.person_id: one for one in wishes_of(persons)}
        self._actors: dict[int, Actor | None] = {}

    def verdict(self, row: Delivery) -> Verdict:
        """Return whether this one may go."""
        if row.channel.closed_at is not None:
            return Skip("closed")
        if row.notice is not None and row.kind not in kinds:
            return Skip("retired")
        return Go() if row.person_id is None else self._to_a_person(row, row.person_id)

    def _to_a_person(self, row: Delivery, person_id: int) -> Verdict:
        if person_id not in self._reached:
            return Skip("nobody")
        wishes = self._wishes.get(person_id) or Preference(person_id=person_id)
        if row.channel.way == "mail" and not wishes.email:
            return Skip("no_address")
        trial = row.notice is None
        return Go() if trial else self._of_a_notice(row, wishes)

    def _of_a_notice(self, row: Delivery, wishes: Preference) -> Verdict:
        kind = kinds[row.kind]
        if row.notice is not None and _read(row.notice):
            return Skip("read")
        if _off(row, kind, wishes):
            return Skip("off")
        if not self._may_see(row):
            return Skip("hidden")
        until = None if kind.urgent else self._quiet(row, wishes)
        return Wait(until) if until else Go()

    def _may_see(self, row: Delivery) -> bool:
        actor = self._actor(row.person_id or 0)
        notice = row.notice
        if actor is None or notice is None or actor.site_id != row.site_id:
            return False
        return owners.may_see(actor, notice.owner_kind, notice.owner_id)

    def _actor(self, person_id: int) -> Actor | None:
        if person_id not in self._actors:
            account = self._reached[person_id].account_id
            self._actors[person_id] = actor_of(account, at=self._now, via="sweep")
        return self._actors[person_id]

    def _quiet(self, row: Delivery, wishes: Preference) -> datetime | None:
        if wishes.quiet_from is None or wishes.quiet_until is None:
            return None
        return rules.quiet_until(
            self._now, zone=zone_of(row.site_id), start=wishes.quiet_from, end=wishes.quiet_until
        )


def wishes_of(persons: Collection[int]) -> list[Preference]:
    """Return what these persons wish, those who said something; for the program."""
    return list(Preference.objects.filter(person_id__in=persons))


def _read(notice: Notice) -> bool:
    """Tell whether he read it himself: what rings no bell came as read, and was not."""
    return notice.read_at is not None and notice.read_at > notice.created_at


def _off(row: Delivery, kind: Kind, wishes: Preference) -> bool:
    """Tell whether he does not want it here, and the house does not insist."""
    wanted_by_the_house = kind.group.code in row.channel.demanded
    return not wanted_by_the_house and rules.off_by(kind.group, row.channel_id) in wishes.off
