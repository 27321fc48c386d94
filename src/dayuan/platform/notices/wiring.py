"""From an event in the outbox to notices: whom to tell is decided when it is told."""

from collections.abc import Callable, Iterable
from typing import Any

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import commands
from dayuan.platform.notices.kinds import Kind

Whom = Callable[[Message], Iterable[int]]


def notify(
    event: str,
    *,
    kind: Kind,
    owner: tuple[str, str],
    whom: Whom,
    name: str = "",
    params: tuple[str, ...] = (),
) -> None:
    """Tell ``whom(message)`` whenever this event happened.

    ``owner`` is the record's kind and the name of its id among the event's ids;
    the event's ids carry ``site_id``. ``params`` names the ids that the words of
    the notice use.
    """

    def consume(message: Message) -> None:
        people = sorted(set(whom(message)))
        if people:
            commands.tell(
                persons=people,
                kind=kind.code,
                owner=(owner[0], message.ids[owner[1]]),
                dedupe=f"{kind.code}:{message.id}",
                params=_chosen(message, params),
                actor=system_actor("notices", site_id=message.ids["site_id"]),
                at=message.now,
            )

    outbox.consumer(event, name or f"notices:{kind.code}")(consume)


def _chosen(message: Message, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: message.ids[name] for name in names}
