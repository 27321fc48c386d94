"""What the clock does: extra strength ends with its time, missing answers are told of once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.models import Change, Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.services.callout import commands, queries, rules, sweeps
from dayuan.services.callout.commands import clocks
from dayuan.services.callout.models import Call, Callout, Surge
from tests.cast import NOW
from tests.services.callout.squad import answer, order, pk
from tests.services.callout.test_surges import DAY, END, START, added, close, leave
from tests.services.callout.test_surges import order as order_surge

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def run(at) -> None:
    """Let both timers run and what they tell be delivered."""
    sweeps.end_in_time(now=at)
    sweeps.tell_unanswered(now=at)
    outbox.deliver_due(now=at)


def told(kind: str) -> list[int]:
    rows = Notice.objects.filter(kind=f"callout.{kind}").order_by("person_id")
    return list(rows.values_list("person_id", flat=True))


# --- extra strength ends with its time -----------------------------------------------------


def test_extra_strength_ends_with_its_time_and_no_second_sooner(guards):
    made = order_surge(guards, persons=["second"])
    run(END - SECOND)
    made.refresh_from_db()
    assert made.state == "ordered"
    run(END)
    made.refresh_from_db()
    assert (made.state, made.closed_at, made.closed_by) == ("ended", END, None)
    assert made.closed_why == "到时自动结束"
    assert told("surge.time_over") == [guards.cast.captain.person.pk]
    assert told("call.stood_down") == [pk(guards, "second")]
    standby = Callout.objects.get(surge=made)
    assert (standby.state, standby.ended_at, standby.ended_by) == ("ended", END, None)


def test_what_is_over_stays_as_it_was_worked(guards):
    annual = leave(guards, "first", 0, 0)
    made = order_surge(guards, off=[annual])
    duty = added(guards, made, "guard").duty
    run(END + 3 * MINUTE)
    duty.refresh_from_db()
    assert duty.cancelled_at is None
    assert [one.not_back for one in queries.leave_of(made)] == ["over"]


def test_it_ends_once_however_often_one_looks_and_is_written_down(guards):
    made = order_surge(guards, persons=["second"])
    for minutes in (0, 1, 2):
        run(END + minutes * MINUTE)
    assert len(told("surge.time_over")) == len(told("call.stood_down")) == 1
    entry = Entry.objects.get(type="callout.surge.time_over")
    assert entry.actor_key == "system:callout"
    assert Change.objects.filter(machine="callout.surge", act="end").count() == 1
    assert Surge.objects.get(pk=made.pk).closed_at == END


def test_what_somebody_ended_is_left_alone(guards):
    made = order_surge(guards)
    close(guards, made, START)
    run(END + MINUTE)
    made.refresh_from_db()
    assert made.closed_why == "来访取消"
    assert told("surge.time_over") == []


def test_nobody_ends_it_by_the_clock_before_its_time_and_no_person_ever(guards):
    made = order_surge(guards)
    program = system_actor("t", site_id=guards.cast.site.pk, verbs=frozenset({clocks.END}))
    for actor, code in (
        (program, "callout.surge_not_over"), (guards.cast.director.actor(), "access.nobody"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            commands.end_in_time(surge_id=made.pk, actor=actor, at=END - SECOND)
        assert [one.code for one in refused.value.problems] == [code]


def test_the_pages_say_that_it_ended_by_itself(guards, clock):
    made = order_surge(guards, persons=["second"])
    run(END)
    standby = Callout.objects.get(surge=made)
    for url in (f"/callout/surges/{made.pk}/", f"/callout/{standby.pk}/"):
        shown = guards.cast.captain.client.get(url).content.decode()
        assert "到时自动结束" in shown
        assert "None" not in shown
        assert "程序" in shown


# --- answers that are missing --------------------------------------------------------------


def test_after_the_minutes_of_the_plan_whoever_called_is_told_and_each_is_reminded(guards):
    made = order(guards, "first", "second", "rested")
    answer(guards, made, "first", at=NOW + MINUTE)
    run(NOW + 10 * MINUTE - SECOND)
    assert told("call.unanswered") == []
    run(NOW + 10 * MINUTE)
    assert told("call.unanswered") == [guards.cast.captain.person.pk]
    assert told("call.remind") == sorted([pk(guards, "second"), pk(guards, "rested")])
    made.refresh_from_db()
    assert made.told_at == NOW + 10 * MINUTE


def test_the_notice_says_how_many_and_leads_to_the_page(guards, clock):
    made = order(guards, "first", "second")
    run(NOW + 10 * MINUTE)
    captain, notice = guards.cast.captain.client, Notice.objects.get(kind="callout.call.unanswered")
    shown = captain.get("/notices/").content.decode()
    assert "2 人未应答：安全应急分队" in shown
    assert "西门" not in shown
    led = captain.post(f"/notices/{notice.pk}/open/")
    assert led["Location"] == f"/callout/{made.pk}/"


def test_never_more_than_once_for_a_call_out(guards):
    made = order(guards, "first")
    for minutes in (10, 11, 60):
        run(NOW + minutes * MINUTE)
    further(guards, made, "second", at=NOW + 60 * MINUTE)
    run(NOW + 90 * MINUTE)
    assert told("call.unanswered") == [guards.cast.captain.person.pk]
    assert told("call.remind") == [pk(guards, "first")]
    assert Entry.objects.filter(type="callout.call.tell_unanswered").count() == 1


def further(guards, made, who: str, *, at) -> None:
    commands.call_further(
        callout_id=made.pk, person_ids=[pk(guards, who)], actor=guards.cast.captain.actor(at), at=at
    )


def test_where_all_answered_in_time_it_looks_at_those_called_further(guards):
    made = order(guards, "first")
    answer(guards, made, "first", at=NOW + MINUTE, coming=False, why="不在本市")
    further(guards, made, "second", at=NOW + 5 * MINUTE)
    run(NOW + 10 * MINUTE)
    assert told("call.unanswered") == []
    run(NOW + 15 * MINUTE)
    assert told("call.remind") == [pk(guards, "second")]


def test_people_called_after_all_had_answered_may_be_late_as_well(guards):
    made = order(guards, "first")
    answer(guards, made, "first", at=NOW + MINUTE)
    run(NOW + 10 * MINUTE)
    assert Callout.objects.get(pk=made.pk).late_from is None
    further(guards, made, "second", at=NOW + 20 * MINUTE)
    run(NOW + 30 * MINUTE)
    assert told("call.unanswered") == [guards.cast.captain.person.pk]


def test_nobody_is_told_of_what_is_over_or_answered_before_it_is_delivered(guards):
    made = order(guards, "first", "second")
    sweeps.tell_unanswered(now=NOW + 10 * MINUTE)
    answer(guards, made, "first", at=NOW + 10 * MINUTE)
    outbox.deliver_due(now=NOW + 10 * MINUTE)
    assert told("call.remind") == [pk(guards, "second")]
    over = order(guards, "first", at=NOW + 30 * MINUTE)
    commands.end(
        callout_id=over.pk, outcome="完", actor=guards.cast.captain.actor(), at=NOW + 31 * MINUTE
    )
    run(NOW + 60 * MINUTE)
    assert len(told("call.unanswered")) == 1


def test_standing_by_waits_for_its_own_minutes(guards):
    made = order_surge(guards, persons=["second"])
    assert Callout.objects.get(surge=made).unanswered == 60
    run(NOW + 59 * MINUTE)
    assert told("call.remind_stand_by") == []
    run(NOW + 60 * MINUTE)
    assert told("call.remind_stand_by") == [pk(guards, "second")]
    assert told("call.unanswered") == [guards.cast.captain.person.pk]


def test_where_nobody_decided_the_minutes_nobody_is_told(guards):
    made = order(guards, "first")
    Callout.objects.filter(pk=made.pk).update(unanswered=None, late_from=None)
    run(NOW + DAY)
    assert told("call.unanswered") == []
    assert Call.objects.get(callout=made).state == "called"


def test_what_is_not_decided_is_asked_for_on_the_page(cast, clock):
    where = [one.where for one in queries.level_questions(cast.site.pk)]
    assert where == [f"surges.level_{n}.unanswered" for n in (1, 2, 3)]
    shown = cast.captain.client.get("/callout/").content.decode()
    assert "surges.level_2.unanswered" in shown
    assert "squads.emergency_squad.unanswered" in shown


@pytest.mark.once
@given(st.lists(st.integers(-300, 300)), st.integers(0, 120))
def test_each_is_late_from_its_minute_on_and_the_next_one_is_the_next(called, minutes):
    waiting = [(n, NOW + seconds * SECOND) for n, seconds in enumerate(called)]
    late, ahead = rules.unanswered(waiting, minutes=minutes, at=NOW)
    due = [when + minutes * MINUTE for _n, when in waiting]
    assert set(late) == {n for n, when in enumerate(due) if when <= NOW}
    assert ahead == min((when for when in due if when > NOW), default=None)
