"""A step that each holder of a post does: everybody his own task, whoever comes and goes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Appointment, Kind
from dayuan.reference.plans import queries as plan_queries
from dayuan.work import cards, queries, sweeps
from dayuan.work import commands as work
from dayuan.work.difference import difference
from dayuan.work.models import Task
from dayuan.work.rules import Given
from tests.cast import Cast
from tests.work import plan

TODAY = date(2026, 11, 20)
EACH = {"for_each_holder": True}


@pytest.fixture
def visit(cast: Cast, now):
    """Return a case whose first step each technician does, and a step after it."""

    def opened(*, post="hvac_technician", due="T-1d", **more):
        steps = (
            plan.step("read", post, due, **EACH, **more),
            plan.step("guard", "gate_guard", "T+0", after=["read"]),
        )
        anchors = {"R": now, "T": now + timedelta(days=3)}
        return plan.opened(cast, steps, now, anchors=anchors)["guard"].case

    return opened


def of(case, step="read") -> list[Task]:
    return [t for t in queries.tasks_of(case) if t.step == step]


def states(case) -> dict[str, str]:
    """Return the state of each holder's last task by name; the vacant one has no name."""
    return {str(t.holder) if t.holder else "": t.state for t in of(case)}


def do(cast: Cast, task: Task, member, at):
    work.accept(task=queries.task(task.pk), actor=member.actor(at), at=at)
    work.finish(task=queries.task(task.pk), evidence={}, actor=member.actor(at), at=at)


def whose(case, member) -> Task:
    return next(t for t in of(case) if t.holder_id == member.person.pk and t.state != "cancelled")


def leaves(member, now, *, back: bool = False):
    rows = Appointment.objects.filter(person=member.person)
    rows.update(end=None if back else TODAY, ended_at=None if back else now,
                ended_by="" if back else "system:tests")  # fmt: skip


def joins(cast: Cast, member, now, post="hvac_technician"):
    people.appoint(
        person_id=member.person.pk, post=post, kind=Kind.CONCURRENT, start=TODAY,
        actor=cast.director.actor(now), at=now, accepted=True,
    )  # fmt: skip


def swept(at):
    found = sweeps.seat_holders(now=at)
    assert found.failed == ()
    assert queries.to_seat_anew(at, most=10) == [], "the sweep would look again for nothing"
    return found.done


def test_each_holder_has_one_of_his_own_and_knows_of_the_case(cast: Cast, visit, now):
    case = visit()
    assert states(case) == {"赵海涛": "ready", "周永福": "ready"}
    for member in (cast.technician, cast.colleague):
        mine = queries.my_work(member.actor(now), at=now).to_take
        assert [t.holder_id for t in mine] == [member.person.pk]


def test_nobody_takes_what_is_another_holders(cast: Cast, visit, now):
    case = visit()
    with pytest.raises(Refused) as refused:
        work.accept(task=whose(case, cast.technician), actor=cast.colleague.actor(), at=now)
    assert [p.code for p in refused.value.problems] == ["work.others_own"]


def test_it_is_done_for_what_follows_when_everybody_has_done_it(cast: Cast, visit, now):
    case = visit()
    do(cast, whose(case, cast.technician), cast.technician, now)
    assert of(case, "guard")[0].state == "waiting"
    do(cast, whose(case, cast.colleague), cast.colleague, now)
    assert of(case, "guard")[0].state == "ready"


def test_one_of_them_left_out_lawfully_counts_as_done(cast: Cast, visit, now):
    case = visit()
    do(cast, whose(case, cast.technician), cast.technician, now)
    asked = work.ask(
        task=queries.task(whose(case, cast.colleague).pk), wish=work.Wish("skip", "在外培训"),
        actor=cast.colleague.actor(), at=now,
    )  # fmt: skip
    work.decide(
        application=queries.application(asked.pk), grant=True, actor=cast.director.actor(), at=now
    )
    assert of(case, "guard")[0].state == "ready"


def test_whoever_joins_before_it_is_due_gets_one_and_the_post_is_told(cast: Cast, visit, now):
    case = visit()
    joins(cast, cast.electrician, now)
    assert swept(now) == 1
    assert states(case)["吴国庆"] == "ready"
    while outbox.deliver_due(now=now).done:
        pass
    told = Notice.objects.filter(person_id=cast.electrician.person.pk, owner_id=case.pk)
    assert told.count() == 1
    assert swept(now) == 0


def test_the_timer_leaves_in_the_log_what_its_command_leaves(cast: Cast, visit, now):
    case = visit()
    joins(cast, cast.electrician, now)
    left = []
    for run in (lambda: swept(now), lambda: seated(case, now)):
        with transaction.atomic():
            before = Entry.objects.order_by("pk").last()
            run()
            (entry,) = Entry.objects.filter(pk__gt=before.pk if before else 0)
            left.append((entry.type, entry.subject_ids, list(entry.details), entry.via))
            transaction.set_rollback(True)
    assert left[0] == left[1]
    assert left[0][3] == "sweep"


