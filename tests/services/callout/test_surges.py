"""Extra strength before a visit, and back: leave, standing by, added duties, each undone."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.schema.callout import Surge as Level
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.resources.rosters import commands as rosters
from dayuan.resources.rosters import queries as duty_list
from dayuan.resources.rosters.commands.away import Leave
from dayuan.resources.rosters.models import Away, Duty
from dayuan.services.callout import commands, queries, rules
from dayuan.services.callout.commands import NewDuty, SurgeOrder
from dayuan.services.callout.models import Call, Surge
from tests.cast import NOW
from tests.services.callout.squad import HOUR, pk

DAY = timedelta(days=1)
#: The Monday of the visit, from eight till eight in the evening.
VISIT = date(2026, 11, 23)
START, END = NOW + 3 * DAY - 2 * HOUR, NOW + 3 * DAY + 10 * HOUR


def refusal(run, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refused:
        run(**kwargs)
    return ["hidden"] if refused.value.hidden else [p.code for p in refused.value.problems]


def leave(guards, who: str, first: int, last: int, kind: str = "annual", *, by="captain") -> Away:
    days = Leave(VISIT + first * DAY, VISIT + last * DAY, kind)
    person = guards.members.get(who) or guards.cast.members[who]
    return rosters.enter_leave(
        person_id=person.person.pk, leave=days, actor=guards.cast.members[by].actor(), at=NOW
    )


def draft(guards, level: str = "level_2", by: str = "captain") -> queries.Draft:
    actor = guards.actor(by, NOW)
    return queries.draft(actor, queries.level_of(actor.site_id, level), START, END)


def order(guards, *, off=(), persons=(), level="level_2", by="captain", at=NOW, **other) -> Surge:
    said = {"reason": "重要接待", "start": START, "end": END, "where": "宿舍", **other}
    return commands.order_surge(
        order=SurgeOrder(level, **said), leave=[one.pk for one in off],
        person_ids=[pk(guards, one) for one in persons], actor=guards.actor(by, at), at=at,
    )  # fmt: skip


def close(guards, made: Surge, at, by: str = "captain") -> Surge:
    return commands.close_surge(surge_id=made.pk, why="来访取消", actor=guards.actor(by, at), at=at)


def away_days(guards, who: str) -> set[int]:
    found = duty_list.away(
        guards.cast.site.pk, [pk(guards, who)], Period(VISIT - 9 * DAY, VISIT + 30 * DAY)
    )[pk(guards, who)]
    days = [
        one.start + n * DAY
        for one in found
        for n in range(((one.end or one.start) - one.start).days)
    ]
    return {(day - VISIT).days for day in days}


def test_whose_leave_is_called_off_and_who_could_stand_by(guards):
    annual, sick = leave(guards, "first", -1, 2), leave(guards, "rested", 0, 0, "sick")
    leave(guards, "technician", 0, 0, by="supervisor")
    found = draft(guards)
    assert [(one.away, one.days) for one in found.lines] == [(annual, Period(VISIT, VISIT + DAY))]
    assert [(one.name, one.why) for one in found.stays] == [("王休息", "law")]
    assert sick.state == "approved"
    standing = {one.name: one.standing for one in found.standby}
    assert standing["丁一"] == "off_duty"
    assert standing["王休息"] == "away"
    assert "赵海涛" not in standing


def test_a_level_for_everybody_names_the_leave_that_others_decide_on(guards):
    leave(guards, "technician", 0, 0, by="supervisor")
    assert [one.away.person.name for one in draft(guards, "level_1", "director").lines] == [
        "赵海涛"
    ]
    stays = draft(guards, "level_1").stays
    assert [(one.name, one.why) for one in stays] == [("赵海涛", "others")]


def test_technicians_are_called_back_a_week_before_by_the_table(guards):
    early = leave(guards, "technician", -3, -2, by="supervisor")
    found = draft(guards, "level_1", "director").lines
    assert [(one.away, one.days) for one in found] == [(early, early.days)]


def test_an_order_calls_off_the_days_and_asks_people_to_stand_by(guards):
    annual = leave(guards, "first", -1, 2)
    made = order(guards, off=[annual], persons=["second"], extra={"gate_guard": 2})
    outbox.deliver_due(now=NOW)
    assert away_days(guards, "first") == {-1, 1, 2}
    told = Notice.objects.filter(kind="callout.call.stand_by").values_list("person_id", flat=True)
    assert list(told) == [pk(guards, "second")]
    annual.refresh_from_db()
    assert annual.answer == "重要接待"
    assert [(one.post, one.extra) for one in made.posts.all()] == [("gate_guard", 2)]


def test_whoever_stands_by_answers_by_the_same_record(guards):
    made = order(guards, persons=["second"])
    call = Call.objects.get(callout__surge=made)
    commands.answer(call_id=call.pk, coming=True, actor=guards.second.actor(), at=NOW)
    call.refresh_from_db()
    assert (call.state, call.answered_at) == ("coming", NOW)
    ending = {"callout_id": call.callout_id, "actor": guards.cast.captain.actor(), "at": NOW}
    assert refusal(commands.end, outcome="完", **ending) == ["callout.stands_by"]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"reason": " "}, "callout.no_reason"),
        ({"end": START}, "callout.surge_order"),
        ({"end": START + 15 * DAY}, "callout.surge_too_long"),
        ({"where": ""}, "callout.no_place"),
        ({"reason": "【秘密】来访"}, "label.state_secret"),
    ],
)
def test_an_order_that_lacks_something_changes_nothing(guards, other, code):
    annual = leave(guards, "first", 0, 0)
    with pytest.raises(Refused) as refused:
        order(guards, off=[annual], persons=["second"], **other)
    assert [one.code for one in refused.value.problems] == [code]
    assert away_days(guards, "first") == {0}
    assert not Surge.objects.exists()


def test_leave_that_the_level_does_not_call_off_is_not_called_off(guards):
    sick = leave(guards, "first", 0, 0, "sick")
    with pytest.raises(Refused) as refused:
        order(guards, off=[sick])
    assert [one.code for one in refused.value.problems] == ["callout.surge_changed"]


def test_a_guard_orders_nothing(guards):
    with pytest.raises(Refused) as refused:
        order(guards, by="first")
    assert refused.value.problems[0].code == "access.verb"


def added(guards, made: Surge, who: str, *, accepted=(), by="director", at=NOW, hours=(0, 8)):
    duty = NewDuty(
        "gate_guard", guards.cast.guard.person.pk if who == "guard" else pk(guards, who),
        START + hours[0] * HOUR, START + hours[1] * HOUR,
    )  # fmt: skip
    return commands.add_duty(
        surge_id=made.pk, duty=duty, accepted=accepted, actor=guards.actor(by, at), at=at
    )


def test_an_added_duty_against_the_rest_is_let_pass_by_name_and_by_the_director(guards):
    made = order(guards)
    added(guards, made, "guard", hours=(0, 4))
    again = {"hours": (6, 12)}
    with pytest.raises(Refused) as refused:
        added(guards, made, "guard", **again)
    named = [one.code for one in refused.value.problems]
    assert "rosters.little_rest" in named
    with pytest.raises(Refused):
        added(guards, made, "guard", accepted=named, by="captain", **again)
    row = added(guards, made, "guard", accepted=named, **again)
    assert {one["code"] for one in row.accepted} == set(named)
    assert row.added_by == guards.cast.director.person


def test_an_added_duty_lies_within_the_time(guards):
    with pytest.raises(Refused) as refused:
        added(guards, order(guards), "guard", hours=(8, 13))
    assert refused.value.problems[0].code == "callout.duty_outside"


def test_called_off_before_it_begins_everything_is_as_it_was(guards):
    annual = leave(guards, "first", -1, 2)
    made = order(guards, off=[annual], persons=["second"])
    duty = added(guards, made, "guard").duty
    closed = close(guards, made, NOW + HOUR)
    outbox.deliver_due(now=NOW + HOUR)
    assert closed.state == "called_off"
    assert away_days(guards, "first") == {-1, 0, 1, 2}
    assert Duty.objects.get(pk=duty.pk).cancelled_at is not None
    told = Notice.objects.filter(kind="callout.call.stood_down")
    assert [one.person_id for one in told] == [pk(guards, "second")]
    assert refusal(
        commands.close_surge, surge_id=made.pk, why="再来", actor=guards.cast.captain.actor(),
        at=NOW,
    ) == ["state.not_from_here"]  # fmt: skip


def test_ended_in_the_middle_what_is_over_stays_and_is_named(guards):
    annual = leave(guards, "first", 0, 2)
    end = {"end": END + 2 * DAY}
    made = order(guards, off=[annual], **end)
    begun, ahead = added(guards, made, "guard"), added(guards, made, "guard", hours=(24, 32))
    at = START + 4 * HOUR
    assert close(guards, made, at).state == "ended"
    assert away_days(guards, "first") == {1, 2}
    begun.refresh_from_db()
    ahead.refresh_from_db()
    assert (begun.undone, ahead.undone) == (False, True)
    assert [one.not_back for one in queries.leave_of(made)] == [""]


def test_leave_that_is_over_or_that_others_decide_on_is_named_as_not_given_back(guards):
    annual = leave(guards, "first", 0, 0)
    away = leave(guards, "technician", 0, 3, by="supervisor")
    made = order(guards, off=[annual, away], level="level_1", by="director", end=END + 3 * DAY)
    close(guards, made, START + HOUR)
    assert [(one.away_id, one.back, one.not_back) for one in queries.leave_of(made)] == [
        (annual.pk, None, "over"), (away.pk, None, "hidden"),
    ]  # fmt: skip


def test_the_page_of_an_order_asks_for_the_time_then_shows_whom_it_concerns(guards, clock):
    leave(guards, "first", 0, 0)
    url = "/callout/surges/new/level_2/"
    captain = guards.cast.captain.client
    assert "看看涉及谁" in captain.get(url).content.decode()
    when = "?day=2026-11-23&start=08:00&last=2026-11-23&end=20:00"
    shown = captain.get(url + when).content.decode()
    assert "丁一 · 年休假" in shown
    typed = {"reason": "重要接待", "where": "宿舍", "leave": Away.objects.latest("pk").pk,
             "persons": pk(guards, "second"), "extra_gate_guard": "2"}  # fmt: skip
    done = captain.post(url + when, typed)
    made = Surge.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/callout/surges/{made.pk}/")
    assert "丁二" in captain.get(done["Location"]).content.decode()
    call = Call.objects.get(callout__surge=made)
    record = captain.get(f"/callout/{call.callout_id}/").content.decode()
    assert "正在集合" not in record, "whoever stands by is not called out"
    asked = guards.second.client.get(f"/callout/calls/{call.pk}/").content.decode()
    assert "我会待命" in asked
    assert "我到了" not in asked, "nobody stands by three days before it begins"
    mine = guards.second.client.get("/duty/mine/").content.decode()
    assert "待命：二级" in mine
    assert "宿舍" in mine


def test_the_page_lets_the_director_tick_what_he_lets_pass(guards, clock):
    made = order(guards)
    added(guards, made, "guard", hours=(0, 4))
    typed = {"post": "gate_guard", "person": guards.cast.guard.person.pk, "day": "2026-11-23",
             "start": "14:00", "end": "20:00"}  # fmt: skip
    url, director = f"/callout/surges/{made.pk}/duty/", guards.cast.director.client
    answer = director.post(url, typed)
    assert answer.status_code == 422
    assert 'value="rosters.little_rest"' in answer.content.decode()
    done = director.post(url, typed | {"accepted": ["rosters.little_rest"]})
    assert done.status_code == 302, re.findall(
        r"<section class=.problems.*?</section>", done.content.decode(), re.DOTALL
    )
    shown = director.get(f"/callout/surges/{made.pk}/").content.decode()
    assert "由方建国点名接受" in shown
    director.post(f"/callout/surges/{made.pk}/close/", {"why": "来访取消"})
    assert "已取消加派" in director.get(f"/callout/surges/{made.pk}/").content.decode()


def level(*rows: dict) -> Level:
    written = [{"source": {"site": "x"}, **one} for one in rows]
    return Level.model_validate({"title": "级", "leave": written, "source": {"site": "x"}})


@pytest.mark.once
@given(
    st.lists(st.tuples(st.booleans(), st.lists(st.sampled_from("ab")), st.integers(0, 9))),
    st.lists(st.integers(0, 5), unique=True),
)
def test_each_row_reaches_its_people_and_the_earliest_counts(rows, staff):
    held = {"a": [1, 2], "b": [2, 7]}
    table = level(*({"everybody": e, "posts": p, "days_before": n} for e, p, n in rows))
    found = rules.concerned(table, Period(VISIT, VISIT + DAY), staff=staff, held=held)
    for pk_, days in found.items():
        reach = [n for e, p, n in rows if (e and pk_ in staff) or any(pk_ in held[x] for x in p)]
        assert days == Period(VISIT - max(reach) * DAY, VISIT + DAY)
    assert set(found) == {
        one
        for e, p, _n in rows
        for one in [*(staff if e else ()), *(q for x in p for q in held[x])]
    }


@pytest.mark.once
@pytest.mark.parametrize(
    ("today", "left"), [(-1, (0, 3)), (0, (1, 3)), (1, (2, 3)), (2, None), (9, None)]
)
def test_only_days_that_lie_ahead_are_given_back(today, left):
    found = rules.to_give_back(Period(VISIT, VISIT + 3 * DAY), VISIT + today * DAY)
    assert found == (None if left is None else Period(VISIT + left[0] * DAY, VISIT + left[1] * DAY))
