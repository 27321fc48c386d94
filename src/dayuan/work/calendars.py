"""Tasks as a person's own calendar shows them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse

from dayuan.platform.access.actors import Actor
from dayuan.platform.rest.feeds import MOST, Event
from dayuan.work import cards, queries

#: How long a due time stands in the calendar.
_SHOWN = timedelta(minutes=15)


def due_tasks(actor: Actor, since: datetime, until: datetime) -> Iterable[Event]:
    """Return what the actor has in hand and when it is due: the plan's words and the number.

    The matter itself stays in the house: a calendar lies on telephones and servers.
    """
    if not actor.holds("work.task.do"):
        return
    rows = queries.open_tasks(actor).filter(person_id=actor.person_id or 0)
    rows = rows.filter(due_at__gte=since, due_at__lt=until)
    for one in rows.select_related("case")[:MOST]:
        title = f"{cards.say(queries.step_of(one).title.text)} {one.case.number}"
        path = reverse("work:task", args=[one.pk])
        due = one.due_at or since
        yield Event(f"task-{one.pk}", title, due - _SHOWN, due, path)
