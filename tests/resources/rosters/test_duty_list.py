"""The duty list: planned, cancelled, and asked who answers now."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dayuan.kernel.problems import Refused
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Appointment, Kind
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Duty

TODAY = date(2026, 11, 20)


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


@pytest.fixture
def local(cast):
    """Return an instant of today in the site's own time."""
    zone = queries.zone_of(cast.site.pk)
    return lambda hour, day=TODAY: datetime(day.year, day.month, day.day, hour, tzinfo=zone)


@pytest.fixture
def plan(cast, now, local):
    """Put somebody on duty in a name that may."""

    def plan(part, post, start, end, by="supervisor"):
        return commands.plan(
            post=post,
            person_id=getattr(cast, part).person.pk,
            start=start,
            end=end,
            actor=getattr(cast, by).actor(),
            at=now,
        )

    return plan


def answers(cast, post, at):
    found = queries.on_duty(cast.site.pk, post, at)
    return found.via, [person.name for person in found.persons]


def test_without_a_list_both_technicians_answer(cast, local):
    assert answers(cast, "hvac_technician", local(10)) == (
        "appointment",
        ["赵海涛", "周永福"],
    )


def test_with_a_list_the_one_on_duty_answers_in_the_hours_of_the_list(cast, plan, local):
    plan("technician", "hvac_technician", local(8), local(16))
    assert answers(cast, "hvac_technician", local(8)) == ("duty", ["赵海涛"])
    assert answers(cast, "hvac_technician", local(15)) == ("duty", ["赵海涛"])


def test_outside_the_hours_of_the_list_the_alternate_answers(cast, plan, local):
    plan("technician", "hvac_technician", local(8), local(16))
    assert answers(cast, "hvac_technician", local(16)) == ("alternate", ["陈志强"])


def test_a_night_duty_belongs_to_the_day_it_began(cast, plan, local):
    tomorrow = TODAY + timedelta(days=1)
    duty = plan("technician", "hvac_technician", local(22), local(6, tomorrow))
    assert duty.day == TODAY
    assert answers(cast, "hvac_technician", local(5, tomorrow)) == ("duty", ["赵海涛"])
    assert answers(cast, "hvac_technician", local(7, tomorrow))[0] == "appointment"


def test_a_post_nobody_holds_is_answered_by_its_alternates_or_is_vacant(cast, local):
    assert answers(cast, "lift_technician", local(10)) == ("alternate", ["陈志强"])
    Appointment.objects.filter(person=cast.supervisor.person).update(end=TODAY)
    assert answers(cast, "lift_technician", local(10)) == ("nobody", [])
    assert queries.holding(cast.site.pk, "lift_technician", local(10)).vacant


def test_who_lost_the_appointment_is_on_duty_no_more(cast, plan, local):
    plan("technician", "hvac_technician", local(8), local(16))
    Appointment.objects.filter(person=cast.technician.person).update(end=TODAY)
    assert answers(cast, "hvac_technician", local(10)) == ("alternate", ["陈志强"])


def test_a_cancelled_entry_counts_no_more_and_stays_readable(cast, plan, local, now):
    duty = plan("technician", "hvac_technician", local(8), local(16))
    commands.cancel(duty_id=duty.pk, actor=cast.supervisor.actor(), at=now)
    assert answers(cast, "hvac_technician", local(10))[0] == "appointment"
    assert Duty.objects.get(pk=duty.pk).cancelled_by == f"person:{cast.supervisor.person.pk}"
    with pytest.raises(Refused) as caught:
        commands.cancel(duty_id=duty.pk, actor=cast.supervisor.actor(), at=now)
    assert codes(caught) == ["rosters.cancelled_already"]


def test_all_posts_are_asked_with_the_same_few_queries(cast, local):
    queries.holdings(cast.site.pk, ["gate_guard"], local(10))
    with CaptureQueriesContext(connection) as few:
        queries.holdings(cast.site.pk, ["gate_guard"], local(10))
    posts = list(sites.plan_of(cast.site.pk).handbook.posts)
    with CaptureQueriesContext(connection) as many:
        found = queries.holdings(cast.site.pk, posts, local(10))
    assert len(many) == len(few)
    assert len(found) == 23


def test_a_technician_cannot_keep_the_duty_list(cast, plan, local):
    with pytest.raises(Refused) as caught:
        plan("technician", "hvac_technician", local(8), local(16), by="technician")
    assert codes(caught) == ["access.verb"]


