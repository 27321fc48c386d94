"""A squad is called, answers, comes; each step with its time, and refused where it must be."""

from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Change, Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.services.callout import commands, queries
from dayuan.services.callout.models import Call, Callout
from tests.cast import NOW
from tests.services.callout.squad import answer, call_of, members, order, pk

MINUTE = timedelta(minutes=1)


def refusal(run, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refused:
        run(*args, **kwargs)
    return ["hidden"] if refused.value.hidden else [p.code for p in refused.value.problems]


def test_the_members_stand_in_the_order_of_the_table_and_honestly(guards):
    found = [(one.name, one.standing) for one in members(guards)]
    assert found == [
        ("丁二", "off_duty"), ("丁一", "off_duty"), ("丁三", "away"),
        ("王休息", "off_duty"), ("王下夜", "short_rest"), ("孙建国", "off_duty"),
    ]  # fmt: skip


def test_each_who_is_called_is_told_once_and_nobody_else(guards):
    made = order(guards, "first", "rested")
    outbox.deliver_due(now=NOW)
    told = Notice.objects.filter(kind="callout.call.called")
    assert sorted(told.values_list("person_id", flat=True)) == sorted(
        [pk(guards, "first"), pk(guards, "rested")]
    )
    commands.call_further(
        callout_id=made.pk, person_ids=[pk(guards, "second")], actor=guards.cast.captain.actor(),
        at=NOW,
    )  # fmt: skip
    outbox.deliver_due(now=NOW)
    assert told.count() == 3


def test_an_order_is_written_down_with_who_when_and_why(guards):
    made = order(guards, "first", exercise=True)
    assert (made.wanted, made.within, made.exercise) == (6, 15, True)
    entry = Entry.objects.get(type="callout.squad.order")
    assert entry.details["persons"] == [pk(guards, "first")]
    assert "西门" not in str(entry.details)
    assert Change.objects.filter(machine="callout.call", act="begin").count() == 1


def test_a_person_answers_comes_and_the_times_stay(guards):
    made = order(guards, "first")
    answer(guards, made, "first", at=NOW + 2 * MINUTE)
    found = call_of(made, guards, "first")
    commands.arrive(
        call_id=found.pk, actor=guards.first.actor(NOW + 9 * MINUTE), at=NOW + 9 * MINUTE
    )
    found.refresh_from_db()
    assert (found.state, found.answered_at, found.arrived_at) == (
        "here", NOW + 2 * MINUTE, NOW + 9 * MINUTE,
    )  # fmt: skip


def test_whoever_cannot_says_why_and_may_come_after_all(guards):
    made = order(guards, "first")
    at = NOW + MINUTE
    assert refusal(answer, guards, made, "first", at=at, coming=False) == ["state.needs_reason"]
    answer(guards, made, "first", at=at, coming=False, why="孩子在医院")
    assert call_of(made, guards, "first").why == "孩子在医院"
    answer(guards, made, "first", at=at)
    found = call_of(made, guards, "first")
    assert (found.state, found.why) == ("coming", "")


def test_whoever_calls_writes_down_what_somebody_without_a_phone_says(guards):
    made = order(guards, "first")
    answer(guards, made, "first", at=NOW + MINUTE, by="captain")
    found = call_of(made, guards, "first")
    assert found.answered_by == guards.cast.captain.person
    later = NOW + 10 * MINUTE
    commands.arrive(
        call_id=found.pk, came_at=NOW + 6 * MINUTE, actor=guards.cast.captain.actor(later),
        at=later,
    )  # fmt: skip
    found.refresh_from_db()
    assert (found.arrived_at, found.arrived_by) == (NOW + 6 * MINUTE, guards.cast.captain.person)


def test_a_time_that_was_written_wrongly_is_put_right_by_whoever_calls_alone(guards):
    made = order(guards, "first")
    found, at = call_of(made, guards, "first"), NOW + 10 * MINUTE
    me, captain = guards.first.actor(at), guards.cast.captain.actor(at)
    commands.arrive(call_id=found.pk, actor=me, at=at)
    assert refusal(commands.arrive, call_id=found.pk, actor=me, at=at) == ["callout.here_already"]
    commands.arrive(call_id=found.pk, came_at=NOW + 4 * MINUTE, actor=captain, at=at)
    found.refresh_from_db()
    assert found.arrived_at == NOW + 4 * MINUTE
    wrong = {"call_id": found.pk, "came_at": NOW - 9 * MINUTE, "actor": captain, "at": at}
    assert refusal(commands.arrive, **wrong) == ["callout.wrong_time"]


def test_a_colleagues_call_does_not_exist_for_a_guard(guards):
    made = order(guards, "first")
    assert refusal(answer, guards, made, "first", at=NOW, by="second") == ["hidden"]


def test_whoever_only_reads_call_outs_answers_for_nobody(guards):
    made = order(guards, "first")
    assert refusal(answer, guards, made, "first", at=NOW, by="checker") == ["callout.not_yours"]


def test_nobody_is_called_who_is_not_on_the_list_or_was_called_already(guards):
    assert refusal(order, guards, "first", "on_patrol") == ["callout.not_listed"]
    made = order(guards, "first")
    again = {"callout_id": made.pk, "actor": guards.cast.captain.actor(), "at": NOW}
    assert refusal(commands.call_further, person_ids=[pk(guards, "first")], **again) == [
        "callout.not_listed"
    ]
    assert Call.objects.count() == 1


def test_a_guard_calls_nobody_out(guards):
    assert refusal(order, guards, "first", by="second") == ["access.verb"]
    assert not Callout.objects.exists()


def test_a_reason_with_a_mark_of_state_secrecy_is_refused(guards):
    assert refusal(order, guards, "first", reason="【机密】行动") == ["label.state_secret"]


def test_where_nobody_decided_the_squad_the_order_says_what_is_missing(cast):
    found = {"order": commands.Order("emergency_squad", "集合", "门"), "person_ids": [1]}
    assert refusal(commands.call_out, **found, actor=cast.captain.actor(), at=NOW) == [
        "callout.no_members", "callout.no_size",
    ]  # fmt: skip
    where = [one.where for one in queries.questions(cast.site.pk)]
    assert where == [
        "squads.emergency_squad.members", "settings.emergency_squad_size: value",
        "settings.limit_emergency_call_out: value", "squads.emergency_squad.unanswered",
    ]  # fmt: skip


def test_ending_needs_a_sentence_tells_whoever_is_awaited_and_closes_answers(guards):
    made = order(guards, "first", "second", "rested")
    at = NOW + 20 * MINUTE
    answer(guards, made, "first", at=at)
    answer(guards, made, "second", at=at, coming=False, why="不在本市")
    ending = {"callout_id": made.pk, "actor": guards.cast.captain.actor(at), "at": at}
    assert refusal(commands.end, outcome=" ", **ending) == ["state.needs_reason"]
    commands.end(outcome="人群已散", **ending)
    outbox.deliver_due(now=at)
    told = Notice.objects.filter(kind="callout.call.let_go").values_list("person_id", flat=True)
    assert set(told) == {pk(guards, "first"), pk(guards, "rested")}
    assert refusal(answer, guards, made, "rested", at=at) == ["callout.over"]
    assert refusal(commands.end, outcome="又一次", **ending) == ["state.not_from_here"]
