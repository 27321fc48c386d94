"""Who came: noted by whoever leads the shift or by the person, told once, put right readably."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.kernel.states import reachable
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.models import Change, Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.resources.rosters import commands, queries, sweeps
from dayuan.resources.rosters.models import Attendance, Duty
from dayuan.resources.rosters.rules import attendance as rules
from dayuan.resources.rosters.rules.attendance import Noted
from dayuan.resources.rosters.states import ATTENDANCE

#: 10:00 in Nanjing; the duty began at 08:00 there.
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
START = NOW - timedelta(hours=2)
WHOLE = Period(START, START + timedelta(hours=8))
CAME = Noted()


def hour(n: float) -> datetime:
    """Return so many hours after the duty's beginning."""
    return START + timedelta(hours=n)


def on_duty(cast, who="guard", post="gate_guard", start=START, hours=8):
    return Duty.objects.create(
        site=cast.site, post=post, person=cast.members[who].person, start=start,
        end=start + timedelta(hours=hours), day=start.date(), planned_at=start,
        planned_by="system:tests",
    )  # fmt: skip


def noted(cast, duty, what=CAME, *, by="captain", at=NOW):
    actor = cast.members[by].actor(at)
    return commands.note(duty_id=duty.pk, noted=what, actor=actor, at=at)


def codes(refusal) -> list[str]:
    return [one.code for one in refusal.value.problems]


# --- rules ----------------------------------------------------------------------------------


def test_every_state_can_be_reached_and_every_note_has_an_act():
    assert reachable(ATTENDANCE) == {one.code for one in ATTENDANCE.states}
    for state in ("expected", "here", "left", "absent"):
        for outcome in ("here", "left", "absent"):
            act = rules.act_for(state, outcome)
            same = state == outcome == "absent"
            assert ATTENDANCE.may(act, state=state) is not same


@pytest.mark.parametrize(
    ("what", "at", "code"),
    [
        (CAME, hour(-1.1), "rosters.attendance_too_early"),
        (Noted(absent=True), hour(-0.1), "rosters.attendance_too_early"),
        (Noted(came_at=hour(8)), hour(9), "rosters.came_after_the_end"),
        (Noted(came_at=hour(3)), hour(2), "rosters.attendance_in_the_future"),
        (Noted(left_at=hour(3)), hour(2), "rosters.attendance_in_the_future"),
        (Noted(came_at=hour(3), left_at=hour(2)), hour(4), "rosters.left_before_coming"),
        (Noted(left_at=hour(25)), hour(26), "rosters.left_before_coming"),
    ],
)
def test_what_cannot_have_been_is_refused_with_its_reason(what, at, code):
    assert [one.code for one in rules.problems(WHOLE, what, at=at)] == [code]


@pytest.mark.parametrize(
    "what", [CAME, Noted(absent=True), Noted(came_at=hour(0.5)), Noted(left_at=hour(9))]
)
def test_what_can_have_been_is_noted(what):
    assert rules.problems(WHOLE, what, at=hour(9)) == ()


def test_who_comes_early_counts_from_the_beginning():
    assert Noted(came_at=hour(-0.5)).came(WHOLE) == START


@given(st.integers(-60, 500), st.integers(1, 700))
def test_late_early_and_longer_add_up_to_the_difference_from_the_plan(came, stayed):
    start = max(hour(0), hour(came / 60))
    left = start + timedelta(minutes=stayed)
    how = rules.presence(WHOLE, start, left)
    planned = hour(8) - START
    assert left - start == planned - how.late - how.early + how.longer
    assert not (how.early and how.longer)


# --- noting ---------------------------------------------------------------------------------


def test_the_supervisor_notes_with_one_word_that_somebody_came(cast):
    duty = on_duty(cast)
    row = noted(cast, duty)
    assert (row.state, row.came_at, row.left_at) == ("here", duty.start, None)
    assert (row.noted_at, row.noted_by) == (NOW, cast.captain.actor().key)
    entry = Entry.objects.get(type="rosters.attendance.note")
    assert (entry.subject_ids, entry.details["outcome"]) == ([duty.pk], "here")


