"""The feasibility sheet of the Pukou plan: what it says, and what it does not claim."""

import re
from datetime import date
from fractions import Fraction

import pytest

from dayuan.kernel.problems import Refused
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Person
from dayuan.resources.rosters import feasibility
from dayuan.resources.rosters.models import Away
from dayuan.resources.rosters.rules.sheet import Verdict
from dayuan.resources.rosters.rules.whatif import Tried, WhatIf
from tests.cast import HARBOUR, JOINED, read

TODAY = date(2026, 11, 20)
PAGE = "/duty/feasibility/"


def sheet(cast, tried=None, month=TODAY):
    return feasibility.sheet_of(cast.captain.actor(), "guards", month, tried=tried, today=TODAY)


def line(found, post):
    return next(one for one in found.lines if one.ask.post == post)


def words(answer) -> str:
    """Return what a page says, without its markup."""
    main = answer.content.decode().partition('<main id="main"')[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def hire(cast, post, number, now):
    """Appoint more people to a post."""
    for at in range(number):
        person = people.create_person(
            staff_number=f"H{post}{at}", name="新来的人", joined=JOINED,
            actor=cast.director.actor(), at=now,
        )  # fmt: skip
        people.appoint(
            person_id=person.pk, post=post, start=JOINED, actor=cast.director.actor(), at=now
        )


# --- what it finds ------------------------------------------------------------------------


def test_the_monitor_room_takes_4_2_people_and_the_plan_gives_3(cast):
    monitor = line(sheet(cast), "monitor_guard")
    assert (monitor.ask.people, monitor.ask.hours) == (3, 168)
    assert monitor.people_needed == Fraction("4.2")
    assert (monitor.gap, monitor.verdict) == (48, Verdict.SHORT)
    # The mobile guards' own need is not decided: what they could give is told, not counted.
    assert [(one.post, one.proven) for one in monitor.helps] == [("mobile_guard", False)]


def test_a_fire_control_room_would_take_8_4_people(cast):
    found = sheet(cast)
    (waiting,) = found.waiting("monitor_guard")
    assert (waiting.people, waiting.source.value.ref) == (
        2, "高层民用建筑消防安全管理规定 第二十六条",
    )  # fmt: skip
    tried = sheet(cast, WhatIf(posts={"monitor_guard": Tried(seats=2)}))
    assert line(tried, "monitor_guard").people_needed == Fraction("8.4")


def test_what_the_plan_leaves_open_stays_open(cast):
    found = sheet(cast)
    open_posts = [one.ask.post for one in found.lines if one.verdict is Verdict.UNDECIDED]
    assert open_posts == ["gate_guard", "patrol_guard", "lobby_guard", "mobile_guard"]
    assert [one.where for one in found.questions] == [
        "shift_plans.guards.shifts: start, end",
        "shift_plans.guards.shifts: strength",
        "shift_plans.guards.shifts: focus",
        "settings.monitor_room_is_fire_control_room: value",
        "settings.certificates_complete: value",
        "shift_plans.guards.swaps",
        "shift_plans.guards.unread: days_before",
        "leave_kinds",
    ]
    assert found.months("gate_guard") == ()


def test_relief_counts_once_the_relieving_post_knows_its_own_need(cast):
    tried = WhatIf(posts={"mobile_guard": Tried(seats=1)})
    monitor = line(sheet(cast, tried), "monitor_guard")
    assert (monitor.relieved, monitor.missing) == (48, 0)
    # On paper; nobody is appointed to either post here.
    assert sheet(cast, tried).verdict(monitor) is Verdict.VACANT


def test_those_who_are_appointed_are_told_apart_from_the_plan(cast, clock, now):
    hire(cast, "monitor_guard", 2, now)
    found = sheet(cast, month=date(2026, 12, 1))
    assert found.actual["monitor_guard"].ask.people == 2
    (monitor,) = [one for one in found.balances if one.post == "monitor_guard"]
    assert (monitor.needed, monitor.hours, monitor.overtime) == (744, 2 * 23 * 8, 72)
    assert monitor.beyond_overtime == 744 - 2 * 23 * 8 - 72


def test_leave_in_force_is_missing_in_its_month_and_leave_asked_for_is_not(cast, clock, now):
    def monitor():
        found = sheet(cast, month=date(2026, 12, 1))
        return next(one for one in found.balances if one.post == "monitor_guard")

    hire(cast, "monitor_guard", 2, now)
    before = monitor()
    (second, first) = Person.objects.order_by("-pk")[:2]
    week = {"start": date(2026, 12, 7), "end": date(2026, 12, 14), "site": cast.site}
    for person, state in ((first, "approved"), (second, "asked")):
        Away.objects.create(person=person, state=state, asked_at=now, **week)
    after = monitor()
    assert (before.leave, after.leave) == (0, 40)
    assert after.hours == before.hours - 40
    answer = cast.captain.client.get(PAGE, {"month": "2026-12"})
    assert "请假 40 小时" in words(answer)


def test_the_invented_compound_is_reckoned_by_its_own_shifts(db):
    from dayuan.resources.rosters.rules import need, questions  # noqa: PLC0415 - used once

    book = read(HARBOUR)
    lodge = book.shift_plans["lodge"]
    assert need.week(lodge, book) == {"porter": 168}
    assert {one.where for one in questions.questions("lodge", lodge, book)} == {
        "shift_plans.lodge.shifts: focus",
        "shift_plans.lodge.swaps",
        "shift_plans.lodge.unread: days_before",
        "leave_kinds",
    }


# --- who may ------------------------------------------------------------------------------


def test_whoever_arranges_duties_sees_the_sheet_and_a_guard_does_not(cast):
    assert sheet(cast).lines
    with pytest.raises(Refused):
        feasibility.sheet_of(cast.guard.actor(), "guards", TODAY, today=TODAY)
    assert cast.guard.client.get(PAGE).status_code == 403
    day, establishment = "/duty/", "/people/organisation/"
    assert PAGE in cast.captain.client.get(day).content.decode()
    assert PAGE not in cast.guard.client.get(day).content.decode()
    assert PAGE in cast.director.client.get(establishment).content.decode()
    assert PAGE not in cast.checker.client.get(establishment).content.decode()


def test_a_group_that_is_none_does_not_exist(cast):
    with pytest.raises(Refused) as caught:
        feasibility.sheet_of(cast.captain.actor(), "nobody", TODAY, today=TODAY)
    assert caught.value.hidden


# --- the page -----------------------------------------------------------------------------


def test_the_page_says_what_is_missing_and_never_that_it_is_covered(cast, clock):
    said = words(cast.director.client.get(PAGE))
    assert "168 小时" in said
    assert "4.2 人" in said
    assert "8.4 人" in said
    assert "不可能排满" in said
    assert "能排满 " not in said.replace("不可能排满", "")
    assert "安保主管 → 中心主任" in said
    assert "shift_plans.guards.shifts: strength" in said


def test_tried_numbers_change_the_answer_and_nothing_else(cast, clock):
    tried = {
        "plan": "guards", "month": "2026-12", "try": "1", "people-monitor_guard": "5",
        "seats-mobile_guard": "1", "hours": "40", "away": "10", "rate": "20", "of": "monitor_guard",
    }  # fmt: skip
    before = cast.site.revision_id
    said = words(cast.director.client.get(PAGE, tried))
    assert "没有写入" in said
    assert "试算 5 人" in said
    assert "¥" in said
    assert "能排满" in said
    cast.site.refresh_from_db()
    assert cast.site.revision_id == before
    assert "试算 5 人" not in words(cast.director.client.get(PAGE))


def test_people_who_are_tried_are_not_said_to_be_there(cast):
    found = sheet(cast, WhatIf(posts={"gate_guard": Tried(people=9, seats=1)}))
    assert line(found, "gate_guard").ask.people == 9
    assert found.actual["gate_guard"].ask.people == 1
    assert found.actual["gate_guard"].ask.hours == 168


@pytest.mark.parametrize(
    "query",
    [
        "month=x", "month=1999-12", "month=2099-12", "month=2000-01", "month=2026-13", "plan=no",
        "month=9999-12", "try=1", "try=1&of=&hours=&away=",
    ],
)  # fmt: skip
def test_an_address_somebody_mistyped_still_answers(cast, clock, query):
    assert cast.director.client.get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "hours=0", "hours=1000", "away=-1", "away=100", "rate=x", "people-gate_guard=-1",
        "people-gate_guard=1e9", "seats-gate_guard=1000", "day-gate_guard=25", "of=nobody",
        "hours=NaN", "away=Infinity",
    ],
)  # fmt: skip
def test_a_number_that_makes_no_sense_is_told_beside_its_field(cast, clock, query):
    answer = cast.director.client.get(f"{PAGE}?try=1&{query}")
    assert answer.status_code == 422
    assert "field-wrong" in answer.content.decode()


def test_the_page_is_complete_in_english(cast, clock):
    cast.director.client.cookies["django_language"] = "en"
    answer = cast.director.client.get(PAGE, headers={"accept-language": "en"})
    said = words(answer)
    assert "Cannot be covered" in said
    assert "4.2 people" in said
    assert "Monitoring-room guard: " not in said
