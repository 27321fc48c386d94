"""Reporting, sending out and withdrawing requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import commands as attachments
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.reference.sites import queries as sites
from dayuan.services.desk import queries, rules
from dayuan.services.desk.capabilities import NOBODY_TO_ASK
from dayuan.services.desk.commands import reactions
from dayuan.services.desk.models import Request
from dayuan.services.desk.states import REQUEST
from dayuan.work import commands as work
from dayuan.work import queries as work_queries

REPORTED = declare(
    "desk.request.report", "报事", "Report", personal=("caller_name", "caller_phone")
)
DISPATCHED = declare("desk.request.dispatch", "派单", "Send out")
REOPENED = declare("desk.request.reopen", "重新办理", "Reopen", personal=("reason",))
CANCELLED = declare("desk.request.cancel", "撤销", "Withdraw", personal=("reason",))


#: Before the year and the number of a request: 报修.
SERIES = "B"


@dataclass(frozen=True)
class Report:
    """What somebody reports; the caller's fields are for a call the desk logs."""

    category: str
    place: str
    description: str
    caller_name: str = ""
    caller_phone: str = ""

    @property
    def for_other(self) -> bool:
        """Tell whether the desk logs it for somebody else."""
        return bool(self.caller_name.strip() or self.caller_phone.strip())


@command
def report(
    *, report: Report, files: Iterable[Accepted] = (), actor: Actor, at: datetime
) -> Request:
    """Open a request on what somebody reports, and lay out its tasks.

    Whatever is missing is named at once. A report from a client's unit can be
    followed by that unit. ``files`` were taken in before; they stay with the case.
    """
    permissions.require(actor, "desk.request.report")
    if report.for_other and not actor.is_outside:
        refuse_if(queries.reception_problems(actor))
    files = tuple(files)
    shown = any(one.media_type.startswith("image/") for one in files)
    made = opened(report, shown=shown, actor=actor, at=at)
    transitions.begin(made, machine=REQUEST, actor=actor, at=at)
    for accepted in files:
        attachments.attach(
            accepted=accepted, owner_kind="work.case", owner_id=made.pk, actor=actor, at=at
        )
    for capability in _FULFILLED_BY_A_REPORT:
        # The plan speaks of its own people: what a stranger does is no evidence of theirs.
        if not (actor.is_outside and capability == "desk.report"):
            work.fulfil(capability, made.case, at=at, category=report.category)
    if reactions.steps_doing("desk.dispatch", made.case):
        # What goes straight to a post has not passed the centre.
        work.fulfil("desk.intake", made.case, at=at)
    if report.for_other and not actor.is_outside:
        work.fulfil("desk.reception", made.case, at=at)
    log.record(
        REPORTED,
        actor=actor,
        at=at,
        subject="work.case",
        ids=[made.pk],
        details={"category": made.category, "number": made.case.number},
        personal=caller_of(made, actor),
    )
    reactions.send_out_if_nobody_must(made, actor=actor, at=at)
    return made


def caller_of(made: Request, actor: Actor) -> dict[str, str]:
    """Return whom the log names beside the actor: of a stranger it names the label alone."""
    if actor.is_outside:
        return {}
    return {"caller_name": made.caller_name, "caller_phone": made.caller_phone}


#: What every report does, whoever made it.
_FULFILLED_BY_A_REPORT = ("desk.report", "work.owner")


def opened(
    report: Report,
    *,
    actor: Actor,
    at: datetime,
    shown: bool = False,
    since: datetime | None = None,
) -> Request:
    """Open the request on a report, with its tasks; for commands that asked the permission.

    ``since`` is when it was reported, where that was before the house knew of it: its times
    count from there.
    """
    plan = sites.plan_of(actor.site_id)
    categories = plan.handbook.categories
    refuse_if(
        rules.report_problems(
            category=report.category,
            categories=categories,
            place=report.place,
            description=report.description,
            shown=shown,
        )
    )
    case = _case(report, plan, actor=actor, at=at, since=since)
    return Request.objects.create(
        case=case,
        category=report.category,
        place=report.place.strip(),
        description=report.description.strip(),
        reporter_id=actor.person_id,
        caller_name=report.caller_name.strip(),
        caller_phone=report.caller_phone.strip(),
    )


