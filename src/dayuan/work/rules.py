"""What the engine decides, as pure functions over values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dayuan.handbook.schema import Step
from dayuan.kernel.problems import Blocker, Problems, Source
from dayuan.kernel.text import Text
from dayuan.work.evidence import Given as Given
from dayuan.work.evidence import evidence_problems as evidence_problems
from dayuan.work.evidence import moment_problems as moment_problems
from dayuan.work.evidence import out_of_limits as out_of_limits
from dayuan.work.evidence import refusal_problems as refusal_problems
from dayuan.work.evidence import refused as refused
from dayuan.work.evidence import refused_alone as refused_alone
from dayuan.work.holders import Seat
from dayuan.work.states import OPEN
from dayuan.work.timing import Anchors, Timer, not_past

#: States in which a task still asks something of somebody.
OPEN_STATES = OPEN

Facts = Mapping[str, bool | str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of a playbook, ready to become a task."""

    step: str
    position: int
    post: str
    due_at: datetime | None
    late_notice: bool
    waits_for: tuple[str, ...]
    #: Whose it is, where each holder of the post has one of his own.
    holder: int | None = None
    each: bool = False

    @property
    def seat(self) -> Seat:
        """Return who does it."""
        return Seat(self.post, self.holder)


def applies(step: Step, facts: Facts) -> bool:
    """Tell whether every condition of a step holds."""
    return all(facts.get(c.fact) == c.equals for c in step.when)


def expand(
    steps: Sequence[Step],
    *,
    seats_of: Callable[[Step], Sequence[Seat]],
    anchors: Anchors,
    facts: Facts,
    timer: Timer,
    now: datetime,
) -> tuple[Planned, ...]:
    """Turn a playbook into planned tasks; nothing the plan asks for is dropped.

    A lead time that is already over makes the step due now and marks it "late
    notice". A step waits only for steps that exist in this case.
    """
    wanted = [s for s in steps if applies(s, facts)]
    present = {s.id for s in wanted}
    planned = []
    for position, step in enumerate(wanted):
        due, late = not_past(timer.due_at(step, anchors), now=now)
        waits_for = tuple(one for one in step.after if one in present)
        planned += [
            Planned(
                step=step.id,
                position=position,
                post=seat.post,
                due_at=due,
                late_notice=late,
                waits_for=waits_for,
                holder=seat.holder,
                each=step.for_each_holder,
            )
            for seat in seats_of(step)
        ]
    return tuple(planned)


def checklist_problems(step: Step, ticked: frozenset[str]) -> Problems:
    """Return every line of the checklist that is not ticked."""
    return tuple(
        Blocker(
            "work.check_missing",
            Text(
                f"还没有勾选“{line.title.text.in_language('zh')}”。",
                f"“{line.title.text.in_language('en')}” is not ticked yet.",
            ),
            step.source.value,
        )
        for line in step.checklist
        if line.id not in ticked
    )


def arrival_problems(step: Step, *, state: str) -> Problems:
    """Return why a step that is done on the spot cannot be finished from afar."""
    if step.on_site and state == "accepted":
        return (
            Blocker(
                "work.not_on_site",
                Text("请先点“到场”，再点“完成”。", "Say first that you have arrived."),
                step.source.value,
            ),
        )
    return ()


def doer_problems(step: Step, *, person_id: int, doers: Mapping[str, frozenset[int]]) -> Problems:
    """Return why this person may not do the step: he did what it looks at."""
    if any(person_id in doers.get(other, ()) for other in step.not_by_doer_of):
        return (
            Blocker(
                "work.own_work",
                Text(
                    "这项工作是您做的，要由另一个人来查。请让同岗位的同事接单。",
                    "You did this work yourself; somebody else must check it. "
                    "Let a colleague of the post take it.",
                ),
                step.source.value,
            ),
        )
    return ()


def hands_problems(
    *, actor_person: int | None, actor_posts: Sequence[str], post: str, candidates: Sequence[int],
    post_title: Text, source: Source,
) -> Problems:  # fmt: skip
    """Return why this actor may not take a task of this post.

    Its holders may, on duty or not; others only where they stand in for it.
    """
    if actor_person is not None and (post in actor_posts or actor_person in candidates):
        return ()
    return (
        Blocker(
            "work.other_post",
            Text(
                f"这项任务由“{post_title.in_language('zh')}”办理，您不在这个岗位上。",
                f"This belongs to “{post_title.in_language('en')}”; you do not hold that post.",
            ),
            source,
        ),
    )


def first_able(
    order: Sequence[str], people: Mapping[str, Sequence[int]], *, barred: frozenset[int]
) -> tuple[str, bool]:
    """Return the first post with somebody who may do it, and whether there is none.

    A first post without anybody at all is an ordinary vacancy, not stuck.
    """
    first = order[0]
    for post in order:
        if not barred.issuperset(people[post]):
            return post, False
    return first, bool(people[first])


def holder_problems(*, holder: int, actor_person: int | None, source: Source) -> Problems:
    """Return why this actor may not take a task that each holder has one of his own of."""
    if actor_person == holder:
        return ()
    return (
        Blocker(
            "work.others_own",
            Text(
                "这一步每人各办一份，这一份要由本人办理。",
                "Everybody has a task of his own here; this one is somebody else's.",
            ),
            source,
        ),
    )


def not_in_hand(source: Source) -> Blocker:
    """Return the refusal for somebody who does not have the task in hand."""
    return Blocker(
        "work.not_in_hand",
        Text("这项任务不在您手上。请先接单。", "This task is not in your hands. Take it first."),
        source,
    )


NO_FILES_NOW = Blocker(
    "work.no_files_now",
    Text(
        "只有报事人和正在办理的人可以添加附件。请先接单。",
        "Files are added by whoever reported it or has work of it in hand. Take the task first.",
    ),
)
FILES_STAY = Blocker(
    "work.files_stay",
    Text("附件是凭证，不能移除。", "The file is evidence; it stays."),
)