def test_a_cleaner_is_not_put_on_an_electricians_post(cast, plan, local):
    with pytest.raises(Refused) as caught:
        plan("cleaner", "duty_electrician", local(8), local(16))
    assert codes(caught) == ["rosters.not_the_post"]


def test_an_alternate_may_be_put_on_the_post_and_so_may_who_acts_in_it(cast, plan, local, now):
    plan("supervisor", "hvac_technician", local(8), local(16))
    people.appoint(
        person_id=cast.cleaner.person.pk,
        post="duty_electrician",
        kind=Kind.ACTING,
        start=TODAY,
        actor=cast.director.actor(),
        at=now,
    )
    plan("cleaner", "duty_electrician", local(8), local(16))
    assert answers(cast, "duty_electrician", local(10)) == ("duty", ["何桂兰"])


def test_a_post_the_plan_lacks_and_an_end_before_the_beginning_are_refused(cast, plan, local):
    with pytest.raises(Refused) as caught:
        plan("technician", "no_such_post", local(8), local(16))
    assert codes(caught) == ["rosters.unknown_post"]
    with pytest.raises(Refused) as caught:
        plan("technician", "hvac_technician", local(16), local(8))
    assert codes(caught) == ["rosters.period"]


def test_the_database_itself_keeps_one_duty_per_person_and_start(cast, plan, local):
    duty = plan("technician", "hvac_technician", local(8), local(16))
    duty.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        duty.save(force_insert=True)


def test_the_page_shows_the_day_and_who_answers_now(cast, plan, local, clock):
    plan("technician", "hvac_technician", local(8), local(16))
    text = cast.guard.client.get("/duty/").content.decode()
    assert "赵海涛" in text
    assert "08:00" in text
    assert "替补" in text
    assert '<form class="card form-card"' not in text


def test_the_supervisor_plans_and_cancels_on_the_page(cast, clock):
    browser = cast.supervisor.client
    person = cast.technician.person.pk
    sent = {"post": "hvac_technician", "person": person, "start": "22:00", "end": "06:00"}
    assert browser.post("/duty/?day=2026-11-23", sent).status_code == 302
    duty = Duty.objects.get()
    assert duty.end - duty.start == timedelta(hours=8)
    assert "次日 06:00" in browser.get("/duty/?day=2026-11-23").content.decode()
    assert browser.post(f"/duty/{duty.pk}/cancel/").status_code == 302
    duty.refresh_from_db()
    assert duty.cancelled_at is not None


def test_a_refused_entry_keeps_what_was_typed_and_says_why(cast, clock):
    person = cast.cleaner.person.pk
    sent = {"post": "hvac_technician", "person": person, "start": "08:00", "end": "16:00"}
    answer = cast.supervisor.client.post("/duty/", {**sent, "note": "替老赵"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "替老赵" in text
    assert "不担任这个岗位" in text


def test_a_guard_who_sends_the_form_by_hand_plans_nothing(cast, clock):
    sent = {"post": "gate_guard", "person": cast.guard.person.pk, "start": "08:00", "end": "16:00"}
    cast.guard.client.post("/duty/", sent)
    assert not Duty.objects.exists()
    assert cast.guard.client.get("/duty/1/cancel/").status_code == 403


def test_a_day_that_is_no_date_is_today(cast, clock):
    assert cast.guard.client.get("/duty/?day=nonsense").status_code == 200


def test_a_duty_that_the_law_forbids_is_refused_with_its_article(cast, plan, local):
    """Eight hours and three of overtime are the most of a day."""
    plan("guard", "gate_guard", local(0), local(8), by="captain")
    with pytest.raises(Refused) as caught:
        plan("guard", "gate_guard", local(20), local(2, TODAY + timedelta(days=1)), by="captain")
    (problem,) = caught.value.problems
    assert (problem.code, problem.source.ref) == ("rosters.long_day", "劳动法 第四十一条")


def test_a_seventh_day_on_end_is_refused(cast, plan, local):
    for number in range(6):
        day = TODAY + timedelta(days=number)
        plan("guard", "gate_guard", local(8, day), local(12, day), by="captain")
    day = TODAY + timedelta(days=6)
    with pytest.raises(Refused) as caught:
        plan("guard", "gate_guard", local(8, day), local(12, day), by="captain")
    assert codes(caught) == ["rosters.no_day_off"]


def test_posts_of_no_group_are_held_to_none_of_its_rules(cast, plan, local):
    for number in range(8):
        day = TODAY + timedelta(days=number)
        plan("technician", "hvac_technician", local(8, day), local(16, day))
