"""Whatever happens to a case, in whatever order: random acts, and what must hold after each.

The acts are the commands people give and the sweep; a killed worker is a transaction
that never commits. The sentences that must hold are the invariants at the end.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.models import Entry
from dayuan.reference.people import queries as people_queries
from dayuan.reference.people.models import Appointment
from dayuan.reference.plans.models import Revision
from dayuan.reference.sites import queries as site_queries
from dayuan.resources.rosters import queries as rosters
from dayuan.work import commands as work
from dayuan.work import queries, rules, sweeps
from dayuan.work.models import Application, Assignment, Case, EvidenceItem, Task
from dayuan.work.rules import Given
from dayuan.work.states import IN_HAND, OPEN, RUNNING
from tests import cast as people
from tests.cast import NOW
from tests.work import plan

#: What the machine lets happen: minutes, hours, a night, days, over a holiday.
JUMPS = st.sampled_from([1, 25, 31, 95, 240, 600, 60 * 24, 60 * 24 * 5])
#: The night shift, the last minute of the year, a make-up Saturday of the next year's list.
MOMENTS = st.sampled_from(
    [
        datetime(2026, 11, 21, 19, 10, tzinfo=UTC),
        datetime(2026, 12, 31, 15, 59, tzinfo=UTC),
        datetime(2027, 1, 1, 16, 1, tzinfo=UTC),
    ]
)
DOERS = ("technician", "colleague", "electrician", "dispatcher", "guard")
PICK = st.integers(0, 11)


class _NeverError(Exception):
    """Ends a worker's transaction before its commit."""


@dataclass(frozen=True)
class _Seen:
    """How everything stands after an act, asked for once."""

    case: Case
    tasks: list[Task]
    #: Who has each task in hand, by assignments that run.
    hands: dict[int, list[int | None]]
    holdings: Mapping[str, rosters.Holding[rosters.Person]]
    proofs: Mapping[int, int]

    @classmethod
    def of(cls, case: Case, now: datetime) -> "_Seen":
        tasks = queries.tasks_of(case)
        hands: dict[int, list[int | None]] = {}
        running = Assignment.objects.filter(task__case=case, until__isnull=True)
        for task, person in running.values_list("task_id", "person_id"):
            hands.setdefault(task, []).append(person)
        ready = sorted({t.post for t in tasks if t.state == "ready"})
        given = EvidenceItem.objects.filter(task__case=case).values_list("task_id", flat=True)
        return cls(case, tasks, hands, rosters.holdings(case.site_id, ready, now), Counter(given))

    def as_done(self, task: Task) -> tuple[Any, ...]:
        proofs = self.proofs.get(task.pk, 0)
        return (task.state, task.done_at, task.person_id, task.post, task.due_at, proofs)


