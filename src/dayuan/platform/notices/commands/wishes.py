"""What a person wishes of notices: one's own, within what the house demands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from dayuan.kernel.problems import refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.notices import rules
from dayuan.platform.notices.models import Preference

WISHED = declare(
    "notices.preference.wish",
    "修改本人的提醒设置",
    "Own notices were arranged",
    personal=("email",),
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where notices come, when they do not, and what is switched off."""

    email: str = ""
    language: str = "zh-hans"
    quiet_from: time | None = None
    quiet_until: time | None = None
    off: Collection[str] = ()


@command
def wish(*, wishes: Wishes, actor: Actor, at: datetime) -> Preference | None:
    """Keep what the actor wishes; a program wishes nothing."""
    if actor.person_id is None:
        return None
    refuse_if([*rules.email_problems(wishes.email), *_quiet_problems(wishes)])
    row, _made = Preference.objects.update_or_create(
        person_id=actor.person_id,
        defaults={
            "site_id": actor.site_id, "email": wishes.email, "language": wishes.language,
            "quiet_from": wishes.quiet_from, "quiet_until": wishes.quiet_until,
            "off": sorted(wishes.off),
        },
    )  # fmt: skip
    log.record(
        WISHED, actor=actor, at=at, subject="notices.preference", ids=[row.pk],
        details={"off": row.off}, personal={"email": row.email},
    )  # fmt: skip
    return row


def _quiet_problems(wishes: Wishes) -> rules.Problems:
    one_alone = (wishes.quiet_from is None) != (wishes.quiet_until is None)
    return (rules.QUIET,) if one_alone else ()
