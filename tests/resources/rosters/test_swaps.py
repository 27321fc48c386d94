"""Swaps: asked, answered, decided on; and the duties that change hands with them."""

import threading
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection, connections

from dayuan.config import installation
from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Kind
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Duty, Swap
from tests.cast import NOW
from tests.resources.rosters.tables import adopt, swap_rule, technicians

POST = "hvac_technician"


def codes(caught) -> list[str]:
    return [p.code.removeprefix("rosters.") for p in caught.value.problems]


@pytest.fixture(autouse=True)
def _clock(clock):
    """Stand at ten o'clock of an ordinary Friday."""


@pytest.fixture
def on_duty(cast):
    """Put somebody on duty for eight hours, so many days from now."""

    def plan(part="technician", days=5, hours=8, post=POST):
        start = NOW + timedelta(days=days)
        return commands.plan(
            post=post, person_id=getattr(cast, part).person.pk, start=start,
            end=start + timedelta(hours=hours), note="交接本在柜里",
            actor=cast.supervisor.actor(), at=NOW,
        )  # fmt: skip

    return plan


@pytest.fixture
def ask(cast):
    """Ask a colleague to take a duty."""

    def ask(duty, other=None, who="technician", whom="colleague", at=NOW):
        return commands.ask_swap(
            duty_id=duty.pk, colleague_id=getattr(cast, whom).person.pk,
            other_id=other.pk if other else None, actor=getattr(cast, who).actor(), at=at,
        )  # fmt: skip

    return ask


def answer(cast, swap, *, agree=True, who="colleague", at=NOW):
    actor = getattr(cast, who).actor()
    return commands.answer_swap(swap_id=swap.pk, agree=agree, actor=actor, at=at)


def decide(cast, swap, *, grant=True, reason="", who="supervisor", at=NOW):
    actor = getattr(cast, who).actor()
    return commands.decide_swap(swap_id=swap.pk, grant=grant, answer=reason, actor=actor, at=at)


def holders() -> list[tuple[date, str]]:
    rows = Duty.objects.filter(cancelled_at__isnull=True).select_related("person")
    return [(row.day, row.person.name) for row in rows.order_by("start")]


def day(number: int) -> date:
    return NOW.date() + timedelta(days=number)


def told(cast) -> set[tuple[str, str]]:
    outbox.deliver_due(now=NOW)
    names = {member.person.pk: part for part, member in cast.members.items()}
    rows = Notice.objects.filter(kind__startswith="rosters.swap")
    return {(names[row.person_id], row.kind.removeprefix("rosters.swap.")) for row in rows}


# --- without a table --------------------------------------------------------------------------


def test_a_duty_is_handed_over_once_both_and_the_supervisor_want_it(cast, on_duty, ask):
    duty = on_duty()
    swap = ask(duty)
    assert told(cast) == {("colleague", "asked")}
    assert answer(cast, swap).state == "agreed"
    assert ("supervisor", "agreed") in told(cast)
    assert holders() == [(day(5), "赵海涛")]
    assert decide(cast, swap).state == "done"
    assert holders() == [(day(5), "周永福")]
    assert {("technician", "answered"), ("colleague", "answered")} <= told(cast)
    duty.refresh_from_db()
    assert duty.cancelled_by == cast.supervisor.actor().key
    new = Duty.objects.get(cancelled_at__isnull=True)
    assert (new.post, new.start, new.end, new.note) == (POST, duty.start, duty.end, duty.note)
    assert queries.on_duty(cast.site.pk, POST, duty.start).persons == (cast.colleague.person,)


def test_two_duties_change_hands_together(cast, on_duty, ask):
    mine, theirs = on_duty(days=5), on_duty("colleague", days=7)
    swap = ask(mine, theirs)
    answer(cast, swap)
    decide(cast, swap)
    assert holders() == [(day(5), "周永福"), (day(7), "赵海涛")]


