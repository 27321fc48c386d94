"""Appointing and leaving, and what a person may do from one request to the next."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import actor_of
from dayuan.platform.audit.models import Entry
from dayuan.reference.people import commands, queries
from dayuan.reference.people.models import Appointment, Kind, Person
from tests.cast import JOINED, NOW

TODAY = date(2026, 11, 20)


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


@pytest.fixture
def appoint(cast, now):
    """Appoint somebody in the director's name."""

    def appoint(part, post, start=TODAY, **more):
        person = getattr(cast, part).person
        return commands.appoint(
            person_id=person.pk, post=post, start=start, actor=cast.director.actor(), at=now, **more
        )

    return appoint


@pytest.fixture
def main_of(cast):
    """Return the main appointment of a member."""

    def main_of(part):
        person = getattr(cast, part).person
        return Appointment.objects.get(person=person, kind=Kind.MAIN, end=None)

    return main_of


def test_an_actor_is_told_by_person_post_role_and_unit(cast):
    actor = cast.guard.actor()
    assert {f"person:{cast.guard.person.pk}", "post:gate_guard", "unit:security"} <= actor.keys
    assert "role:guards" in actor.keys
    assert actor.posts == ("gate_guard",)
    assert actor.title.zh == "护管门卫岗"
    assert actor.holds("desk.request.report")
    assert not actor.holds("desk.request.dispatch")


def test_an_actor_is_resolved_with_at_most_three_queries(cast, now, django_assert_max_num_queries):
    account = cast.guard.person.account_id
    actor_of(account, at=now)
    with django_assert_max_num_queries(3):
        actor_of(account, at=now)


def test_a_liaison_has_the_own_unit_and_its_verbs_only(cast):
    actor = cast.liaison.actor()
    assert actor.side == "liaison"
    assert actor.keys == {f"person:{cast.liaison.person.pk}", "unit:district_office"}
    assert actor.verbs == {"desk.request.report", "work.case.view", "rest.token.keep"}


def test_a_liaison_sees_nobody_of_the_staff(cast):
    seen = queries.visible_to(cast.liaison.actor())
    assert [person.name for person in seen] == [cast.liaison.person.name]
    with pytest.raises(Refused) as caught:
        queries.get_for(cast.liaison.actor(), cast.guard.person.pk)
    assert caught.value.hidden


def test_a_second_post_adds_its_rights_and_leaves_the_first(cast, appoint):
    appoint("cleaner", "affairs_assistant", kind=Kind.ACTING)
    actor = cast.cleaner.actor()
    assert actor.posts == ("floor_cleaner", "affairs_assistant")
    assert actor.holds("desk.request.dispatch")
    assert "role:cleaners" in actor.keys


def test_a_squad_leader_is_appointed_and_the_other_patrol_guards_are_not(cast, appoint, now):
    guards = []
    for n in (1, 2):
        person = commands.create_person(
            staff_number=f"P{n}",
            name=f"巡查{n}",
            joined=JOINED,
            actor=cast.director.actor(),
            at=now,
        )
        commands.appoint(
            person_id=person.pk,
            post="patrol_guard",
            start=TODAY,
            actor=cast.director.actor(),
            at=now,
        )
        guards.append(person)
    commands.appoint(
        person_id=guards[0].pk,
        post="patrol_guard",
        kind=Kind.ROLE,
        role="squad_leader",
        start=TODAY,
        actor=cast.director.actor(),
        at=now,
    )
    assert queries.role_holders(cast.site.pk, "squad_leader", TODAY) == [guards[0]]
    opened = commands.open_accounts(
        person_ids=[g.pk for g in guards], actor=cast.dispatcher.actor(), at=now
    )
    found = [actor_of(one.slip.account_id, at=now) for one in opened.slips]
    actors = [actor for actor in found if actor is not None]
    assert [a.holds("work.task.reassign") for a in actors] == [True, False]
    assert ["role:squad_leader" in a.keys for a in actors] == [True, False]


def test_the_end_of_an_appointment_takes_its_rights_with_the_next_request(
    cast, clock, main_of, now
):
    browser = cast.captain.client
    assert browser.get("/people/organisation/").status_code == 200
    commands.appoint(
        person_id=cast.captain.person.pk,
        post="gate_guard",
        kind=Kind.CONCURRENT,
        start=TODAY,
        actor=cast.director.actor(),
        at=now,
    )
    commands.end_appointment(
        appointment_id=main_of("captain").pk, on=TODAY, actor=cast.director.actor(), at=now
    )
    assert browser.get("/people/organisation/").status_code == 403