def test_what_was_noted_before_stays_readable_after_it_was_put_right(cast):
    duty = on_duty(cast)
    noted(cast, duty, Noted(absent=True))
    row = noted(cast, duty, Noted(came_at=hour(1)), by="director")
    assert (row.state, row.came_at) == ("here", hour(1))
    lines = Change.objects.filter(machine=ATTENDANCE.code, context_id=duty.pk).order_by("pk")
    assert [(one.act, one.new) for one in lines] == [
        ("begin", "expected"), ("miss", "absent"), ("correct_here", "here"),
    ]  # fmt: skip
    said = [one.details for one in Entry.objects.filter(type="rosters.attendance.note")]
    assert [one["outcome"] for one in said] == ["absent", "here"]
    assert said[1]["came"].startswith("2026-11-20T01:00")


def test_a_guard_notes_nobody_and_says_of_the_own_duty_alone_that_he_is_here(cast):
    own, other = on_duty(cast), on_duty(cast, "electrician", "duty_electrician")
    guard = cast.guard.actor()
    with pytest.raises(Refused):
        commands.note(duty_id=own.pk, noted=CAME, actor=guard, at=NOW)
    with pytest.raises(Refused) as refusal:
        commands.say_here(duty_id=other.pk, actor=guard, at=NOW)
    assert codes(refusal) == ["rosters.not_your_duty"]
    row = commands.say_here(duty_id=own.pk, actor=guard, at=hour(0.25))
    assert (row.came_at, row.noted_by) == (hour(0.25), guard.key)


def test_nobody_says_here_over_what_the_leader_noted(cast):
    duty = on_duty(cast)
    noted(cast, duty, Noted(absent=True))
    with pytest.raises(Refused) as refusal:
        commands.say_here(duty_id=duty.pk, actor=cast.guard.actor(), at=NOW)
    assert codes(refusal) == ["rosters.noted_already"]
    assert Attendance.objects.get().state == "absent"


def test_a_squad_leader_notes_the_guards_and_no_other_post(cast):
    from dataclasses import replace  # noqa: PLC0415 - used here alone

    leader = replace(cast.guard.actor(), verbs=cast.guard.actor().verbs | {queries.NOTE})
    own, other = on_duty(cast), on_duty(cast, "electrician", "duty_electrician")
    assert commands.note(duty_id=own.pk, noted=CAME, actor=leader, at=NOW).state == "here"
    with pytest.raises(Refused) as refusal:
        commands.note(duty_id=other.pk, noted=CAME, actor=leader, at=NOW)
    assert codes(refusal) == ["rosters.not_your_group"]


def test_of_a_cancelled_duty_nothing_is_noted(cast):
    duty = on_duty(cast)
    commands.cancel(duty_id=duty.pk, actor=cast.captain.actor(), at=NOW)
    with pytest.raises(Refused) as refusal:
        noted(cast, duty)
    assert codes(refusal) == ["rosters.duty_cancelled"]


# --- telling once ---------------------------------------------------------------------------


def told() -> list[int]:
    outbox.deliver_due(now=NOW)
    rows = Notice.objects.filter(kind="rosters.attendance.missing").order_by("pk")
    return list(rows.values_list("person_id", flat=True))


def test_after_fifteen_minutes_whoever_arranges_is_told_once(cast):
    duty = on_duty(cast)
    assert not sweeps.tell_missing(now=hour(0.24)).done
    assert not queries.is_missing(duty, queries.after_of(cast.site.pk), at=hour(0.24))
    assert sweeps.tell_missing(now=hour(0.25)).done == 1
    assert queries.is_missing(duty, queries.after_of(cast.site.pk), at=hour(0.25))
    assert sweeps.tell_missing(now=hour(0.5)).done == 0
    assert told() == [cast.captain.person.pk]


def test_nobody_is_told_of_somebody_noted_meanwhile_nor_of_posts_that_are_not_followed(cast):
    duty = on_duty(cast)
    on_duty(cast, "electrician", "duty_electrician")
    sweeps.tell_missing(now=hour(1))
    noted(cast, duty)
    assert told() == []
    assert Attendance.objects.get().told_at == hour(1)


def test_a_duty_noted_in_time_over_or_cancelled_is_not_told(cast):
    noted(cast, on_duty(cast))
    on_duty(cast, "electrician", "gate_guard", start=hour(-9))
    gone = on_duty(cast, "technician", "patrol_guard")
    commands.cancel(duty_id=gone.pk, actor=cast.captain.actor(), at=NOW)
    assert sweeps.tell_missing(now=NOW).done == 0