def seated(case, now):
    verbs = frozenset({"work.task.seat"})
    actor = system_actor("by hand", site_id=case.site_id, verbs=verbs)
    work.seat_holders(case=case, actor=actor, at=now)


def test_whoever_joins_after_it_was_due_gets_none(cast: Cast, visit, now):
    case = visit()
    late = now + timedelta(days=2, minutes=1)
    joins(cast, cast.electrician, now)
    assert swept(late) == 0
    assert "吴国庆" not in states(case)


def test_a_step_without_a_number_lasts_until_everybody_has_done_it(cast: Cast, visit, now):
    case = visit(due="R+asap")
    do(cast, whose(case, cast.technician), cast.technician, now)
    joins(cast, cast.electrician, now)
    swept(now + timedelta(days=9))
    assert states(case)["吴国庆"] == "ready"


def test_whoever_leaves_has_his_open_one_cancelled_with_the_reason(cast: Cast, visit, now):
    case = visit()
    task = whose(case, cast.colleague)
    work.accept(task=task, actor=cast.colleague.actor(), at=now)
    do(cast, whose(case, cast.technician), cast.technician, now)
    leaves(cast.colleague, now)
    assert swept(now) == 1
    assert states(case) == {"赵海涛": "done", "周永福": "cancelled"}
    assert not queries.task(task.pk).assignments.filter(until__isnull=True).exists()
    assert "不再任这个岗位" in [c.reason for c in queries.timeline_of(case)][-2]
    assert of(case, "guard")[0].state == "ready"


def test_what_somebody_has_done_stays_done_when_he_leaves(cast: Cast, visit, now):
    case = visit()
    do(cast, whose(case, cast.colleague), cast.colleague, now)
    leaves(cast.colleague, now)
    assert swept(now) == 0
    assert states(case)["周永福"] == "done"


def test_a_post_that_nobody_holds_is_seen_as_vacant_and_goes_to_whoever_comes(cast, visit, now):
    case = visit(post="lift_technician")
    assert states(case) == {"": "ready"}
    joins(cast, cast.colleague, now, "lift_technician")
    swept(now + timedelta(days=2, hours=1))
    assert states(case) == {"周永福": "ready"}


def test_when_all_have_left_the_step_is_vacant_and_nothing_goes_on(cast: Cast, visit, now):
    case = visit()
    for member in (cast.technician, cast.colleague):
        leaves(member, now)
    swept(now)
    assert states(case) == {"赵海涛": "cancelled", "周永福": "cancelled", "": "ready"}
    assert of(case, "guard")[0].state == "waiting"


def test_whoever_comes_back_has_a_new_one_and_the_old_one_stays_cancelled(cast, visit, now):
    case = visit()
    leaves(cast.colleague, now)
    swept(now)
    leaves(cast.colleague, now, back=True)
    swept(now)
    mine = [t.state for t in of(case) if t.holder_id == cast.colleague.person.pk]
    assert mine == ["cancelled", "ready"]


def test_the_stand_in_takes_what_is_vacant(cast: Cast, visit, now):
    case = visit(post="lift_technician")
    (vacant,) = of(case)
    do(cast, vacant, cast.supervisor, now)
    assert of(case, "guard")[0].state == "ready"


def test_it_is_not_passed_on_to_another_post(cast: Cast, visit, now):
    case = visit()
    with pytest.raises(Refused) as refused:
        work.reassign(
            task=whose(case, cast.technician), post="gate_guard", reason="忙",
            actor=cast.director.actor(), at=now,
        )  # fmt: skip
    assert [p.code for p in refused.value.problems] == ["work.each_his_own"]


def test_whoever_did_it_may_not_check_it_whichever_holder_he_is(cast: Cast, now):
    steps = (
        plan.step("read", "hvac_technician", "R+asap", **EACH),
        plan.step("look", "hvac_technician", "R+asap", after=["read"], not_by_doer_of=["read"]),
    )
    case = plan.opened(cast, steps, now)["look"].case
    for member in (cast.technician, cast.colleague):
        do(cast, whose(case, member), member, now)
    for member in (cast.technician, cast.colleague):
        with pytest.raises(Refused):
            work.accept(task=of(case, "look")[0], actor=member.actor(), at=now)


def test_a_role_with_a_headcount_is_done_by_those_appointed_to_it(cast: Cast, now):
    joins(cast, cast.guard, now, "patrol_guard")
    people.appoint(
        person_id=cast.guard.person.pk, post="patrol_guard", kind=Kind.ROLE, role="squad_leader",
        start=TODAY, actor=cast.director.actor(now), at=now, accepted=True,
    )  # fmt: skip
    step = plan.step("brief", "gate_guard", "R+asap", **EACH).model_copy(
        update={"who": plan.who(role="squad_leader")}
    )
    case = plan.opened(cast, (step,), now)["brief"].case
    assert {t.holder_id: t.role for t in of(case, "brief")} == {
        cast.guard.person.pk: "squad_leader"
    }
    Appointment.objects.filter(kind="role", person=cast.guard.person).update(
        end=TODAY, ended_at=now, ended_by="system:tests"
    )
    swept(now)
    assert [t.state for t in of(case, "brief") if t.holder_id] == ["cancelled"]


