"""Answering a call, and being there: by the person, or written down for somebody by phone."""

from datetime import datetime

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.services.callout import queries, rules
from dayuan.services.callout.models import Call
from dayuan.services.callout.states import CALL, CALLOUT

SUBJECT = "callout.call"
ANSWER = declare("callout.call.answer", "应答集合", "A call was answered", personal=("why",))
ARRIVE = declare("callout.call.arrive", "登记到达", "An arrival was noted")


@command
def answer(*, call_id: int, coming: bool, why: str = "", actor: Actor, at: datetime) -> Call:
    """Say that one comes, or that one cannot and why; later answers take the place of earlier."""
    permissions.require(actor, queries.ANSWER)
    call = queries.call_for(actor, call_id)
    refuse_if(answer_problems(call, actor))
    said = "" if coming else why.strip()
    refuse_if(secret_problems(said))
    transitions.move(
        call, machine=CALL, act="accept" if coming else "decline", actor=actor, at=at,
        reason=said, context_id=call.callout_id, why=said[:200], answered_at=at,
        answered_by_id=actor.person_id or 0,
    )  # fmt: skip
    log.record(
        ANSWER, actor=actor, at=at, subject=SUBJECT, ids=[call.pk],
        details={"coming": coming, "person": call.person_id}, personal={"why": said},
    )  # fmt: skip
    return call


@command
def arrive(*, call_id: int, came_at: datetime | None = None, actor: Actor, at: datetime) -> Call:
    """Note that somebody is there: now, or since a time that whoever called him writes down."""
    permissions.require(actor, queries.ANSWER)
    call = queries.call_for(actor, call_id)
    refuse_if(answer_problems(call, actor))
    came = came_at or at
    refuse_if(rules.time_problems(came, called=call.called_at, at=at))
    again = call.state == "here"
    if again and not actor.holds(queries.ORDER):
        raise Refused(rules.HERE_ALREADY)
    transitions.move(
        call, machine=CALL, act="correct" if again else "arrive", actor=actor, at=at,
        context_id=call.callout_id, why="", arrived_at=came, arrived_by_id=actor.person_id or 0,
    )  # fmt: skip
    log.record(
        ARRIVE, actor=actor, at=at, subject=SUBJECT, ids=[call.pk],
        details={"person": call.person_id, "corrected": again},
    )  # fmt: skip
    return call


def answer_problems(call: Call, actor: Actor) -> Problems:
    """Return why the actor may not write an answer or an arrival now; the page asks here."""
    if call.callout.state != CALLOUT.initial:
        return (rules.OVER,)
    if call.person_id != actor.person_id and not actor.holds(queries.ORDER):
        return (rules.NOT_YOURS,)
    return ()