class Engine(RuleBasedStateMachine):
    """One case of the richest playbook, and everything that may happen to it."""

    #: The two plans, loaded before the machine runs.
    first: Revision
    second: Revision

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = people.assemble()
        self.now = NOW
        self.moved = False
        #: What was done, as it stood when it was done: it must never change.
        self.done: dict[int, tuple[Any, ...]] = {}
        #: From when each task counts as late, and how often that has changed.
        self.late_from: dict[int, tuple[datetime | None, int]] = {}
        self.told: set[tuple[int, int, int]] = set()
        self.heard = 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(days=st.integers(-1, 20), meal=st.booleans())
    def open_the_case(self, days: int, meal: bool) -> None:
        plan.into_force(self.cast, self.first, self.now)
        opening = work.Opening(
            kind=plan.KIND, title="来访", series="V", facts={"meal": meal},
            anchors={"R": self.now, "T": self.now + timedelta(days=days)},
        )  # fmt: skip
        with transaction.atomic():
            self.case_id = work.open_case(
                opening, actor=self.cast.dispatcher.actor(self.now), at=self.now
            ).pk

    # --- what people do -------------------------------------------------------------------

    @rule(which=PICK, who=st.sampled_from(DOERS))
    def take(self, which: int, who: str) -> None:
        self._try(lambda task, actor: work.accept(task=task, actor=actor, at=self.now), which, who)

    @rule(which=PICK, act=st.sampled_from(["arrive", "resume"]))
    def go_on(self, which: int, act: str) -> None:
        command = {"arrive": work.arrive, "resume": work.resume}[act]
        self._by_holder(lambda task, actor: command(task=task, actor=actor, at=self.now), which)

    @rule(which=PICK, act=st.sampled_from(["pause", "hand_back"]))
    def stop(self, which: int, act: str) -> None:
        command = {"pause": work.pause, "hand_back": work.hand_back}[act]
        self._by_holder(
            lambda task, actor: command(task=task, reason="等", actor=actor, at=self.now), which
        )

    @rule(which=PICK)
    def finish(self, which: int) -> None:
        given = {"result": Given(text="好了")}

        def close(task: Task, actor: Any) -> None:
            work.finish(task=task, evidence=given, actor=actor, at=self.now)

        self._by_holder(close, which)

    @rule(which=PICK, kind=st.sampled_from(["extend", "skip"]), hours=st.integers(-2, 90))
    def ask(self, which: int, kind: str, hours: int) -> None:
        until = self.now + timedelta(hours=hours) if kind == "extend" else None
        wish = work.Wish(kind, "忙不过来", until)
        self._by_holder(
            lambda task, actor: work.ask(task=task, wish=wish, actor=actor, at=self.now), which
        )

    @rule(grant=st.booleans())
    def decide(self, grant: bool) -> None:
        asked = Application.objects.select_related("task__case").filter(state="asked").first()
        if asked is not None:
            self._attempt(
                lambda: work.decide(
                    application=asked, grant=grant, answer="不行",
                    actor=self.cast.director.actor(self.now), at=self.now,
                )
            )  # fmt: skip

    @rule(days=st.integers(-9, 9), hours=st.integers(-5, 5))
    def move_the_arrival(self, days: int, hours: int) -> None:
        arrival = queries.anchors_of(self.case)["T"] + timedelta(days=days, hours=hours)
        with transaction.atomic():
            work.set_anchor(self.case, "T", instant=arrival, at=self.now)

    @rule(meal=st.booleans())
    def learn(self, meal: bool) -> None:
        with transaction.atomic():
            work.set_fact(
                self.case, "meal", value=meal, actor=self.cast.dispatcher.actor(self.now),
                at=self.now,
            )  # fmt: skip

    @precondition(lambda self: not self.moved)
    @rule()
    def run_by_another_plan(self) -> None:
        self.now += timedelta(minutes=1)
        revision = plan.into_force(self.cast, self.second, self.now)
        work.move_to_revision(
            case=self.case, revision_id=revision, actor=self.cast.director.actor(self.now),
            at=self.now,
        )  # fmt: skip
        self.moved = True

    # --- what happens by itself -----------------------------------------------------------

    @rule(minutes=JUMPS)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(moment=MOMENTS)
    def a_special_hour(self, moment: datetime) -> None:
        self.now = max(self.now, moment)

    @rule(killed_after=st.one_of(st.none(), st.integers(0, 2)))
    def sweep(self, killed_after: int | None) -> None:
        """Let the worker run; a killed one leaves nothing, and the next one does it all."""
        if killed_after is not None:
            self._half_a_sweep(killed_after)
        swept = sweeps.tell_late(now=self.now)
        assert swept.failed == ()
        late = Task.objects.filter(case_id=self.case_id, next_at__lte=self.now)
        assert not late.exists(), "the sweep left something to tell"

    @rule(killed=st.booleans())
    def follow_the_holders(self, killed: bool) -> None:
        """Let the worker seat who holds the posts now; then every seat is filled, once."""
        if killed:
            self._killed_while_seating()
        assert sweeps.seat_holders(now=self.now).failed == ()
        assert queries.to_seat_anew(self.now, most=10) == [], "the sweep left somebody out"
        self._everybody_is_seated()

    @rule(who=st.sampled_from(["electrician", "guard", "technician"]),
          post=st.sampled_from(["hvac_technician", "duty_electrician", "gate_guard"]))  # fmt: skip
    def somebody_joins_a_post_beside_his_own(self, who: str, post: str) -> None:
        person = getattr(self.cast, who).person
        today = site_queries.today(self.cast.site.pk, self.now)
        held = Appointment.objects.filter(person=person, post=post, end__isnull=True)
        if not held.exists():
            Appointment.objects.create(
                site=self.cast.site, person=person, post=post, kind="concurrent", start=today,
                made_at=self.now, made_by="system:tests",
            )  # fmt: skip

    @rule(post=st.sampled_from(["hvac_technician", "duty_electrician", "gate_guard"]),
          there=st.booleans())  # fmt: skip
    def holders_leave_or_come_back(self, post: str, there: bool) -> None:
        end = None if there else max(people.JOINED, self.now.date() - timedelta(days=1))
        rows = Appointment.objects.filter(site=self.cast.site, post=post)
        if there:
            # Who joined again after leaving holds it once: by the newest appointment.
            newest = rows.values("person").annotate(last=Max("pk")).values_list("last", flat=True)
            rows = rows.filter(pk__in=list(newest))
        else:
            # Equal days mean that it was withdrawn.
            rows.filter(start__gt=end).update(start=end)
        rows.update(end=end, ended_at=None if there else self.now,
                    ended_by="" if there else "system:tests")  # fmt: skip

    # --- what must hold ---------------------------------------------------------------------

    @invariant()
    def what_must_hold_holds(self) -> None:
        """Look once at how everything stands, and hold every sentence against it."""
        seen = _Seen.of(self.case, self.now)
        self._what_is_done_stays_done(seen)
        self._nothing_the_plan_requires_is_lost(seen)
        self._each_holders_task_is_one_holders_or_a_vacancy_that_is_seen(seen)
        self._an_open_task_is_in_one_hand_or_waits_for_a_post_that_is_seen(seen)
        self._nothing_waits_for_steps_that_are_over(seen)
        self._what_is_late_is_told_once(seen)
        self._only_what_runs_is_watched_and_from_the_right_time(seen)
        self._the_case_knows_what_is_next_due(seen)

    def _what_is_done_stays_done(self, seen: "_Seen") -> None:
        now = {t.pk: seen.as_done(t) for t in seen.tasks}
        for pk, before in self.done.items():
            assert now[pk] == before
        for task in seen.tasks:
            if task.state in ("done", "skipped"):
                self.done.setdefault(task.pk, now[task.pk])

    def _nothing_the_plan_requires_is_lost(self, seen: "_Seen") -> None:
        facts = queries.facts_of(seen.case)
        steps = queries.plan_of(seen.case).steps("visit")
        wanted = {s.id for s in steps if rules.applies(s, facts)}
        there = {t.step for t in seen.tasks if t.state != "cancelled"}
        assert wanted <= there, f"lost: {wanted - there}"

    def _each_holders_task_is_one_holders_or_a_vacancy_that_is_seen(self, seen: "_Seen") -> None:
        """No seat has two tasks that are not over, and none is both his and another's."""
        live = [t for t in seen.tasks if t.each and t.state in OPEN]
        seats = [(t.step, t.post, t.holder_id) for t in live if t.holder_id]
        assert len(seats) == len(set(seats))
        for task in live:
            if task.person_id is not None and task.holder_id is not None:
                assert task.person_id == task.holder_id

    def _an_open_task_is_in_one_hand_or_waits_for_a_post_that_is_seen(self, seen: "_Seen") -> None:
        for task in seen.tasks:
            hands = seen.hands.get(task.pk, [])
            if task.state in IN_HAND:
                assert hands == [task.person_id]
                continue
            assert hands == []
            if task.state == "ready":
                holding = seen.holdings[task.post]
                assert holding.persons or holding.vacant

    def _nothing_waits_for_steps_that_are_over(self, seen: "_Seen") -> None:
        still_open = {t.step for t in seen.tasks if t.state in OPEN}
        for task in seen.tasks:
            if task.state == "waiting":
                assert set(queries.step_of(task).after) & still_open

    def _what_is_late_is_told_once(self, seen: "_Seen") -> None:
        """A rung is told once for each time from which the task counts as late.

        A time that was moved away and comes back is another one: in between
        nobody was late.
        """
        for task in seen.tasks:
            since, turn = self.late_from.get(task.pk, (None, 0))
            if task.late_from != since:
                self.late_from[task.pk] = (task.late_from, turn + 1)
        rows = Entry.objects.filter(type="work.task.late", subject_id=self.case_id)
        for entry in rows.filter(pk__gt=self.heard).order_by("pk"):
            self.heard = entry.pk
            task, rung = entry.details["task"], entry.details["rung"]
            told = (task, self.late_from[task][1], rung)
            assert told not in self.told
            self.told.add(told)

    def _only_what_runs_is_watched_and_from_the_right_time(self, seen: "_Seen") -> None:
        for task in seen.tasks:
            if task.state not in RUNNING:
                assert task.next_at is None
                continue
            times = [task.due_at, task.accept_by if task.state == "ready" else None]
            assert task.late_from == min((t for t in times if t), default=None)

    def _the_case_knows_what_is_next_due(self, seen: "_Seen") -> None:
        due = [t.due_at for t in seen.tasks if t.state in OPEN and t.due_at]
        assert seen.case.next_due_at == min(due, default=None)

    def _everybody_is_seated(self) -> None:
        case = self.case
        today = site_queries.today(case.site_id, self.now)
        for step in queries.plan_of(case).steps("visit"):
            mine = [t for t in self.tasks if t.step == step.id and t.state != "cancelled"]
            if not step.for_each_holder or not mine:
                continue
            holders = {p.pk for p in people_queries.holders(case.site_id, step.who.post, today)}
            kept = [t for t in mine if t.post == step.who.post]
            assert kept, f"{step.id} of {step.who.post} is nobody's"
            for task in kept:
                gone = task.holder_id is not None and task.holder_id not in holders
                assert not (gone and task.state in OPEN), "who left still has a task"
            if any(t.due_at is not None and t.due_at > self.now for t in kept):
                seated = {t.holder_id or t.person_id for t in kept}
                assert holders <= seated, "who joined in time has none"
            if holders and kept:
                unbegun = [
                    t for t in kept if t.holder_id is None and t.state in ("waiting", "ready")
                ]
                assert unbegun == [], "a vacancy beside holders"

    def _killed_while_seating(self) -> None:
        """Seat them in a transaction that is killed before it commits."""
        try:
            with transaction.atomic():
                actor = system_actor("work.holders", site_id=self.cast.site.pk,
                                     verbs=frozenset({"work.task.seat"}))  # fmt: skip
                work.seat_holders(case=self.case, actor=actor, at=self.now)
                raise _NeverError
        except _NeverError:
            pass

    # --- how it is done -----------------------------------------------------------------------

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    @property
    def tasks(self) -> list[Task]:
        return queries.tasks_of(self.case)

    def _half_a_sweep(self, rows: int) -> None:
        """Act on some rows in transactions that are killed before they commit."""
        for pk in queries.due_for_a_look(self.now, most=rows):
            try:
                with transaction.atomic():
                    task = queries.task(pk)
                    actor = system_actor("work.late", site_id=task.site_id,
                                         verbs=frozenset({"work.task.escalate"}))  # fmt: skip
                    work.escalate(task=task, actor=actor, at=self.now)
                    raise _NeverError
            except _NeverError:
                continue

    def _try(self, act: Any, which: int, who: str) -> None:
        tasks = [t for t in self.tasks if t.state in OPEN]
        actor = people.actor_of(getattr(self.cast, who).person.account_id, at=self.now)
        if tasks and actor is not None:
            task = queries.task(tasks[which % len(tasks)].pk)
            self._attempt(lambda: act(task, actor))

    def _by_holder(self, act: Any, which: int) -> None:
        tasks = [t for t in self.tasks if t.state in IN_HAND and t.person]
        if not tasks:
            return
        task = queries.task(tasks[which % len(tasks)].pk)
        actor = people.actor_of(task.person.account_id or 0, at=self.now)
        if actor is not None:
            self._attempt(lambda: act(task, actor))

    @staticmethod
    def _attempt(act: Any) -> None:
        """Do it; a refusal is an answer and changes nothing."""
        answered = True
        try:
            act()
        except Refused as refused:
            answered = bool(refused.problems) or refused.hidden
        assert answered
