"""Setting how far a case travels, and naming who needs to know it."""

from datetime import datetime

from dayuan.kernel.problems import refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType, declare
from dayuan.work import knowers, knowing, queries
from dayuan.work.commands import cases
from dayuan.work.models import Case, CaseMember
from dayuan.work.states import OPEN

VERB = "work.case.need_to_know"
CONFIDENTIALITY = declare(
    "work.case.set_confidentiality", "设定密级标识和范围", "Set label and readers",
    personal=("reason",),
)  # fmt: skip
NAMED = declare("work.case.add_member", "加进知悉范围", "Name who needs to know")
REMOVED = declare(
    "work.case.remove_member", "移出知悉范围", "Take off the need to know", personal=("reason",)
)


@command
def set_confidentiality(
    *, case: Case, label: str, open_to_staff: bool, reason: str, actor: Actor, at: datetime
) -> None:
    """Set a case's label, and whether all staff or only those named may know of it.

    Whoever restricts a case is named with the posts that have open work of it: he
    stays able to see it, and they are able to do it.
    """
    found = _asked(case, actor)
    refuse_if(knowing.label_problems(label, open_to_staff=open_to_staff))
    refuse_if(() if reason.strip() else (knowing.WHY,))
    old = {"label": found.label, "open": found.open_to_staff}
    Case.objects.filter(pk=found.pk).update(label=label, open_to_staff=open_to_staff)
    case.label, case.open_to_staff = label, open_to_staff
    if not open_to_staff:
        working = {f"post:{t.post}" for t in queries.tasks_of(found) if t.state in OPEN}
        cases.name_members(found, working, actor=actor, at=at)
    _record(
        CONFIDENTIALITY, found, actor, at, personal={"reason": reason.strip()},
        old=old, new={"label": label, "open": open_to_staff},
    )  # fmt: skip


@command
def add_member(*, case: Case, key: str, actor: Actor, at: datetime) -> None:
    """Let a post or a person know of a case; naming one twice changes nothing."""
    found = _asked(case, actor)
    refuse_if(knowing.naming_problems(key, knowers.may_be_named(found.site_id, at=at)))
    CaseMember.objects.get_or_create(
        case=found, key=key, defaults={"since": at, "added_by": actor.key}
    )
    _record(NAMED, found, actor, at, member=key)


@command
def remove_member(*, case: Case, key: str, reason: str, actor: Actor, at: datetime) -> None:
    """Take somebody off the need to know, with the reason."""
    found = _asked(case, actor)
    refuse_if(knowers.removal_problems(found, key, actor))
    refuse_if(() if reason.strip() else (knowing.WHY,))
    CaseMember.objects.filter(case=found, key=key).delete()
    _record(REMOVED, found, actor, at, personal={"reason": reason.strip()}, member=key)


def _asked(case: Case, actor: Actor) -> Case:
    permissions.require(actor, VERB)
    return queries.get_for(actor, case.pk)


def _record(
    kind: AuditType,
    case: Case,
    actor: Actor,
    at: datetime,
    *,
    personal: dict[str, str] | None = None,
    **details: object,
) -> None:
    log.record(
        kind, actor=actor, at=at, subject="work.case", ids=[case.pk], details=details,
        personal=personal,
    )  # fmt: skip
