"""Opening, timing and closing cases: the parts that a service's commands are made of.

These run inside a service's command, which has asked the permission and writes
the audit entry; they are not commands of their own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Step
from dayuan.kernel.labels import Label, secret_problems
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.states import Phase
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import transitions
from dayuan.platform.jobs import outbox
from dayuan.reference.people import queries as people
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import commands as site_commands
from dayuan.reference.sites import queries as sites
from dayuan.work import queries, rules, timing
from dayuan.work.commands import offering
from dayuan.work.holders import Seat, seats
from dayuan.work.models import Assignment, Case, CaseAnchor, CaseFact, CaseMember, Fulfilment, Task
from dayuan.work.states import OPEN, TASK


@dataclass(frozen=True)
class Opening:
    """What a service knows about a case it opens."""

    kind: str
    title: str
    series: str
    anchors: timing.Anchors
    category: str = ""
    variant: str = ""
    label: Label = Label.INTERNAL
    open_to_staff: bool = True
    unit: str = ""
    members: frozenset[str] = frozenset()
    facts: rules.Facts = field(default_factory=dict)
    #: When it began, where that was before the house knew of it.
    since: datetime | None = None


def open_case(opening: Opening, *, actor: Actor, at: datetime) -> Case:
    """Open a case on the plan in force and lay out its tasks.

    Raises :class:`Refused` where the title carries a mark of state secrecy or
    the plan has no playbook for this kind.
    """
    refuse_if(secret_problems(opening.title))
    revision_id = sites.revision_id(actor.site_id)
    plan = plans.compiled(revision_id)
    playbook = plan.playbook_for(opening.kind, opening.variant or None)
    if playbook is None:
        raise Refused(_NO_PLAYBOOK)
    case = Case.objects.create(
        site_id=actor.site_id,
        kind=opening.kind,
        number=_number(opening.series, site_id=actor.site_id, at=at),
        title=opening.title.strip(),
        label=opening.label,
        open_to_staff=opening.open_to_staff,
        unit=opening.unit,
        revision_id=revision_id,
        playbook=playbook,
        category=opening.category,
        opened_at=opening.since or at,
        opened_by=actor.key,
    )
    CaseAnchor.objects.bulk_create(
        CaseAnchor(case=case, name=name, at=instant) for name, instant in opening.anchors.items()
    )
    CaseFact.objects.bulk_create(
        CaseFact(case=case, name=name, value=value) for name, value in opening.facts.items()
    )
    tasks = _lay_out(case, plan, opening=opening, actor=actor, at=at)
    name_members(case, opening.members | {f"post:{t.post}" for t in tasks}, actor=actor, at=at)
    refresh_next_due(case)
    return case


def _number(series: str, *, site_id: int, at: datetime) -> str:
    day = sites.today(site_id, at)
    number = site_commands.next_number(site_id=site_id, series=f"{series}{day:%Y}")
    return f"{series}{day:%Y}-{number:05d}"


def plan_anew(case: Case, *, at: datetime) -> tuple[rules.Planned, ...]:
    """Return the tasks that a running case would be laid out with now."""
    plan = queries.plan_of(case)
    return rules.expand(
        plan.steps(case.playbook),
        seats_of=lambda step: seats_of(case, plan, step, at=at),
        anchors=queries.anchors_of(case),
        facts=queries.facts_of(case),
        timer=queries.timer_of(case),
        now=at,
    )


def _lay_out(
    case: Case, plan: Compiled, *, opening: Opening, actor: Actor, at: datetime
) -> list[Task]:
    planned = rules.expand(
        plan.steps(case.playbook),
        seats_of=lambda step: seats_of(case, plan, step, at=at),
        anchors=opening.anchors,
        facts={**queries.facts_at_first(case.kind), **opening.facts},
        timer=queries.timer_of(case),
        now=at,
    )
    return [lay_out(case, one, actor=actor, at=at) for one in planned]


def lay_out(
    case: Case,
    planned: rules.Planned,
    *,
    actor: Actor,
    at: datetime,
    turn: int = 1,
) -> Task:
    """Make one planned step a task; it is ready unless it waits for steps before it.

    ``turn`` is its round: a step that was cancelled and is wanted again has had one.
    """
    task = Task.objects.create(
        site_id=case.site_id,
        case=case,
        revision_id=case.revision_id,
        step=planned.step,
        round=turn,
        position=planned.position,
        post=planned.post,
        each=planned.each,
        holder_id=planned.holder,
        role=role_of(queries.plan_of(case), planned.step, case) if planned.each else "",
        due_at=planned.due_at,
        late_notice=planned.late_notice,
    )
    transitions.begin(task, machine=TASK, actor=actor, at=at, context_id=case.pk)
    if not planned.waits_for:
        release(task, actor=actor, at=at)
    return task


def seats_of(case: Case, plan: Compiled, step: Step, *, at: datetime) -> Sequence[Seat]:
    """Return who does a step now: its post, or each who holds one of its posts.

    A role with a headcount is held by those appointed to it; any other by all
    holders of its posts.
    """
    if not step.for_each_holder:
        return (Seat(post_of(plan, step, case.category)),)
    posts = plan.primary(step.who, category=case.category or None)
    if not posts:
        raise Refused(_NO_POST)
    today = sites.today(case.site_id, at)
    role = role_of(plan, step.id, case)
    held = people.held_as(case.site_id, posts, today, role=role)
    return seats(posts, held)


def role_of(plan: Compiled, step: str, case: Case) -> str:
    """Return the role whose appointed holders each do a step; empty for a post's own."""
    who = plan.step(case.playbook, step).who
    role = plan.handbook.roles.get(who.role or "")
    return who.role or "" if role is not None and role.headcount is not None else ""


