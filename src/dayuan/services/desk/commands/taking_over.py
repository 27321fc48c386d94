"""Taking over what was open on paper, or in another program, before the house began."""

from dataclasses import dataclass
from datetime import datetime

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.services.desk import queries, rules
from dayuan.services.desk.commands import reactions
from dayuan.services.desk.commands.requests import Report, caller_of, opened, sent_out
from dayuan.services.desk.models import Request, TakenOver
from dayuan.services.desk.states import REQUEST
from dayuan.work import commands as work

TAKEN_OVER = declare(
    "desk.request.take_over", "录入启用前的事项", "Take over from before the house began",
    personal=("caller_name", "caller_phone"),
)  # fmt: skip


@dataclass(frozen=True)
class Earlier:
    """What is still open from before: its number there, when it was reported, who has it."""

    number: str
    since: datetime
    report: Report
    #: The post that has it; empty where nobody has, or where the plan itself says who.
    post: str = ""


@command
def take_over(*, earlier: Earlier, actor: Actor, at: datetime) -> Request:
    """Open a request on what was reported before the house knew of it, once for each number.

    Its times count from when it was reported. What should have been done by now is due now
    and marked as late notice; nothing is dropped. Nobody saw how it was reported: no clause
    about reporting counts as fulfilled by it.
    """
    permissions.require(actor, "desk.request.take_over")
    number = rules.plain_earlier(earlier.number)
    refuse_if(queries.earlier_problems(actor, earlier.report.category, earlier.post))
    refuse_if(rules.earlier_problems(number, since=earlier.since, now=at))
    if queries.taken_over(actor, [number]):
        raise Refused(rules.TAKEN_OVER_ALREADY)
    made = opened(earlier.report, actor=actor, at=at, since=earlier.since)
    TakenOver.objects.create(request=made, site_id=actor.site_id, number=number, taken_at=at)
    transitions.begin(made, machine=REQUEST, actor=actor, at=at)
    work.fulfil("work.owner", made.case, at=at, category=made.category)
    log.record(
        TAKEN_OVER, actor=actor, at=at, subject="work.case", ids=[made.pk],
        details={
            "category": made.category, "number": made.case.number, "earlier": number,
            "since": earlier.since.isoformat(), "post": earlier.post,
        },
        personal=caller_of(made, actor),
    )  # fmt: skip
    reactions.send_out_if_nobody_must(made, actor=actor, at=at)
    if earlier.post:
        sent_out(made, earlier.post, actor=actor, at=at)
    return made