def test_the_colleague_says_no_and_everything_stays(cast, on_duty, ask):
    swap = ask(on_duty())
    assert answer(cast, swap, agree=False).state == "declined"
    assert ("technician", "answered") in told(cast)
    assert holders() == [(day(5), "赵海涛")]


def test_the_supervisor_says_no_with_a_reason(cast, on_duty, ask):
    swap = ask(on_duty())
    answer(cast, swap)
    with pytest.raises(Refused) as caught:
        decide(cast, swap, grant=False)
    assert codes(caught) == ["state.needs_reason"]
    decide(cast, swap, grant=False, reason="那天要检修")
    swap.refresh_from_db()
    assert (swap.state, swap.answer) == ("refused", "那天要检修")
    assert holders() == [(day(5), "赵海涛")]


def test_only_whose_duty_it_is_asks_and_only_who_is_asked_answers(cast, on_duty, ask):
    duty = on_duty()
    with pytest.raises(Refused) as caught:
        ask(duty, who="colleague", whom="technician")
    assert caught.value.hidden
    swap = ask(duty)
    with pytest.raises(Refused) as caught:
        answer(cast, swap, who="technician")
    assert codes(caught) == ["swap_not_asked"]
    with pytest.raises(Refused) as caught:
        answer(cast, swap, who="guard")
    assert caught.value.hidden


def test_nobody_approves_before_the_colleague_has_agreed(cast, on_duty, ask):
    swap = ask(on_duty())
    with pytest.raises(Refused) as caught:
        decide(cast, swap)
    assert codes(caught) == ["state.not_from_here"]


def test_whoever_leads_another_unit_neither_sees_nor_decides(cast, on_duty, ask):
    swap = ask(on_duty())
    answer(cast, swap)
    with pytest.raises(Refused) as caught:
        decide(cast, swap, who="captain")
    assert caught.value.hidden
    assert queries.swaps_to_decide(cast.captain.actor(), now=NOW) == []
    assert queries.swaps_to_decide(cast.supervisor.actor(), now=NOW) == [swap]


def test_it_is_taken_back_until_it_is_done(cast, on_duty, ask):
    duty = on_duty()
    swap = ask(duty)
    with pytest.raises(Refused) as caught:
        commands.withdraw_swap(swap_id=swap.pk, actor=cast.colleague.actor(), at=NOW)
    assert codes(caught) == ["swap_not_your_request"]
    answer(cast, swap)
    commands.withdraw_swap(swap_id=swap.pk, actor=cast.technician.actor(), at=NOW)
    with pytest.raises(Refused) as caught:
        decide(cast, swap)
    assert codes(caught) == ["state.not_from_here"]
    assert ask(duty).state == "asked"


def test_one_colleague_is_asked_at_a_time(cast, on_duty, ask):
    duty = on_duty()
    ask(duty)
    with pytest.raises(Refused) as caught:
        ask(duty)
    assert codes(caught) == ["swap_asked_already"]


def test_somebody_of_another_post_is_no_colleague_for_it(cast, on_duty, ask):
    with pytest.raises(Refused) as caught:
        ask(on_duty(), whom="guard")
    assert codes(caught) == ["swap_no_colleague"]


# --- with a table -----------------------------------------------------------------------------


def group(cast, *lines, **more):
    adopt(cast, NOW, shift_plans={"hvac": technicians(*lines, **more)})


def test_where_the_table_asks_for_nobody_it_holds_as_soon_as_both_want_it(cast, on_duty, ask):
    group(cast, swap_rule(at_once=True))
    swap = answer(cast, ask(on_duty()))
    assert swap.state == "done"
    assert holders() == [(day(5), "周永福")]
    # Nobody is asked any more what is answered already, and nobody else is.
    assert told(cast) == {("technician", "answered")}


