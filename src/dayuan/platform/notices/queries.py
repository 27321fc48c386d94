"""The door of notices: one's own, about records one may still see."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, TextField

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import owners
from dayuan.platform.access.actors import Actor
from dayuan.platform.notices.kinds import Card, cards, kinds
from dayuan.platform.notices.models import Channel, Delivery, Notice, Preference
from dayuan.platform.notices.states import TRIAL

#: The name under which ``kinds_of_unread`` is read beside an actor.
READ = "kinds_of_unread"
PAGE = 30
_LOOK_AT_MOST = 300
#: The bell counts up to here; more is shown as this many and a plus.
COUNT_TO = 9
#: Messages that the page of a channel shows.
DELIVERIES = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice in words, for the person it is for."""

    notice: Notice
    says: Text
    icon: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of notices; ``older`` is where the next one begins."""

    shown: tuple[Shown, ...]
    older: int | None


def visible_to(actor: Actor) -> "QuerySet[Notice]":
    """Return the actor's own notices, newest first; the records' doors are asked one by one."""
    if actor.person_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(site_id=actor.site_id, person_id=actor.person_id).order_by("-pk")


def get_for(actor: Actor, notice_id: int) -> Notice | None:
    """Return one of the actor's own notices whose record he may still see, or ``None``."""
    return next(_seen(actor, visible_to(actor).filter(pk=notice_id)), None)