def test_only_the_program_itself_reminds(cast):
    duty = on_duty(cast)
    with pytest.raises(Refused):
        commands.remind(duty_id=duty.pk, actor=cast.director.actor(), at=NOW)
    nobody = system_actor("x", site_id=cast.site.pk)
    with pytest.raises(Refused):
        commands.remind(duty_id=duty.pk, actor=nobody, at=NOW)


def test_what_was_noted_goes_when_no_hours_depend_on_it_any_more(cast):
    noted(cast, on_duty(cast))
    assert sweeps.forget_old(now=NOW + timedelta(days=30)) == 0
    assert sweeps.forget_old(now=NOW + timedelta(days=24 * 31 + 1)) == 1
    assert not Attendance.objects.exists()
    assert Duty.objects.count() == 1


# --- pages ----------------------------------------------------------------------------------


def test_one_tap_notes_and_the_page_says_by_whom(cast, clock):
    duty = on_duty(cast)
    page = cast.captain.client.get("/duty/attendance/").content.decode()
    assert "尚未到岗" in page
    answer = cast.captain.client.post(f"/duty/{duty.pk}/attendance/", {"outcome": "came"})
    assert answer.status_code == 302
    page = cast.captain.client.get("/duty/attendance/").content.decode()
    assert "尚未到岗" not in page
    assert cast.captain.person.name in page


def test_two_taps_note_that_somebody_was_late_or_left(cast, clock):
    duty = on_duty(cast)
    url = f"/duty/{duty.pk}/attendance/"
    asked = cast.captain.client.post(url, {"outcome": "late", "came": ""})
    assert asked.status_code == 422
    sent = {"outcome": "left", "came": "08:10", "left": "09:30"}
    assert cast.captain.client.post(url, sent).status_code == 302
    row = Attendance.objects.get()
    assert (row.state, row.came_at, row.left_at) == ("left", hour(1 / 6), hour(1.5))
    early = cast.captain.client.post(url, {"outcome": "left", "came": "08:10", "left": "11:30"})
    assert early.status_code == 422


def test_colleagues_see_neither_who_is_missing_nor_who_came_late(cast, clock):
    on_duty(cast, "electrician")
    mine = on_duty(cast)
    noted(cast, mine, Noted(came_at=hour(1)))
    day = cast.guard.client.get("/duty/").content.decode()
    assert "尚未到岗" not in day
    assert "迟到" in day
    assert "迟到" not in cast.cleaner.client.get("/duty/").content.decode()
    assert "迟到" in cast.captain.client.get("/duty/").content.decode()
    shift = cast.guard.client.get("/duty/attendance/").content.decode()
    assert cast.electrician.person.name not in shift


def test_who_did_not_come_holds_no_post_and_who_left_holds_it_no_more(cast):
    def hold() -> list[str]:
        return [one.name for one in queries.holding(cast.site.pk, "gate_guard", NOW).persons]

    duty, name = on_duty(cast), cast.guard.person.name
    assert hold() == [name]
    noted(cast, duty, Noted(absent=True))
    assert name not in hold()
    noted(cast, duty, Noted(came_at=hour(0.5)))
    assert hold() == [name]
    noted(cast, duty, Noted(left_at=hour(1.5)))
    assert name not in hold()


def test_the_board_names_who_is_not_yet_there_to_those_who_note_it_alone(cast, clock):
    duty = on_duty(cast)
    awaited = f"{cast.guard.person.name}（未到岗）"
    assert queries.holding(cast.site.pk, "gate_guard", NOW).missing == (cast.guard.person,)
    assert awaited in cast.captain.client.get("/board/").content.decode()
    board = cast.checker.client.get("/board/").content.decode()
    assert cast.guard.person.name in board
    assert "未到岗" not in board
    noted(cast, duty)
    assert awaited not in cast.captain.client.get("/board/").content.decode()


def test_a_person_says_on_the_own_phone_that_he_is_here(cast, clock):
    duty = on_duty(cast, start=NOW - timedelta(minutes=5))
    page = cast.guard.client.get("/duty/attendance/").content.decode()
    assert f"/duty/{duty.pk}/here/" in page
    assert cast.guard.client.post(f"/duty/{duty.pk}/here/").status_code == 302
    assert Attendance.objects.get().came_at == NOW


def test_of_somebody_elses_duty_the_page_says_why_it_was_not_noted(cast, clock):
    duty = on_duty(cast)
    answer = cast.cleaner.client.post(f"/duty/{duty.pk}/here/", follow=True)
    assert "只能登记本人的班" in answer.content.decode()
    assert not Attendance.objects.exists()
