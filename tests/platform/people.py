"""Invented people for tests of the platform, which knows no handbook."""

from datetime import UTC, datetime, timedelta

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor, system_actor

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
SITE = 1


def later(**span: float) -> datetime:
    """Return an instant some time after NOW."""
    return NOW + timedelta(**span)


def person(number: int, *verbs: str, site_id: int = SITE) -> Actor:
    """Return a member of staff with these verbs."""
    return Actor(
        site_id=site_id,
        name=f"person {number}",
        side="staff",
        account_id=number,
        person_id=number,
        keys=frozenset({f"person:{number}"}),
        verbs=frozenset(verbs),
        title=Text("护管员", "Guard"),
    )


def program(*verbs: str) -> Actor:
    """Return the program itself with these verbs."""
    return system_actor("test", site_id=SITE, verbs=frozenset(verbs))