def test_what_costs_overtime_is_approved_whatever_the_table_says_and_the_log_says_what(
    cast, on_duty, ask
):
    group(cast, swap_rule(at_once=True))
    swap = ask(on_duty(hours=10))
    assert answer(cast, swap).state == "agreed"
    assert ("supervisor", "agreed") in told(cast)
    assert holders() == [(day(5), "赵海涛")]
    page = cast.supervisor.client.get(f"/duty/swaps/{swap.pk}/").content.decode()
    assert "周永福：加班 2 小时，本月共 2 小时。" in page
    assert decide(cast, swap).state == "done"
    entry = Entry.objects.filter(type="rosters.swap.decide").latest("pk")
    assert entry.details["accepted"] == ["rosters.costs_overtime"]


def test_what_the_table_gives_to_the_head_is_not_the_supervisors(cast, on_duty, ask):
    group(cast, swap_rule(approved_by=["centre_director"]))
    swap = ask(on_duty())
    answer(cast, swap)
    assert ("director", "agreed") in told(cast)
    with pytest.raises(Refused) as caught:
        decide(cast, swap)
    assert codes(caught) == ["swap_not_yours_to_decide"]
    decide(cast, swap, who="director")
    assert holders() == [(day(5), "周永福")]


def test_an_answer_that_comes_too_late_changes_nothing(cast, on_duty, ask):
    group(cast, swap_rule(hours_before=24, at_once=True))
    duty = on_duty()
    swap = ask(duty)
    with pytest.raises(Refused) as caught:
        answer(cast, swap, at=duty.start - timedelta(hours=23))
    assert codes(caught) == ["swap_too_late"]
    assert holders() == [(day(5), "赵海涛")]


# --- what happens meanwhile -------------------------------------------------------------------


def test_a_duty_that_was_cancelled_meanwhile_is_not_given_away(cast, on_duty, ask):
    duty = on_duty()
    swap = ask(duty)
    commands.cancel(duty_id=duty.pk, actor=cast.supervisor.actor(), at=NOW)
    with pytest.raises(Refused) as caught:
        answer(cast, swap)
    assert codes(caught) == ["swap_gone"]
    assert holders() == []


def test_a_colleague_who_falls_ill_meanwhile_is_not_put_on_duty(cast, on_duty, ask):
    swap = ask(on_duty())
    answer(cast, swap)
    leave = commands.Leave(day(5), day(5), remark="发烧")
    commands.enter_leave(
        person_id=cast.colleague.person.pk, leave=leave, actor=cast.supervisor.actor(), at=NOW
    )
    with pytest.raises(Refused) as caught:
        decide(cast, swap)
    assert codes(caught) == ["swap_away"]
    assert "发烧" not in str(caught.value.problems)


def test_a_colleague_with_a_duty_of_that_time_is_refused_when_asked_and_told_so_before(
    cast, on_duty, ask
):
    duty = on_duty()
    on_duty("colleague")
    with pytest.raises(Refused) as caught:
        ask(duty)
    assert codes(caught) == ["swap_twice"]
    (problem,) = caught.value.problems
    page = cast.technician.client.get(f"/duty/{duty.pk}/swap/").content.decode()
    assert problem.says.zh in page


def test_a_duty_given_in_exchange_twice_is_given_once(cast, on_duty, ask):
    first, second = on_duty(days=5), on_duty(days=6)
    theirs = on_duty("colleague", days=8)
    one, two = ask(first, theirs), ask(second, theirs)
    answer(cast, one)
    answer(cast, two)
    decide(cast, one)
    with pytest.raises(Refused) as caught:
        decide(cast, two)
    assert codes(caught) == ["swap_gone"]
    assert holders() == [(day(5), "周永福"), (day(6), "赵海涛"), (day(8), "赵海涛")]


def test_a_failing_exchange_leaves_neither_half(cast, on_duty, ask, monkeypatch):
    mine, theirs = on_duty(days=5), on_duty("colleague", days=7)
    swap = ask(mine, theirs)
    answer(cast, swap)

    def break_down(*_args):
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("dayuan.resources.rosters.commands.swaps._in_place_of", break_down)
    with pytest.raises(RuntimeError):
        decide(cast, swap)
    assert holders() == [(day(5), "赵海涛"), (day(7), "周永福")]
    assert Swap.objects.get().state == "agreed"


