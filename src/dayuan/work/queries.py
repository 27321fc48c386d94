"""The doors to cases and tasks; nobody reads them another way."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Step
from dayuan.kernel.problems import Problems, Refused
from dayuan.kernel.states import Phase
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.owners import one_by_one
from dayuan.platform.audit import history
from dayuan.reference.people import queries as people
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.work import asking, rules
from dayuan.work.models import (
    Application,
    Case,
    CaseAnchor,
    CaseFact,
    CaseMember,
    EvidenceItem,
    Fulfilment,
    Task,
)
from dayuan.work.states import IN_HAND, OPEN
from dayuan.work.timing import Timer

#: States in which somebody must take a task or finish it.
LIVE = ("ready", *sorted(IN_HAND))


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases this actor may know of.

    Three shapes, chosen by who asks: staff of the site (open to staff, named as
    needing to know, or with work of it in hand), a client's liaison (the own unit),
    nobody else. Whoever answers for a post, because nobody else does, knows what
    the post needs to know for as long as he answers for it.
    """
    cases = Case.objects.filter(site_id=actor.site_id)
    if actor.side == "staff":
        in_hand = Q(pk__in=_in_hand(actor).values("case_id"))
        named = _named(actor).values("case_id")
        if actor.holds("work.case.view"):
            # Most cases are open to staff: members are looked up for the few others, one by
            # one. The list of all the cases somebody was ever named in grows with the years,
            # and a plain EXISTS is turned into that list by PostgreSQL.
            of_it = Subquery(named.filter(case=OuterRef("pk"))[:1])
            return cases.filter(Q(open_to_staff=True) | Q(pk=of_it) | in_hand)
        return cases.filter(Q(pk__in=named) | in_hand)
    if actor.side == "liaison" and actor.unit:
        return cases.filter(unit=actor.unit)
    return cases.none()


def _named(actor: Actor) -> QuerySet[CaseMember]:
    named = Q(key__in=sorted(actor.keys))
    if answered := rosters.standing_in(actor):
        keys = people.keys_of_posts(actor.site_id, answered)
        for post, answers in answered.items():
            named |= Q(key__in=sorted(keys[post])) & Q(answers)
    return CaseMember.objects.filter(named)


def _in_hand(actor: Actor) -> QuerySet[Task]:
    return Task.objects.filter(person_id=actor.person_id or 0, state__in=IN_HAND)


def on_visible_case(actor: Actor, case: str = "case_id") -> Q:
    """Return the condition that a row hangs on a case the actor may know of.

    It is asked for each row, so that nobody first gathers every case there is: an EXISTS
    both databases may turn round (see :func:`one_by_one`).
    """
    return one_by_one(case, visible_to(actor))


