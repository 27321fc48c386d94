"""Who is told about duties; runs after the commit, from the outbox."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import get_language

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import events, queries

KIND = "rosters.duty"
DUTIES = kinds.declare_group("rosters.duties", "值班", "Duties")

NOT_THERE = kinds.declare(
    "rosters.attendance.missing",
    "上岗时间已过，还没有人登记到岗：{title}（{number}）",
    "A duty has begun and nobody noted who came: {title} ({number})",
    icon="clock-exclamation",
    tone="late",
    group=DUTIES,
    outward=Text("有一班还没有登记到岗", "A duty has begun and nobody was noted"),
    must=True,
    urgent=True,
)

STANDS_IN = kinds.declare(
    "rosters.duty.stands_in",
    "请您替班：{title}（{number}）",
    "You are asked to stand in: {title} ({number})",
    icon="calendar-event",
    group=DUTIES,
    outward=Text("您的值班有变动", "Your duties have changed"),
    must=True,
    urgent=True,
)
RELEASED = kinds.declare(
    "rosters.duty.released",
    "这一班您不用来了，已另作安排：{title}（{number}）",
    "You need not come, it is arranged otherwise: {title} ({number})",
    icon="calendar-event",
    group=DUTIES,
    outward=Text("您的值班有变动", "Your duties have changed"),
    must=True,
)


MONTH = "rosters.roster"
PUBLISHED = kinds.declare(
    "rosters.month.published",
    "排班已发布，请看您的班：{title}（{number}）",
    "A month was published, look at your shifts: {title} ({number})",
    icon="calendar-event",
    group=DUTIES,
    outward=Text("排班已发布", "A month of shifts was published"),
    must=True,
)
CHANGED = kinds.declare(
    "rosters.month.changed",
    "您有几个班变了，请看您的班：{title}（{number}）",
    "Several of your shifts have changed, look at them: {title} ({number})",
    icon="calendar-event",
    group=DUTIES,
    outward=Text("您的值班有变动", "Your duties have changed"),
    must=True,
    urgent=True,
)
UNREAD = kinds.declare(
    "rosters.month.unread",
    "下个月的排班您还没看，请看您的班：{title}（{number}）",
    "You have not read the shifts of the coming month yet: {title} ({number})",
    icon="calendar-event",
    group=DUTIES,
    outward=Text("排班等您看", "Shifts wait to be read"),
    must=True,
)


def connect() -> None:
    """Tell whoever arranges the duties of a group, and name duties to those who may see them."""
    wiring.notify(events.NOT_THERE, kind=NOT_THERE, owner=(KIND, "duty"), whom=arranging)
    wiring.notify(events.STANDS_IN, kind=STANDS_IN, owner=(KIND, "duty"), whom=its_person)
    wiring.notify(events.RELEASED, kind=RELEASED, owner=(KIND, "duty"), whom=its_person)
    kinds.cards.register(KIND, cards)
    wiring.notify(events.PUBLISHED, kind=PUBLISHED, owner=(MONTH, "roster"), whom=its_people)
    wiring.notify(events.UNREAD, kind=UNREAD, owner=(MONTH, "roster"), whom=the_one_named)
    wiring.notify(events.CHANGED, kind=CHANGED, owner=(MONTH, "roster"), whom=the_one_named)
    kinds.cards.register(MONTH, month_cards)


def arranging(message: Message) -> list[int]:
    """Return whom the group names first of those who arrange duties and are there now."""
    duty = queries.unnoted(message.ids["duty"])
    if duty is None:
        return []
    return queries.arrangers(duty.site_id, duty.post, message.now)


def its_person(message: Message) -> list[int]:
    """Return whose duty it is."""
    found = queries.person_of(message.ids["duty"])
    return [found] if found is not None else []


def its_people(message: Message) -> list[int]:
    """Return who has a duty in a month that was published."""
    return queries.people_of_month(message.ids["roster"])


def the_one_named(message: Message) -> list[int]:
    """Return the one person the message is about."""
    return [message.ids["person"]]


def month_cards(actor: Actor, roster_ids: Collection[int]) -> dict[int, Card]:
    """Name months to those who may see them: the group and the month."""
    plan, language = sites.plan_of(actor.site_id), get_language() or "zh-hans"
    known = plan.handbook.shift_plans
    return {
        one.pk: Card(
            title=known[one.group].title.text.in_language(language),
            number=f"{one.month:%Y-%m}",
            url=reverse("rosters:month", args=[one.pk]),
        )
        for one in queries.months_named(actor, roster_ids)
    }


def cards(actor: Actor, duty_ids: Collection[int]) -> dict[int, Card]:
    """Name duties to those who may see them: the post and the time, no person."""
    if not actor.holds("rosters.duty.view"):
        return {}
    plan, language = sites.plan_of(actor.site_id), get_language() or "zh-hans"
    zone = sites.zone(actor.site_id)
    return {
        one.pk: Card(
            title=plan.post_title(one.post).in_language(language),
            number=f"{one.start.astimezone(zone):%m-%d %H:%M}",
            url=f"{reverse('rosters:attendance')}?day={one.day.isoformat()}",
        )
        for one in queries.visible_to(actor).filter(pk__in=duty_ids)
    }
