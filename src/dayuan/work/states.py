"""The states of a task, and the cards of the kinds of cases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dayuan.kernel.registry import Registry
from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor

TASK = Machine(
    code="work.task",
    states=(
        State("waiting", Text("等前一步", "Waiting for a step"), "waiting", Phase.WAITING),
        State("ready", Text("待接单", "To be taken"), "waiting"),
        State("accepted", Text("处理中", "In hand"), "in_hand"),
        State("on_site", Text("已到场", "On site"), "in_hand"),
        State("paused", Text("已暂停", "Paused"), "waiting", Phase.WAITING),
        State("done", Text("已完成", "Done"), "done", Phase.CLOSED),
        State("skipped", Text("免做", "Skipped"), "waiting", Phase.CLOSED),
        State("cancelled", Text("已取消", "Cancelled"), "waiting", Phase.CLOSED),
    ),
    initial="waiting",
    transitions=(
        Transition("release", Text("放行", "Release"), leaving("waiting"), "ready"),
        Transition("accept", Text("接单", "Take it"), leaving("ready"), "accepted"),
        Transition(
            "hand_back",
            Text("退回", "Hand back"),
            leaving("accepted", "on_site", "paused"),
            "ready",
            needs_reason=True,
        ),
        Transition("arrive", Text("到场", "Arrive"), leaving("accepted"), "on_site"),
        Transition(
            "pause",
            Text("暂停", "Pause"),
            leaving("accepted", "on_site"),
            "paused",
            needs_reason=True,
        ),
        # Whoever waited for parts went away: he arrives anew.
        Transition("resume", Text("继续", "Go on"), leaving("paused"), "accepted"),
        Transition("finish", Text("完成", "Finish"), leaving("accepted", "on_site"), "done"),
        Transition(
            "skip",
            Text("免做", "Skip"),
            leaving("waiting", "ready", "accepted", "on_site", "paused"),
            "skipped",
            needs_reason=True,
        ),
        Transition(
            "cancel",
            Text("取消", "Cancel"),
            leaving("waiting", "ready", "accepted", "on_site", "paused"),
            "cancelled",
            needs_reason=True,
        ),
    ),
)

#: States in which a task still asks something of somebody.
OPEN = TASK.in_phase(Phase.OPEN, Phase.WAITING)
#: States in which it is in somebody's hands.
IN_HAND = frozenset({"accepted", "on_site", "paused"})
#: States in which it can be worked on, so that its clock runs.
RUNNING = frozenset({"ready", "accepted", "on_site"})

#: What is asked of somebody who did not ask: more time, a step left out, an early end.
APPLICATION = Machine(
    code="work.application",
    states=(
        State("asked", Text("待批", "To be decided"), "approval"),
        State("granted", Text("已同意", "Granted"), "done", Phase.CLOSED),
        State("refused", Text("未同意", "Refused"), "late", Phase.CLOSED),
        State("withdrawn", Text("已撤回", "Taken back"), "waiting", Phase.CLOSED),
    ),
    initial="asked",
    transitions=(
        Transition("grant", Text("同意", "Grant"), leaving("asked"), "granted"),
        Transition(
            "refuse", Text("不同意", "Refuse"), leaving("asked"), "refused", needs_reason=True
        ),
        Transition("withdraw", Text("撤回", "Take back"), leaving("asked"), "withdrawn"),
    ),
)


@dataclass(frozen=True, slots=True)
class About:
    """What a case is about, for whoever has a task of it: the words, and where and for whom."""

    words: str
    lines: tuple[tuple[Text, str], ...] = ()
    #: A number to call, where the reader may have it.
    phone: str = ""
    #: Where it is, for reading aloud: neither names nor numbers are said into a corridor.
    place: str = ""


@dataclass(frozen=True, slots=True)
class ActPage:
    """A page of the service on which an act of its plan is done, in place of the general one."""

    label: Text
    url_name: str
    icon: str


@dataclass(frozen=True, slots=True)
class KindCard:
    """What mixed lists and pages need to know of a kind of case; each service registers one."""

    code: str
    label: Text
    machine: Machine
    #: The name of the page of one case; it takes the case's id.
    url_name: str
    icon: str
    #: Returns the state of each of these cases.
    states: Callable[[Sequence[int]], Mapping[int, str]]
    #: Returns what a case is about, as far as this actor may read it.
    about: Callable[[Actor, int], About]
    #: The acts that have a page of their own; its address takes the case's id.
    act_pages: Mapping[str, ActPage] = field(default_factory=dict)
    #: Returns the state of each of these cases with what was told about it, which whoever
    #: sees the case may read; at once, because a page of results shows both.
    told: Callable[[Sequence[int]], Mapping[int, tuple[str, str]]] = field(default=lambda _ids: {})
    #: Returns the numbers that cases had before the house knew of them; they are found by these.
    earlier: Callable[[Sequence[int]], Mapping[int, str]] = field(default=lambda _ids: {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTogether:
    """An act of the plan that a service does to several cases at once, from the list of cases."""

    #: The act that a case's ready step must be.
    act: str
    label: Text
    icon: str
    #: The page that does it; it finds the cases' ids under ``case``.
    url_name: str
    verb: str
    hint: Text
    #: What the box beside a case says; ``{title}`` stands for what the case is called.
    tick: Text


#: By act; the list of cases offers the first.
together: Registry[ActTogether] = Registry("act done together")
kinds: Registry[KindCard] = Registry("kind of case")