def post_of(plan: Compiled, step: Step, category: str) -> str:
    """Return the post whose work a step is; refused where the plan names nobody."""
    posts = plan.resolve(step.who, category=category or None)
    if not posts:
        raise Refused(_NO_POST)
    return posts[0]


def name_members(case: Case, keys: Iterable[str], *, actor: Actor, at: datetime) -> None:
    """Let these know of a case; naming a member twice changes nothing."""
    # Whoever has no account is nobody that could be let know of it afterwards.
    everybody = set(keys) | (set() if actor.is_outside else {actor.key})
    CaseMember.objects.bulk_create(
        [CaseMember(case=case, key=key, since=at, added_by=actor.key) for key in sorted(everybody)],
        ignore_conflicts=True,
    )


def release(task: Task, *, actor: Actor, at: datetime) -> None:
    """Make a waiting task ready and let those on duty know after the commit."""
    accept_by = queries.timer_of(task.case).accept_by(queries.step_of(task), at)
    was, found = task.post, offering.offer(task, at=at)
    transitions.move(
        task,
        machine=TASK,
        act="release",
        actor=actor,
        at=at,
        context_id=task.case_id,
        ready_at=at,
        accept_by=accept_by,
        post=found.post,
        stuck_since=at if found.stuck else None,
        **watched(task, state="ready", accept_by=accept_by),
    )
    if found.post != was:
        name_members(task.case, [f"post:{found.post}"], actor=actor, at=at)
    offering.announce(task, found, was=was, actor=actor, at=at)
    tell_ready(task, at=at)


def watched(task: Task, *, state: str = "", **times: datetime | None) -> dict[str, Any]:
    """Return the columns of a task's watch as it will stand with these times and state."""
    seen = timing.watch(
        state=state or task.state,
        due=times.get("due_at", task.due_at),
        accept_by=times.get("accept_by", task.accept_by),
        before=timing.Watch(task.late_from, task.rung, task.next_at),
        ladder=queries.plan_of(task.case).handbook.escalation,
    )
    return {"late_from": seen.late_from, "rung": seen.rung, "next_at": seen.next_at}


def tell_ready(task: Task, *, at: datetime) -> None:
    """Let those who answer for the post know, once this transaction is committed."""
    outbox.publish("work.task_ready", at=at, site_id=task.site_id, case=task.case_id, task=task.pk)


def release_after(case: Case, *, actor: Actor, at: datetime) -> None:
    """Make ready every waiting task whose steps before it are all over."""
    tasks = queries.tasks_of(case)
    still_open = {t.step for t in tasks if t.state in OPEN}
    for task in tasks:
        if task.state == "waiting" and not still_open & set(queries.step_of(task).after):
            release(task, actor=actor, at=at)


def rework(case: Case, steps: Iterable[str], *, actor: Actor, at: datetime) -> None:
    """Lay out steps once more, as the next round, in the plan's order.

    The finished rounds stay as they are: nothing that was done is undone.
    """
    again = set(steps)
    last: dict[str, Task] = {}
    for task in queries.tasks_of(case):
        if task.step in again:
            last[task.step] = task
    timer, anchors = queries.timer_of(case), queries.anchors_of(case)
    ordered = sorted(last.values(), key=lambda t: t.position)
    for old, seat in [(t, seat) for t in ordered for seat in _seats_again(case, t, at=at)]:
        task = Task.objects.create(
            site_id=case.site_id,
            case=case,
            revision_id=old.revision_id,
            step=old.step,
            round=old.round + 1,
            position=old.position,
            post=seat.post,
            each=old.each,
            holder_id=seat.holder,
            role=old.role,
            # Counted from where it was counted before: work that failed its check is no later.
            due_at=timer.due_at(queries.step_of(old), anchors),
        )
        transitions.begin(task, machine=TASK, actor=actor, at=at, context_id=case.pk)
        if not set(queries.step_of(task).after) & again:
            release(task, actor=actor, at=at)


def _seats_again(case: Case, old: Task, *, at: datetime) -> Sequence[Seat]:
    if not old.each:
        return (Seat(old.post),)
    return seats_of(case, queries.plan_of(case), queries.step_of(old), at=at)