# --- pages ------------------------------------------------------------------------------------


def test_one_asks_and_answers_on_the_pages(cast, on_duty):
    duty = on_duty()
    on_duty("colleague", days=7)
    mine, theirs = cast.technician.client, cast.colleague.client
    assert f"/duty/{duty.pk}/swap/" in mine.get("/duty/mine/").content.decode()
    address = f"/duty/{duty.pk}/swap/?with={cast.colleague.person.pk}"
    assert "周永福" in mine.get(address).content.decode()
    assert mine.post(address, {"other": ""}).status_code == 302
    swap = Swap.objects.get()
    page = f"/duty/swaps/{swap.pk}/"
    assert page in theirs.get("/duty/mine/").content.decode()
    assert theirs.post(page, {"answer": "yes"}).status_code == 302
    assert page in cast.supervisor.client.get("/duty/asked/").content.decode()
    assert cast.supervisor.client.post(page, {"grant": "no", "reason": ""}).status_code == 422
    assert cast.supervisor.client.post(page, {"grant": "yes"}).status_code == 302
    assert holders()[0] == (day(5), "周永福")
    assert cast.guard.client.get(page).status_code == 404


def test_whom_it_is_worth_asking_stands_first_and_each_group_as_a_dictionary_has_it(cast, on_duty):
    duty = on_duty()
    on_duty("colleague", days=5)
    actor, joined = installation.installer(cast.site.pk), NOW.date() - timedelta(days=90)
    for number, name in enumerate(["赵一", "安二", "崔三"]):
        one = people.create_person(
            staff_number=f"H{number}", name=name, joined=joined, actor=actor, at=NOW
        )
        people.appoint(
            person_id=one.pk,
            post=POST,
            kind=Kind.MAIN,
            start=joined,
            accepted=True,
            actor=actor,
            at=NOW,
        )
    page = cast.technician.client.get(f"/duty/{duty.pk}/swap/").content.decode()
    names = ["安二", "崔三", "赵一", "周永福"]
    assert sorted(names, key=page.index) == names


# --- at the same instant ------------------------------------------------------------------------


def at_once(*acts) -> list[object]:
    """Do all of it at the same time, each on a connection of its own; return what came of it."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one write at a time")
    ready, came = threading.Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait()
            came.append(act())
        except Refused as refused:
            came.append(refused.problems[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return came


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_approve_two_swaps_with_one_colleague_give_him_one_of_them(cast, on_duty, ask):
    """The electrician and the technician each hand a duty of one time to the same colleague."""
    people.appoint(
        person_id=cast.electrician.person.pk, post=POST, kind=Kind.CONCURRENT, start=day(0),
        actor=cast.director.actor(), at=NOW,
    )  # fmt: skip
    first, second = on_duty(), on_duty("electrician")
    swaps = [ask(first), ask(second, who="electrician")]
    for swap in swaps:
        answer(cast, swap)
    deciders = (cast.supervisor.actor(), cast.director.actor())
    came = at_once(
        *(
            partial(
                commands.decide_swap, swap_id=swap.pk, grant=True, answer="", actor=actor, at=NOW
            )
            for swap, actor in zip(swaps, deciders, strict=True)
        )
    )
    assert "rosters.swap_twice" in came
    # The one keeps what he could not give away.
    assert len({name for _day, name in holders()} & {"赵海涛", "吴国庆"}) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(cast, on_duty, ask):
    swap, actor = ask(on_duty()), cast.colleague.actor()
    yes, no = (
        partial(commands.answer_swap, swap_id=swap.pk, agree=agree, actor=actor, at=NOW)
        for agree in (True, False)
    )
    came = at_once(yes, no)
    assert len([one for one in came if isinstance(one, Swap)]) == 1
    swap.refresh_from_db()
    assert swap.state in ("agreed", "declined")