def _case(
    report: Report, plan: Compiled, *, actor: Actor, at: datetime, since: datetime | None
) -> work_queries.Case:
    """Open the case of a request, known to whom the plan lets know of its category."""
    category = str(plan.handbook.categories[report.category].title.text)
    case = work.open_case(
        work.Opening(
            kind=REQUEST.code,
            series=SERIES,
            title=rules.title_of(category_title=category, place=report.place),
            anchors={"R": since or at},
            since=since,
            facts=_known(report, actor),
            category=report.category,
            variant=report.category,
            open_to_staff=queries.need_to_know(plan, report.category) is None,
            unit=actor.unit if actor.side == "liaison" else "",
        ),
        actor=actor,
        at=at,
    )
    if not case.open_to_staff:
        work.fulfil_where(
            "desk.need_to_know", case, at=at,
            counts=lambda used: report.category in used["categories"],
        )  # fmt: skip
    return case


def _known(report: Report, actor: Actor) -> dict[str, bool | str]:
    """Return what is to be known of it beyond what is usual: a stranger without a number."""
    nobody = actor.is_outside and not report.caller_phone.strip()
    return {NOBODY_TO_ASK: True} if nobody else {}


@command
def dispatch(*, request: Request, post: str = "", actor: Actor, at: datetime) -> None:
    """Send a request to the post that answers for its category, or to another one."""
    permissions.require(actor, "desk.request.dispatch")
    plan = work_queries.plan_of(request.case)
    sent_out(request, post, actor=actor, at=at)
    log.record(
        DISPATCHED, actor=actor, at=at, subject="work.case", ids=[request.pk],
        details={"post": post or plan.responsible(request.category)},
    )  # fmt: skip


def sent_out(request: Request, post: str, *, actor: Actor, at: datetime) -> None:
    """Send a request to a post, or to the one that answers; for commands that asked to."""
    if post and post not in work_queries.plan_of(request.case).handbook.posts:
        raise Refused(UNKNOWN_POST)
    task = reactions.task_doing("desk.dispatch", request.case)
    if task is None or task.state != "ready":
        raise Refused(_ALREADY_SENT)
    if post:
        work.set_responsible(
            request.case, post, reactions.steps_doing("desk.handle", request.case),
            actor=actor, at=at,
        )  # fmt: skip
    work.do_at_once(task, actor=actor, at=at)
    request.refresh_from_db()


@command
def cancel(*, request: Request, reason: str, actor: Actor, at: datetime) -> None:
    """Withdraw a request nobody has begun to handle; the reporter may withdraw his own."""
    refuse_if(queries.cancel_problems(request, actor))
    transitions.move(request, machine=REQUEST, act="cancel", actor=actor, at=at, reason=reason)
    work.close_case(request.case, actor=actor, at=at, reason=reason)
    log.record(
        CANCELLED, actor=actor, at=at, subject="work.case", ids=[request.pk],
        personal={"reason": reason.strip()},
    )  # fmt: skip


@command
def reopen(*, request: Request, reason: str, actor: Actor, at: datetime) -> None:
    """Take up a closed request again because the caller says it is not mended."""
    permissions.require(actor, "desk.request.reopen")
    refuse_if(secret_problems(reason))
    was_closed = request.state == "closed"
    if was_closed:
        work.reopen_case(request.case)
    reactions.do_again(request, "reopen", actor=actor, at=at, reason=reason)
    log.record(
        REOPENED, actor=actor, at=at, subject="work.case", ids=[request.pk],
        personal={"reason": reason.strip()},
    )  # fmt: skip


UNKNOWN_POST = Blocker(
    "desk.unknown_post",
    Text("方案里没有这个岗位，请重新选择。", "The plan has no such post; choose another."),
)
_ALREADY_SENT = Blocker(
    "desk.already_sent",
    Text("这件事已经派出或已结束。请刷新查看。", "It was already sent out, or is over. Reload."),
)
