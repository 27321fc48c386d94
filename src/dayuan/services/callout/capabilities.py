"""What the call-out module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Params, Verb
from dayuan.kernel.text import Text


class SquadParams(Params):
    """The squad that is called out."""

    squad: str


class SurgeParams(Params):
    """The level of extra strength."""

    surge: str


VERBS = (
    Verb("callout.log.view", Text("查看应急集合记录", "See call-outs")),
    Verb("callout.squad.order", Text("下令应急集合", "Call a squad out")),
    Verb("callout.surge.order", Text("下令和撤销加强值守", "Order extra strength and end it")),
    Verb(
        "callout.call.answer",
        Text("应答集合、报到", "Answer a call-out and say that one is there"),
    ),
)
CAPABILITIES = (
    Capability(
        "callout.squad",
        Text(
            "应急时按次序叫人，谁应答、谁何时到都有记录",
            "A squad is called in its order; who answered and who came when is on record",
        ),
        params=SquadParams,
    ),
    Capability(
        "callout.surge",
        Text(
            "加强值守时取消休假、安排待命、逐人应答，结束后还原",
            "Extra strength: leave called off, people standing by answer, and all is undone after",
        ),
        params=SurgeParams,
    ),
)
CASE_KINDS: tuple[CaseKind, ...] = ()
