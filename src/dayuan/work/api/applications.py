"""Applications by programs: asking for more time or an early end, and the answer."""

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Id, Moment, Words
from dayuan.work import commands, queries
from dayuan.work.api import shapes
from dayuan.work.api.part import PART
from dayuan.work.api.tasks import DO

DECIDE = ("work.application.decide",)
#: So many of the newest are told.
_MOST = 100


class WishIn(Body):
    """What is asked for and why; ``until`` is the due time, for more time only."""

    kind: Literal["extend", "skip", "close"]
    reason: Words
    until: Moment | None = None


class Answer(Body):
    """The decision; a refusal says why."""

    grant: bool
    answer: Words = ""


def shown(request: TokenRequest, application_id: int) -> Any:
    """Return one application as the asker may read it."""
    return shapes.application(queries.application_for(request.actor, application_id))


@PART.read(
    "/applications", answers=list[shapes.ApplicationOut], summary=_("Read what was asked for"),
    verbs=DECIDE,
)  # fmt: skip
def applications(request: TokenRequest) -> Any:
    """Return the newest of what was asked for and is not decided yet."""
    rows = queries.applications_for(request.actor).filter(state="asked")
    return [shapes.application(one) for one in rows[:_MOST]]


@PART.write(
    "POST", "/tasks/{task_id}/applications", shows=shown, answers=shapes.ApplicationOut, made=True,
    summary=_("Apply"), verbs=DO,
)  # fmt: skip
def ask(request: TokenRequest, task_id: Id, body: WishIn) -> int:
    """Ask for more time, for a step to be left out, or for an early end."""
    made = commands.ask(
        task=queries.task_for(request.actor, task_id),
        wish=commands.Wish(body.kind, body.reason, body.until),
        actor=request.actor,
        at=request.now,
    )
    return int(made.pk)


@PART.write(
    "POST", "/applications/{application_id}/decide", shows=shown, answers=shapes.ApplicationOut,
    summary=_("Grant or refuse"), verbs=DECIDE,
)  # fmt: skip
def decide(request: TokenRequest, application_id: Id, body: Answer) -> int:
    """Grant or refuse what somebody else asked for."""
    found = queries.application_for(request.actor, application_id)
    commands.decide(
        application=found, grant=body.grant, answer=body.answer, actor=request.actor,
        at=request.now,
    )  # fmt: skip
    return found.pk


@PART.write(
    "POST", "/applications/{application_id}/withdraw", shows=shown, answers=shapes.ApplicationOut,
    summary=_("Take an application back"), verbs=DO,
)  # fmt: skip
def withdraw(request: TokenRequest, application_id: Id) -> int:
    """Take back what one asked for, before it is decided."""
    found = queries.application_for(request.actor, application_id)
    commands.withdraw(application=found, actor=request.actor, at=request.now)
    return found.pk