def page(actor: Actor, *, before: int | None = None) -> Page:
    """Return the newest notices below ``before``; hidden records leave no trace."""
    rows = visible_to(actor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    looked = list(rows[:_LOOK_AT_MOST])
    found: list[Notice] = []
    for notice in _seen(actor, looked):
        found.append(notice)
        if len(found) == PAGE:
            break
    last = found[-1].pk if len(found) == PAGE else (looked[-1].pk if looked else None)
    more = len(found) == PAGE or len(looked) == _LOOK_AT_MOST
    named = _cards(actor, found)
    shown = (_shown(one, named.get((one.owner_kind, one.owner_id))) for one in found)
    return Page(tuple(shown), last if more else None)


def unread(actor: Actor) -> int:
    """Return how many unread notices there are, counted up to just above ``COUNT_TO``.

    Every page of the house shows this number: which kinds are waiting is read with who
    acts, so it is one question, of those kinds' doors alone, and none where nothing waits.
    """
    among = _waiting_kinds(actor)
    if not among:
        return 0
    waiting = visible_to(actor).filter(read_at__isnull=True)
    seen = owners.hanging_on_seen(actor, kind="owner_kind", pk="owner_id", among=among)
    found = list(waiting.filter(seen)[: 2 * COUNT_TO])
    asked = [notice for notice in found if notice.owner_kind not in owners.rows]
    count = len(found) - len(asked) + len(list(_seen(actor, asked)))
    return min(count, COUNT_TO + 1)


class _Together(Aggregate):
    """The different values of a column in one string, parted by commas."""

    function = "GROUP_CONCAT"
    allow_distinct = True
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Say the same to PostgreSQL."""
        template = "%(function)s(%(distinct)s%(expressions)s, ',')"
        return self.as_sql(compiler, connection, function="STRING_AGG", template=template, **more)


def kinds_of_unread(*, person: str, site: str) -> Subquery:
    """Return which kinds of records somebody's unread notices hang on, parted by commas."""
    rows = Notice.objects.filter(
        site_id=OuterRef(site), person_id=OuterRef(person), read_at__isnull=True
    )
    grouped = rows.order_by().values("person_id")
    return Subquery(grouped.annotate(kinds=_Together("owner_kind", distinct=True)).values("kinds"))


def _waiting_kinds(actor: Actor) -> set[str]:
    """Return the kinds of records that the actor's unread notices hang on."""
    if READ in actor.read:
        return set((actor.read[READ] or "").split(",")) - {""}
    rows = visible_to(actor).filter(read_at__isnull=True).order_by()
    return set(rows.values_list("owner_kind", flat=True).distinct())


def newest(actor: Actor, *, since: datetime) -> Shown | None:
    """Return the newest unread notice since an instant, in words, if there is one."""
    rows = visible_to(actor).filter(read_at__isnull=True, created_at__gte=since)
    notice = next(_seen(actor, list(rows[:COUNT_TO])), None)
    if notice is None:
        return None
    named = _cards(actor, [notice])
    return _shown(notice, named.get((notice.owner_kind, notice.owner_id)))


def address(actor: Actor, notice: Notice) -> str:
    """Return the page of the notice's record; empty where there is none."""
    card = _cards(actor, [notice]).get((notice.owner_kind, notice.owner_id))
    return card.url if card else ""


def channels_visible_to(actor: Actor) -> "QuerySet[Channel]":
    """Return the ways out of the actor's house, those in use first."""
    return Channel.objects.filter(site_id=actor.site_id).order_by("closed_at", "title", "pk")


def channel_for(actor: Actor, channel_id: int) -> Channel:
    """Return a channel of the actor's house."""
    row = channels_visible_to(actor).filter(pk=channel_id).first()
    if row is None:
        raise Refused(hidden=True)
    return row


def deliveries_of(channel: Channel) -> list[Delivery]:
    """Return the newest messages by a channel, got through its door."""
    return list(channel.deliveries.order_by("-pk")[:DELIVERIES])


def given_up_by(channel: Channel) -> "QuerySet[Delivery]":
    """Return what a channel, got through its door, did not send for good; trials are over."""
    return channel.deliveries.filter(state="given_up").exclude(kind=TRIAL)


def failing_channels(actor: Actor) -> set[int]:
    """Return the ids of the house's channels by which something was given up."""
    rows = Delivery.objects.filter(channel__in=channels_visible_to(actor), state="given_up")
    return set(rows.exclude(kind=TRIAL).values_list("channel_id", flat=True).distinct())


def personal_channels_for(actor: Actor) -> list[Channel]:
    """Return the house's open channels by which a person is spoken to."""
    rows = channels_visible_to(actor).filter(closed_at__isnull=True, each=True)
    return list(rows[:COUNT_TO])


@dataclass(frozen=True, slots=True)
class Outward:
    """How the ways out stand in this installation: open ones, and what was given up."""

    channels: int
    given_up: int


def outward() -> Outward:
    """Return how the ways out stand, for whoever runs the installation."""
    lost = Delivery.objects.filter(state="given_up", channel__closed_at__isnull=True)
    return Outward(
        channels=Channel.objects.filter(closed_at__isnull=True).count(),
        given_up=lost.exclude(kind=TRIAL).count(),
    )


def preference_of(actor: Actor) -> Preference:
    """Return what the actor wishes of notices; the house's own habits where nothing was said."""
    person = actor.person_id or 0
    found = Preference.objects.filter(person_id=person, site_id=actor.site_id).first()
    return found or Preference(site_id=actor.site_id, person_id=person)


def _seen(actor: Actor, notices: "QuerySet[Notice] | list[Notice]") -> Iterator[Notice]:
    """Yield the notices whose record the actor may see; each kind's door is asked once."""
    yield from owners.through(
        actor,
        notices,
        belongs_to=lambda notice: (notice.owner_kind, [notice.owner_id]),
        without_door=False,
    )


def _cards(actor: Actor, notices: list[Notice]) -> dict[tuple[str, int], Card]:
    """Return how the notices' records are named, each kind asked once."""
    asked: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        asked[notice.owner_kind].add(notice.owner_id)
    return {
        (kind, owner_id): card
        for kind, ids in asked.items()
        if (maker := cards.get(kind)) is not None
        for owner_id, card in maker(actor, ids).items()
    }


def _shown(notice: Notice, card: Card | None) -> Shown:
    kind = kinds.get(notice.kind)
    values = {"title": card.title if card else "", "number": card.number if card else ""}
    if kind is None:  # a kind that this release no longer has
        return Shown(notice, Text(notice.kind, notice.kind), "bell", "waiting", "")
    says = kind.says({**notice.params, **values})
    return Shown(notice, says, kind.icon, kind.tone, card.url if card else "")