def test_the_end_of_the_last_appointment_ends_the_session_with_the_next_request(
    cast, clock, main_of, now
):
    browser = cast.captain.client
    assert browser.get("/people/organisation/").status_code == 200
    commands.end_appointment(
        appointment_id=main_of("captain").pk, on=TODAY, actor=cast.director.actor(), at=now
    )
    assert browser.get("/people/organisation/")["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in browser.session


def test_an_end_next_week_takes_nothing_today(cast, main_of, now):
    commands.end_appointment(
        appointment_id=main_of("guard").pk,
        on=TODAY + timedelta(days=7),
        actor=cast.director.actor(),
        at=now,
    )
    account = cast.guard.person.account_id
    assert actor_of(account, at=now + timedelta(days=6)) is not None
    assert actor_of(account, at=now + timedelta(days=7)) is None


def test_the_day_changes_at_the_sites_midnight_and_not_at_greenwich(cast, main_of, now):
    commands.end_appointment(
        appointment_id=main_of("guard").pk,
        on=TODAY + timedelta(days=1),
        actor=cast.director.actor(),
        at=now,
    )
    account = cast.guard.person.account_id
    nanjing_midnight = now.replace(hour=16, minute=0)
    assert actor_of(account, at=nanjing_midnight - timedelta(seconds=1)) is not None
    assert actor_of(account, at=nanjing_midnight) is None


def test_leaving_ends_every_appointment_and_keeps_the_history(cast, appoint, now):
    appoint("guard", "lobby_guard", kind=Kind.ACTING)
    commands.leave(person_id=cast.guard.person.pk, on=TODAY, actor=cast.director.actor(), at=now)
    rows = Appointment.objects.filter(person=cast.guard.person)
    assert {row.end for row in rows} == {TODAY}
    assert all(row.ended_by for row in rows)
    assert actor_of(cast.guard.person.account_id, at=now) is None
    entry = Entry.objects.filter(type="people.person.leave").latest("pk")
    assert len(entry.details["appointments"]) == 2


def test_nobody_is_given_a_second_main_post(appoint):
    with pytest.raises(Refused) as caught:
        appoint("cleaner", "security_supervisor", kind=Kind.MAIN)
    assert codes(caught) == ["people.main_already"]


def test_a_post_beyond_its_headcount_needs_to_be_accepted_and_says_so(cast, now):
    person = commands.create_person(
        staff_number="X1", name="新主管", joined=TODAY, actor=cast.director.actor(), at=now
    )

    def appoint(*, accepted):
        commands.appoint(
            person_id=person.pk,
            post="security_supervisor",
            start=TODAY,
            accepted=accepted,
            actor=cast.director.actor(),
            at=now,
        )

    with pytest.raises(Refused) as caught:
        appoint(accepted=False)
    assert codes(caught) == ["people.over_headcount"]
    appoint(accepted=True)
    entry = Entry.objects.filter(type="people.appointment.make").latest("pk")
    assert entry.details["accepted"] == ["people.over_headcount"]


@pytest.mark.parametrize("part", ["guard", "captain", "dispatcher"])
def test_only_the_director_and_the_deputy_appoint(cast, part, main_of, now):
    actor = getattr(cast, part).actor()
    with pytest.raises(Refused) as caught:
        commands.appoint(
            person_id=cast.cleaner.person.pk,
            post="gate_guard",
            kind=Kind.ACTING,
            start=TODAY,
            actor=actor,
            at=now,
        )
    assert codes(caught) == ["access.verb"]
    with pytest.raises(Refused):
        commands.end_appointment(
            appointment_id=main_of("cleaner").pk, on=TODAY, actor=actor, at=now
        )
    with pytest.raises(Refused):
        commands.leave(person_id=cast.cleaner.person.pk, on=TODAY, actor=actor, at=now)


def test_a_guard_cannot_register_or_change_people(cast, now):
    guard = cast.guard.actor()
    for attempt in (
        lambda: commands.create_person(
            staff_number="X", name="x", joined=TODAY, actor=guard, at=now
        ),
        lambda: commands.register_liaison(
            staff_number="X", name="x", unit="police", joined=TODAY, actor=guard, at=now
        ),
        lambda: commands.change_person(
            person_id=cast.guard.person.pk, name="x", phone="", actor=guard, at=now
        ),
        lambda: commands.open_accounts(person_ids=[1], actor=guard, at=now),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert codes(caught) == ["access.verb"]


def test_a_changed_phone_changes_the_way_in_too(cast, now):
    commands.change_person(
        person_id=cast.guard.person.pk,
        name="孙建国",
        phone="138-0000-0001",
        actor=cast.director.actor(),
        at=now,
    )
    person = Person.objects.select_related("account").get(pk=cast.guard.person.pk)
    assert person.account is not None
    assert person.account.phone == "13800000001"
    with pytest.raises(Refused) as caught:
        commands.change_person(
            person_id=cast.cleaner.person.pk,
            name="何桂兰",
            phone="13800000001",
            actor=cast.director.actor(),
            at=now,
        )
    assert codes(caught) == ["accounts.taken"]


def test_names_and_phones_stand_in_the_erasable_part_of_the_log(cast, now):
    commands.create_person(
        staff_number="X1",
        name="秦小雨",
        phone="13911112222",
        joined=TODAY,
        actor=cast.director.actor(),
        at=now,
    )
    entry = Entry.objects.filter(type="people.person.create").latest("pk")
    assert "13911112222" not in str(entry.details)
    assert entry.personal_digest


def test_a_title_with_a_secrecy_mark_is_no_name(cast, now):
    with pytest.raises(Refused) as caught:
        commands.create_person(
            staff_number="X1", name="【机密】", joined=TODAY, actor=cast.director.actor(), at=now
        )
    assert codes(caught) == ["label.state_secret"]


def test_a_staff_number_is_never_given_twice(cast, now):
    with pytest.raises(Refused) as caught:
        commands.create_person(
            staff_number=cast.guard.person.staff_number,
            name="x",
            joined=TODAY,
            actor=cast.director.actor(),
            at=now,
        )
    assert codes(caught) == ["people.number_taken"]


def test_a_liaison_speaks_for_a_party_of_the_plan(cast, now):
    with pytest.raises(Refused) as caught:
        commands.register_liaison(
            staff_number="L9",
            name="x",
            unit="nobody",
            joined=TODAY,
            actor=cast.director.actor(),
            at=now,
        )
    assert codes(caught) == ["people.unknown_party"]


def test_the_database_itself_refuses_a_second_open_main_post(cast, main_of):
    row = main_of("guard")
    row.pk, row.post = None, "lobby_guard"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_itself_refuses_an_end_before_the_beginning(cast, main_of):
    rows = Appointment.objects.filter(pk=main_of("guard").pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(end=JOINED - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(ended_by="person:1")


def test_who_holds_many_posts_is_one_query(cast):
    posts = ["gate_guard", "hvac_technician", "lift_technician"]
    with CaptureQueriesContext(connection) as seen:
        found = queries.holders_of_many(cast.site.pk, posts, TODAY)
    assert len(seen) == 1
    assert [p.name for p in found["hvac_technician"]] == ["赵海涛", "周永福"]
    assert found["lift_technician"] == []
    assert queries.holders(cast.site.pk, "gate_guard", TODAY) == found["gate_guard"]


def test_somebody_of_another_site_does_not_exist(cast, now):
    foreign = Person.objects.create(
        site=type(cast.site).objects.create(
            code="other", name_zh="别处", revision=cast.site.revision
        ),
        staff_number="1",
        name="别处的人",
        joined=JOINED,
    )
    with pytest.raises(Refused) as caught:
        queries.get_for(cast.director.actor(), foreign.pk)
    assert caught.value.hidden


def test_names_come_by_key_and_the_program_has_none(cast):
    keys = {f"person:{cast.guard.person.pk}", "system:sweep"}
    assert queries.names_of_keys(keys) == {f"person:{cast.guard.person.pk}": "孙建国"}


# --- contract hours -----------------------------------------------------------------------


def test_part_time_is_entered_with_the_main_post_and_the_log_keeps_it_apart(cast, appoint, main_of):
    commands.end_appointment(
        appointment_id=main_of("guard").pk, on=TODAY, actor=cast.director.actor(), at=NOW
    )
    made = appoint("guard", "gate_guard", hours_a_week=Decimal(20))
    assert queries.contract_hours(made) == 20
    entry = Entry.objects.filter(type="people.appointment.make").latest("pk")
    assert "hours_a_week" not in entry.details


@pytest.mark.parametrize("hours", [Decimal(0), Decimal("40.5"), Decimal(-8)])
def test_state_council_provisions_article_3_a_contract_asks_for_forty_hours_at_most(
    cast, appoint, main_of, hours
):
    commands.end_appointment(
        appointment_id=main_of("guard").pk, on=TODAY, actor=cast.director.actor(), at=NOW
    )
    with pytest.raises(Refused) as caught:
        appoint("guard", "gate_guard", hours_a_week=hours)
    assert codes(caught) == ["people.contract_hours"]
    assert "第三条" in caught.value.problems[0].source.ref


def test_a_second_post_brings_no_contract_hours(appoint):
    with pytest.raises(Refused) as caught:
        appoint("guard", "patrol_guard", kind=Kind.CONCURRENT, hours_a_week=Decimal(8))
    assert codes(caught) == ["people.hours_at_the_main_post"]


@pytest.mark.parametrize(
    ("whose", "reader", "reads"),
    [("guard", "director", True), ("checker", "checker", True), ("guard", "checker", False)],
)
def test_contract_hours_are_read_by_who_appoints_and_by_oneself_alone(
    cast, main_of, whose, reader, reads
):
    Appointment.objects.filter(pk=main_of(whose).pk).update(hours_a_week=Decimal(20))
    person = getattr(cast, whose).person.pk
    answer = getattr(cast, reader).client.get(f"/people/{person}/")
    assert answer.status_code == 200
    assert ("每周 20 小时" in answer.content.decode()) is reads