def test_only_the_program_follows_the_holders(cast: Cast, visit, now):
    case = visit()
    with pytest.raises(Refused):
        work.seat_holders(case=case, actor=cast.director.actor(), at=now)
    actor = system_actor("tests", site_id=case.site_id, verbs=frozenset({"work.task.seat"}))
    assert work.seat_holders(case=case, actor=actor, at=now) is False


@pytest.mark.parametrize("first", [True, False])
def test_another_plan_makes_one_task_many_and_many_one(cast: Cast, now, first):
    plain, each = ((plan.step("read", "hvac_technician", "T-1d", **more),) for more in ({}, EACH))
    anchors = {"R": now, "T": now + timedelta(days=3)}
    before, after = (each, plain) if first else (plain, each)
    case = next(iter(plan.opened(cast, before, now, anchors=anchors).values())).case
    mine = of(case)[0]
    work.accept(task=queries.task(mine.pk), actor=cast.technician.actor(), at=now)
    later = now + timedelta(minutes=1)
    book = plan.handbook(after, edition="after")
    revision = plan.into_force(cast, plan.load(cast, book, later), later)
    said = [str(change.what) for change in difference(case, now=later).changes]
    assert "谁来办改变" in said
    work.move_to_revision(
        case=case, revision_id=revision, actor=cast.director.actor(later), at=later
    )
    open_now = [t for t in of(case) if t.state in ("ready", "accepted")]
    assert queries.task(mine.pk).state == "accepted"
    assert len(open_now) == (1 if first else 2)
    assert {t.each for t in open_now} == {not first}
    plan_queries.forget()


def test_there_and_back_between_two_plans_and_two_minds(cast: Cast, now):
    """What was cancelled in a round never stands in the way of what comes back in it."""
    meal = {"when": [{"fact": "meal"}]}
    plain, each = (
        (plan.step("read", "hvac_technician", "T-1d", **meal, **more),) for more in ({}, EACH)
    )
    anchors = {"R": now, "T": now + timedelta(days=3)}
    case = next(
        iter(plan.opened(cast, plain, now, anchors=anchors, facts={"meal": True}).values())
    ).case
    for turn, (steps, wanted) in enumerate([(plain, 1), (each, 2), (plain, 1), (each, 2)]):
        at = now + timedelta(minutes=10 * turn + 10)
        with transaction.atomic():
            # One for each comes while nothing is wanted; the post's own while something is.
            work.set_fact(case, "meal", value=wanted == 1, actor=cast.director.actor(at), at=at)
        book = plan.handbook(steps, edition=f"turn {turn}")
        revision = plan.into_force(cast, plan.load(cast, book, at), at)
        work.move_to_revision(case=case, revision_id=revision, actor=cast.director.actor(at), at=at)
        case.refresh_from_db()
        with transaction.atomic():
            work.set_fact(case, "meal", value=True, actor=cast.director.actor(at), at=at)
        assert len([t for t in of(case) if t.state == "ready"]) == wanted
    plan_queries.forget()


@pytest.mark.usefixtures("clock")
def test_the_page_of_a_case_shows_one_step_with_a_line_for_each_person(cast: Cast, visit, now):
    case = visit(evidence=plan.TEXT)
    done = whose(case, cast.technician)
    work.accept(task=done, actor=cast.technician.actor(), at=now)
    work.finish(
        task=queries.task(done.pk), evidence={"result": Given(text="读过了")},
        actor=cast.technician.actor(), at=now,
    )  # fmt: skip
    tasks = queries.tasks_of(case)
    evidence = queries.evidence_of(tasks)
    entries = [cards.entry(t, evidence.get(t.pk, []), now=now) for t in tasks]
    shared, after = cards.by_step(entries)
    assert (shared.done, shared.number, shared.more) == (1, 2, 0)
    assert [line.whose for line in shared.lines] == ["空调技保 · 周永福", "空调技保 · 赵海涛"]
    assert after is entries[-1]
    drawn = render_to_string("work/_tasks.html", {"tasks": entries})
    assert drawn.count("<h3") == 2
    assert "2 份中已办结 1 份" in drawn
    assert "读过了" in drawn


@pytest.mark.usefixtures("clock")
def test_a_step_of_very_many_shows_those_with_work_left_and_how_many_more(cast: Cast, visit, now):
    (task, *_others) = queries.tasks_of(visit())
    one = cards.entry(task, [], now=now)
    many = [replace(one, over=n < 30) for n in range(40)]
    (shared,) = cards.by_step(many)
    assert len(shared.lines) == cards.MOST_LINES
    assert (shared.done, shared.number, shared.more) == (30, 40, 28)
    assert [line.over for line in shared.lines].count(False) == 10
    assert "另有 28 份" in render_to_string("work/_tasks.html", {"tasks": many})


@pytest.mark.usefixtures("clock")
def test_the_page_of_a_task_says_whose_it_is(cast: Cast, visit):
    task = whose(visit(), cast.technician)
    words = cast.colleague.client.get(reverse("work:task", args=[task.pk])).content.decode()
    assert "这一份要由本人办理" in words
    assert "赵海涛" in words
