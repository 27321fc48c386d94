"""The compound with the shifts of the demonstration in force: for tests that arrange a month."""

from functools import cache

from dayuan.config import demonstration, installation
from dayuan.handbook.schema import Handbook
from dayuan.reference.people import commands as people
from dayuan.reference.sites import queries as sites
from tests.cast import JOINED, NOW, Cast

#: More guards than the cast has: post and name.
GUARDS = (
    ("gate_guard", "钱大勇"), ("gate_guard", "孔令辉"), ("patrol_guard", "曹志远"),
    ("monitor_guard", "严国栋"), ("mobile_guard", "华文强"),
)  # fmt: skip


@cache
def plan() -> Handbook:
    """Return the plan of Pukou with the invented shifts; read once."""
    return demonstration.demonstrated()


def decide(cast: Cast, at=NOW) -> None:
    """Take the plan with its shifts into force."""
    site = sites.site(cast.site.pk)
    installation.renew(plan(), site, consent="for the tests", at=at)


def hire(cast: Cast, at=NOW) -> dict[str, int]:
    """Hire some more guards; return everybody's id by name."""
    actor = installation.installer(cast.site.pk)
    found = {cast.guard.person.name: cast.guard.person.pk}
    for number, (post, name) in enumerate(GUARDS):
        person = people.create_person(
            staff_number=f"G{number:02}", name=name, joined=JOINED, actor=actor, at=at
        )
        people.appoint(person_id=person.pk, post=post, start=JOINED, actor=actor, at=at)
        found[name] = person.pk
    return found
