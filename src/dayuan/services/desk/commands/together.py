"""Sending several requests out at once: the same act as for one, asked of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.services.desk import queries, rules
from dayuan.services.desk.commands.requests import DISPATCHED, sent_out
from dayuan.services.desk.models import Request
from dayuan.work import queries as work

#: Requests that are sent out by one press of a button.
TOGETHER_MOST = 100


@dataclass(frozen=True, slots=True)
class SentOut:
    """What was sent out, and what was not, with the reasons of each."""

    sent: tuple[Request, ...]
    refused: tuple[tuple[Request, Problems], ...]


@command
def dispatch_together(*, case_ids: Sequence[int], actor: Actor, at: datetime) -> SentOut:
    """Send requests to the posts that the plan names for them, each under the rules of one.

    What cannot be sent out stops none of the others and is returned with its reasons. Where
    nothing was sent out nothing happened: then the reasons are the refusal.
    """
    permissions.require(actor, "desk.request.dispatch")
    wanted = sorted(set(case_ids))[:TOGETHER_MOST]
    found = queries.visible_to(actor).filter(case__id__in=wanted).order_by("case_id")
    sent: list[Request] = []
    refused: list[tuple[Request, Problems]] = []
    for one in found:
        try:
            with transaction.atomic():
                sent_out(one, "", actor=actor, at=at)
            sent.append(one)
        except Refused as why:
            refused.append((one, why.problems))
    if not sent:
        reasons = dict.fromkeys(problem for _one, problems in refused for problem in problems)
        raise Refused(*(reasons or (rules.NONE_TO_SEND,)))
    log.record(
        DISPATCHED, actor=actor, at=at, subject="work.case", ids=[one.pk for one in sent],
        details={"posts": {str(one.pk): _post(one) for one in sent}},
    )  # fmt: skip
    return SentOut(tuple(sent), tuple(refused))


def _post(request: Request) -> str | None:
    return work.plan_of(request.case).responsible(request.category)
