"""Asking for a permission, and saying no in a sentence that helps."""

from typing import Protocol

from dayuan.kernel.problems import Blocker, Problems, Refused, Source
from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor


class WhoMay(Protocol):
    """Names the posts that hold a verb at a site, and the source of that rule."""

    def __call__(self, verb: str, *, site_id: int) -> tuple[Text, Source] | None:
        """Return titles and source, or ``None`` where nobody holds the verb."""


#: Filled from above: the handbook knows who holds which verb, and why.
who_may: Registry[WhoMay] = Registry("who-may answer")


def problems(actor: Actor, verb: str) -> Problems:
    """Return why this actor may not use this verb; nothing if he may."""
    if actor.holds(verb):
        return ()
    for answer in who_may.values():
        if found := answer(verb, site_id=actor.site_id):
            return (_refusal(*found),)
    return (
        Blocker(
            "access.nobody",
            Text(
                "服务方案没有把这项权限授予任何岗位，请联系中心负责人。",
                "The service plan grants this to no post; ask the head of the centre.",
            ),
        ),
    )


def require(actor: Actor, verb: str) -> None:
    """Raise :class:`Refused` unless the actor holds the verb."""
    if found := problems(actor, verb):
        raise Refused(*found)


def _refusal(titles: Text, source: Source) -> Blocker:
    return Blocker(
        "access.verb",
        Text(
            f"这件事由{titles.in_language('zh')}办理，您的岗位没有这项权限。需要时请联系他们。",
            f"This is done by: {titles.in_language('en')}. Your post may not; "
            "ask one of them if it is needed.",
        ),
        source,
    )