def get_for(actor: Actor, case_id: int) -> Case:
    """Return one case; a hidden one answers exactly like one that does not exist."""
    found = visible_to(actor).filter(pk=case_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def seen(actor: Actor, case_ids: Collection[int]) -> set[int]:
    """Return the cases among these the actor may know of: the door for files and notices."""
    return set(visible_to(actor).filter(pk__in=case_ids).values_list("pk", flat=True))


def for_the_index(ids: Collection[int]) -> "QuerySet[Case]":
    """Return these cases, hidden ones too: for search and print, which ask the door besides."""
    return Case.objects.filter(pk__in=list(ids))


def case_ids_after(last: int, most: int) -> list[int]:
    """Return the ids of the cases that came after one, in order, whoever may see them."""
    rows = Case.objects.filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


@dataclass(frozen=True, slots=True)
class OpenApplication:
    """What was asked for about a task and is not decided yet."""

    id: int
    kind: str
    asked_by_id: int


def task_for(actor: Actor, task_id: int) -> Task:
    """Return one task whose case the actor may know of, with what was asked for about it."""
    waits = FilteredRelation("applications", condition=Q(applications__state="asked"))
    found = (
        Task.objects.filter(on_visible_case(actor), pk=task_id)
        .select_related("case", "person", "holder")
        .annotate(waits=waits)
        .annotate(
            waits_id=F("waits__id"), waits_kind=F("waits__kind"), waits_by=F("waits__asked_by_id")
        )
        .first()
    )
    if found is None:
        raise Refused(hidden=True)
    return found


def above(task: Task, steps: int) -> str:
    """Return the post so many steps up the line of a task's post; the top answers for itself."""
    posts = plan_of(task.case).handbook.posts
    here = task.post
    for _step in range(steps):
        found = posts.get(here)
        if found is None or found.reports_to is None:
            break
        here = found.reports_to
    return here


def deciders(task: Task) -> list[str]:
    """Return the posts that may decide on applications, the nearest in the line first."""
    plan = plan_of(task.case)
    held = plan.holding("work.application.decide")
    may = set(held.posts) if held else set()
    line = [above(task, steps) for steps in range(1, len(plan.handbook.posts))]
    ordered = [post for post in dict.fromkeys(line) if post in may]
    return [*ordered, *sorted(may - set(ordered))]


def plan_of(case: Case) -> Compiled:
    """Return the plan a case runs by: the revision it began with."""
    return plans.compiled(case.revision_id)


def step_of(task: Task) -> Step:
    """Return the plan's step that a task is."""
    return plans.compiled(task.revision_id).step(task.case.playbook, task.step)


def timer_of(case: Case) -> Timer:
    """Return what times the steps of a case: its plan and the site's calendar."""
    return Timer(plan_of(case).handbook, lambda: sites.calendar(case.site_id))


def anchors_of(case: Case) -> dict[str, datetime]:
    """Return the named times of a case."""
    return dict(CaseAnchor.objects.filter(case=case).values_list("name", "at"))


def facts_of(case: Case) -> dict[str, bool | str]:
    """Return what the case knows, for the conditions of its playbook."""
    rows = CaseFact.objects.filter(case=case).values_list("name", "value")
    return {**facts_at_first(case.kind), **dict(rows)}


def facts_at_first(kind: str) -> dict[str, bool | str]:
    """Return what the program knows of every case of a kind until it learns otherwise."""
    published = plans.catalogue().case_kinds.get(kind)
    return dict.fromkeys(published.facts, False) if published else {}


def accept_problems(found: Task, actor: Actor, *, at: datetime) -> Problems:
    """Return why this actor may not take this task now; the button and the command ask here."""
    return (
        *permissions.problems(actor, "work.task.do"),
        *_hands_problems(found, actor, at=at),
        *rules.doer_problems(
            step_of(found), person_id=actor.person_id or 0, doers=doers(found.case)
        ),
    )


def _hands_problems(found: Task, actor: Actor, *, at: datetime) -> Problems:
    """Return why a task is not this actor's to take: another post's, or another holder's."""
    step = step_of(found)
    if found.holder_id is not None:
        return rules.holder_problems(
            holder=found.holder_id, actor_person=actor.person_id, source=step.source.value
        )
    return rules.hands_problems(
        actor_person=actor.person_id,
        actor_posts=actor.posts,
        post=found.post,
        candidates=answering(found, at=at),
        post_title=plan_of(found.case).post_title(found.post),
        source=step.source.value,
    )


def answering(found: Task, *, at: datetime) -> list[int]:
    """Return who answers for a task that nobody has: its holder, or those of its post."""
    if found.holder_id is not None:
        return [found.holder_id]
    return [person.pk for person in rosters.holding(found.site_id, found.post, at).persons]


def ask_problems(found: Task, actor: Actor, *, at: datetime) -> Problems:
    """Return why this actor may not apply for anything about this task now."""
    if found.state not in OPEN:
        return (asking.TASK_OVER,)
    if Application.objects.filter(task=found, state="asked").exists():
        return (asking.OPEN_ALREADY,)
    if found.person_id is not None and found.person_id == actor.person_id:
        return ()
    return _hands_problems(found, actor, at=at)


def applications_for(actor: Actor) -> QuerySet[Application]:
    """Return the applications on cases the actor may know of, the newest first."""
    seen = on_visible_case(actor, "task__case_id")
    rows = Application.objects.filter(seen, site_id=actor.site_id)
    rows = rows.select_related("task__case", "asked_by", "decided_by")
    return rows.order_by("-asked_at", "-pk")


def application_for(actor: Actor, application_id: int) -> Application:
    """Return one application; on a hidden case it does not exist."""
    found = applications_for(actor).filter(pk=application_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def open_application(found: Task) -> OpenApplication | None:
    """Return what was asked for about a task that :func:`task_for` returned, if it waits."""
    read = vars(found)
    if read["waits_id"] is None:
        return None
    return OpenApplication(read["waits_id"], read["waits_kind"], read["waits_by"])


def application(application_id: int) -> Application:
    """Return an application by the id an event carried; its receiver answers for the door."""
    return Application.objects.select_related("task__case").get(pk=application_id)


def tasks_of(case: Case) -> list[Task]:
    """Return a case's tasks in the plan's order, with who has them."""
    rows = Task.objects.filter(case=case).select_related("person", "holder")
    tasks = list(rows.order_by("round", "position", "pk"))
    for task in tasks:
        # The case is at hand: no task asks for it again.
        task.case = case
    return tasks


def current_tasks(case_ids: Sequence[int]) -> dict[int, Task]:
    """Return the task each of these cases stands at now, in one query."""
    rows = Task.objects.filter(case__in=case_ids, state__in=LIVE)
    ordered = rows.select_related("case", "person", "holder").order_by("-position", "-pk")
    return {task.case_id: task for task in ordered}


def evidence_of(tasks: Iterable[Task]) -> dict[int, list[EvidenceItem]]:
    """Return the evidence of several tasks by task, in one query."""
    found: dict[int, list[EvidenceItem]] = {}
    rows = EvidenceItem.objects.filter(task__in=[t.pk for t in tasks]).order_by("pk")
    for row in rows.select_related("by"):
        found.setdefault(row.task_id, []).append(row)
    return found


def timeline_of(case: Case) -> list[history.Change]:
    """Return the state changes of a case and its tasks, in order, with who made them."""
    return history.changes_in(
        case.pk,
        machines=(case.kind, "work.task"),
        names=people.name_of(history.ACTOR_PERSON),
    )


def case(case_id: int) -> Case:
    """Return a case by the id a sweep found; its command answers for the door."""
    return Case.objects.get(pk=case_id)


def task(task_id: int) -> Task:
    """Return a task by the id an event carried; the event's receiver answers for the door."""
    return Task.objects.select_related("case").get(pk=task_id)


def to_seat_anew(now: datetime, *, most: int) -> list[int]:
    """Return the running cases in which a step for each holder is not each holder's any more."""
    running = Task.objects.filter(each=True, case__closed_at__isnull=True)
    found: set[int] = set()
    for site_id in running.values_list("site_id", flat=True).distinct().order_by():
        ours = running.filter(site_id=site_id)
        for task in _not_seated(ours, site_id, now).select_related("case").iterator():
            if len(found) == most:
                break
            if task.case_id not in found and _is_each_holders(task):
                found.add(task.case_id)
    return sorted(found)


def _is_each_holders(task: Task) -> bool:
    """Tell whether the plan a case runs by now still wants this step of each holder of this post.

    What was done stays as it was done, though another plan or a fact has taken the step away
    since: nobody who joins needs a task beside it.
    """
    plan = plan_of(task.case)
    step = plan.find_step(task.case.playbook, task.step)
    if step is None or not step.for_each_holder:
        return False
    if task.post not in plan.primary(step.who, category=task.case.category or None):
        return False
    return rules.applies(step, facts_of(task.case))


def _not_seated(running: QuerySet[Task], site_id: int, now: datetime) -> QuerySet[Task]:
    seated = people.seated(site_id, sites.today(site_id, now))
    same = {"post": OuterRef("post"), "role": OuterRef("role")}
    theirs = Task.objects.filter(
        case=OuterRef(OuterRef("case")), step=OuterRef(OuterRef("step")),
        post=OuterRef("post"), holder=OuterRef("person"),
    ).exclude(state="cancelled")  # fmt: skip
    joined = Exists(seated.filter(~Exists(theirs), **same))
    in_time = Q(due_at__gt=now) | Q(due_at__isnull=True, state__in=OPEN)
    left = Q(holder__isnull=False) & ~Exists(seated.filter(person=OuterRef("holder"), **same))
    filled = Q(holder__isnull=True, state__in=["waiting", "ready"]) & Exists(seated.filter(**same))
    # A cancelled one names a post that the step may not be for any more.
    unseated = Q(state__in=OPEN) & (left | filled) | ~Q(state="cancelled") & in_time & joined
    return running.filter(unseated).order_by("case_id").distinct()


def due_for_a_look(now: datetime, *, most: int) -> list[int]:
    """Return the tasks whose next time on the ladder has come, the oldest first."""
    rows = Task.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


@dataclass(frozen=True, slots=True)
class MyWork:
    """What one person has before him: in hand first, then what waits for the post."""

    in_hand: Sequence[Task]
    to_take: Sequence[Task]


def my_work(actor: Actor, *, at: datetime, most: int = 50) -> MyWork:
    """Return the tasks in the actor's hands and those that wait for the actor's posts."""
    rows = Task.objects.filter(site_id=actor.site_id)
    open_tasks = rows.select_related("case", "person", "holder")
    in_hand = open_tasks.filter(person_id=actor.person_id or 0, state__in=IN_HAND)
    posts = posts_answered_by(actor, at=at)
    nobodys = Q(holder__isnull=True) | Q(holder_id=actor.person_id or 0)
    to_take = open_tasks.filter(nobodys, post__in=posts, state="ready")
    by_due = ("due_at", "ready_at", "pk")
    return MyWork(list(in_hand.order_by(*by_due)[:most]), list(to_take.order_by(*by_due)[:most]))


def posts_answered_by(actor: Actor, *, at: datetime) -> list[str]:
    """Return the actor's posts and those it stands in for because nobody holds them."""
    plan = sites.plan_of(actor.site_id)
    stands_in = [
        post
        for post in plan.handbook.posts
        if set(plan.alternates(post)) & set(actor.posts) and post not in actor.posts
    ]
    if not stands_in:
        return list(actor.posts)
    holdings = rosters.holdings(actor.site_id, stands_in, at)
    covered = [
        post
        for post, holding in holdings.items()
        if actor.person_id in {person.pk for person in holding.persons}
    ]
    return [*actor.posts, *covered]


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """Return the tasks of visible cases that somebody must take or finish, the urgent first."""
    rows = Task.objects.filter(site_id=actor.site_id, state__in=LIVE)
    return (
        rows.filter(on_visible_case(actor))
        .select_related("case", "person", "holder")
        .order_by(F("due_at").asc(nulls_last=True), "ready_at", "pk")
    )


def attach_problems(actor: Actor, case_id: int) -> Problems:
    """Return why this actor may not add a file: it is for who opened it or has work in hand."""
    case = visible_to(actor).filter(pk=case_id).exclude(phase=Phase.CLOSED).first()
    if case is not None and (case.opened_by == actor.key or has_in_hand(actor, case_id)):
        return ()
    return (rules.NO_FILES_NOW,)


def keep_files(_actor: Actor, _case_id: int) -> Problems:
    """Return why nobody takes a file off a case: it is evidence."""
    return (rules.FILES_STAY,)


def has_in_hand(actor: Actor, case_id: int) -> bool:
    """Tell whether the actor has a task of this case in hand."""
    if actor.person_id is None:
        return False
    rows = Task.objects.filter(case_id=case_id, person_id=actor.person_id, state__in=IN_HAND)
    return rows.exists()


def is_in_hand(task: Task, actor: Actor) -> bool:
    """Tell whether a task that was read is in the actor's hands."""
    mine = actor.person_id is not None and task.person_id == actor.person_id
    return mine and task.state == "accepted"


def doers(case: Case) -> dict[str, frozenset[int]]:
    """Return who finished which step, the last round counting."""
    rows = Task.objects.filter(case=case, state="done").order_by("round")
    found: dict[str, tuple[int, frozenset[int]]] = {}
    for step, turn, person in rows.values_list("step", "round", "person_id"):
        before, persons = found.get(step, (turn, frozenset()))
        same = persons if before == turn else frozenset()
        found[step] = (turn, same | {person} if person else same)
    return {step: persons for step, (_turn, persons) in found.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read at a step, and the limits that the plan gives."""

    title: Text
    value: float
    unit: str
    low: float | None
    high: float | None
    #: The number of the case it was read for.
    number: str


def reading_of(task: Task, item: str) -> Reading | None:
    """Return a reading of a task, by the id an event carried; nothing where none was given."""
    asked = next((e for e in step_of(task).evidence if e.id == item), None)
    given = EvidenceItem.objects.filter(task=task, item=item, number__isnull=False).first()
    if asked is None or given is None or given.number is None:
        return None
    return Reading(
        asked.title.text, given.number, asked.unit, asked.low, asked.high, task.case.number
    )


def cases_with_done(case_ids: Any, steps: Collection[str]) -> int:
    """Return how many of these cases (ids, or a query of ids) have one of the steps done."""
    rows = Task.objects.filter(case__in=case_ids, step__in=list(steps), state="done")
    return rows.values("case_id").distinct().count()


def knows(fact: str) -> Exists:
    """Return a condition on rows whose id is a case's: the case knows this of itself."""
    return Exists(CaseFact.objects.filter(case=OuterRef("pk"), name=fact, value=True))


def reason_given(task: Task) -> str:
    """Return why a check or a question was answered with no."""
    rows = EvidenceItem.objects.filter(task=task, yes=False).exclude(text="").order_by("pk")
    return rows.values_list("text", flat=True).first() or ""


def fulfilments(actor: Actor, clause: str) -> QuerySet[Fulfilment]:
    """Return the times a clause was fulfilled on cases the actor may know of, newest first."""
    rows = Fulfilment.objects.filter(site_id=actor.site_id, clause=clause)
    return rows.filter(on_visible_case(actor)).select_related("case", "task").order_by("-at", "-pk")


def runs_by_an_earlier_plan(case: Case) -> bool:
    """Tell whether another revision came into force since the case was opened."""
    return case.revision_id != sites.revision_id(case.site_id)