def set_responsible(
    case: Case, post: str, steps: Iterable[str], *, actor: Actor, at: datetime
) -> None:
    """Give the still waiting steps of a case to the post that now answers for it."""
    Task.objects.filter(case=case, step__in=list(steps), state="waiting").update(post=post)
    name_members(case, [f"post:{post}"], actor=actor, at=at)


def time_anew(task: Task, *, due_at: datetime | None, late_notice: bool = False) -> None:
    """Give an open task another due time, and watch it from there."""
    fields = {"due_at": due_at, "late_notice": late_notice or task.late_notice}
    fields |= watched(task, due_at=due_at)
    for name, value in fields.items():
        setattr(task, name, value)
    Task.objects.filter(pk=task.pk).update(**fields)


def refresh_next_due(case: Case) -> None:
    """Store when the case is next due for something."""
    rows = Task.objects.filter(case=case, state__in=OPEN, due_at__isnull=False)
    case.next_due_at = rows.order_by("due_at").values_list("due_at", flat=True).first()
    Case.objects.filter(pk=case.pk).update(next_due_at=case.next_due_at)


def drop_open(case: Case, steps: Iterable[str], *, actor: Actor, at: datetime) -> None:
    """Cancel what is not over of these steps, begun or not: the next round takes its place."""
    not_over = Task.objects.filter(case=case, step__in=list(steps), state__in=OPEN)
    for task in not_over:
        transitions.move(
            task, machine=TASK, act="cancel", actor=actor, at=at, reason=_NEXT_ROUND,
            context_id=case.pk, paused_at=None, next_at=None,
        )  # fmt: skip
        Assignment.objects.filter(task=task, until__isnull=True).update(until=at)


def enter_phase(case: Case, phase: Phase) -> None:
    """Let the case stand where its record's state says; closing has its own function."""
    if phase is Phase.CLOSED:
        raise ValueError("a case is closed by close_case")
    case.phase = phase
    Case.objects.filter(pk=case.pk).exclude(phase=Phase.CLOSED).update(phase=phase)


def reopen_case(case: Case) -> None:
    """Open a closed case again; its number and its history stay."""
    case.phase, case.closed_at = Phase.OPEN, None
    Case.objects.filter(pk=case.pk).update(phase=Phase.OPEN, closed_at=None)


def close_case(case: Case, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Close a case; tasks that are still open are cancelled with the reason."""
    for task in Task.objects.filter(case=case, state__in=OPEN):
        transitions.move(
            task,
            machine=TASK,
            act="cancel",
            actor=actor,
            at=at,
            reason=reason,
            context_id=case.pk,
            paused_at=None,
            next_at=None,
        )
    case.phase, case.closed_at, case.next_due_at = Phase.CLOSED, at, None
    Case.objects.filter(pk=case.pk).update(phase=Phase.CLOSED, closed_at=at, next_due_at=None)


def fulfil(
    capability: str, case: Case, *, at: datetime, task: Task | None = None, **facts: object
) -> None:
    """Write down that an act fulfilled every clause its capability is bound to.

    A binding whose parameters name one of ``facts`` counts only where they agree:
    a clause about strangers is not fulfilled by a dripping tap.
    """
    fulfil_where(
        capability, case, at=at, task=task,
        counts=lambda used: all(facts[n] == value for n, value in used.items() if n in facts),
    )  # fmt: skip


def fulfil_where(
    capability: str,
    case: Case,
    *,
    at: datetime,
    counts: Callable[[Mapping[str, Any]], bool],
    task: Task | None = None,
) -> None:
    """Write down the clauses whose binding ``counts``, by its parameters."""
    plan = plans.compiled(case.revision_id)
    clauses = {b.clause for b in plan.bindings_of(capability) if counts(b.parameters)}
    write_fulfilments(clauses, case, capability=capability, at=at, task=task)


def write_fulfilments(
    clauses: Iterable[str], case: Case, *, capability: str, at: datetime, task: Task | None
) -> None:
    """Write one row for each clause."""
    Fulfilment.objects.bulk_create(
        Fulfilment(
            site_id=case.site_id, clause=clause, case=case, task=task, capability=capability, at=at
        )
        for clause in sorted(clauses)
    )


_NEXT_ROUND = "返工后再做这一步。 The step follows the work done again."
_NO_PLAYBOOK = Blocker(
    "work.no_playbook",
    Text(
        "现行服务方案没有这类事项的预案，无法受理。请联系中心负责人补充方案。",
        "The plan in force has no playbook for this kind of case; ask the head of the centre.",
    ),
)
_NO_POST = Blocker(
    "work.no_post",
    Text(
        "现行服务方案没有写明谁负责这一步，无法受理。请联系中心负责人补充方案。",
        "The plan in force names nobody for one of the steps; ask the head of the centre.",
    ),
)
