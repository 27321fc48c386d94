"""People by programs: a newcomer from the first day to the last, and what is never told."""

from decimal import Decimal

import pytest

from dayuan.platform.accounts.models import Account
from dayuan.reference.people.models import Appointment, Person

pytestmark = pytest.mark.django_db

NEW = {"staff_number": "N900", "name": "钱多多", "phone": "13912345678", "joined": "2026-11-20"}
POST = {"post": "floor_cleaner", "kind": "concurrent", "start": "2026-11-20", "accepted": True}


def registered(who):
    answer = who.post("/people", NEW)
    assert answer.status_code == 201, answer.said
    return answer.said


def test_a_newcomer_is_registered_appointed_and_leaves(program):
    who = program("director")
    made = registered(who)
    assert (made["posts"], made["account"], made["phone"]) == ([], "none", NEW["phone"])
    person = f"/people/{made['id']}"
    held = who.post(f"{person}/appointments", POST).said
    assert held["posts"] == ["floor_cleaner"]
    ended = who.post(f"/appointments/{held['appointments'][0]['id']}/end", {"on": "2026-11-20"})
    assert ended.said["posts"] == []
    again = who.post(f"{person}/appointments", POST).said
    assert again["posts"] == ["floor_cleaner"]
    left = who.post(f"{person}/leave", {"on": "2026-11-20"}).said
    assert (left["left"], left["posts"]) == ("2026-11-20", [])
    gone = who.get("/people?show=gone").said["items"]
    assert [one["staff_number"] for one in gone] == ["N900"]


def test_a_warning_is_refused_until_it_comes_back_accepted(program):
    who = program("director")
    person = registered(who)["id"]
    full = {"post": "centre_director", "start": "2026-11-20"}
    warned = who.post(f"/people/{person}/appointments", full)
    assert warned.status_code == 422
    assert {one["kind"] for one in warned.said["reasons"]} == {"warning"}
    accepted = who.post(f"/people/{person}/appointments", {**full, "accepted": True})
    assert accepted.said["posts"] == ["centre_director"]


def test_a_phone_number_is_told_to_whoever_manages_people_and_to_nobody_else(program, cast):
    electrician = cast.electrician.person
    Person.objects.filter(pk=electrician.pk).update(phone="13912345678")
    person = f"/people/{electrician.pk}"
    assert program("director").get(person).said["phone"] == "13912345678"
    checker = program("checker")
    seen = checker.get(person)
    assert (seen.status_code, seen.said["phone"]) == (200, None)
    assert b"13912345678" not in checker.get("/people?limit=100").content


def test_contract_hours_are_told_to_whoever_appoints_and_to_oneself(program, cast):
    for whose in ("electrician", "checker"):
        rows = Appointment.objects.filter(person=getattr(cast, whose).person)
        rows.update(hours_a_week=Decimal(20))

    def told(reader, whose):
        person = f"/people/{getattr(cast, whose).person.pk}"
        return program(reader).get(person).said["appointments"][0]["hours_a_week"]

    assert [told("director", "electrician"), told("checker", "checker")] == [20, 20]
    assert told("checker", "electrician") is None
    wanted = {**POST, "kind": "main", "hours_a_week": "41"}
    who = program("director")
    refused = who.post(f"/people/{registered(who)['id']}/appointments", wanted)
    assert refused.status_code == 422
    assert "people.contract_hours" in {one["code"] for one in refused.said["reasons"]}


def test_a_name_changes_and_the_phone_number_stays_unless_one_is_sent(program, cast):
    electrician = cast.electrician.person
    Person.objects.filter(pk=electrician.pk).update(phone="13912345678")
    who = program("dispatcher")
    changed = who.put(f"/people/{electrician.pk}", {"name": "吴国庆二"}).said
    assert (changed["name"], changed["phone"]) == ("吴国庆二", "13912345678")
    changed = who.put(f"/people/{electrician.pk}", {"name": "吴国庆", "phone": ""}).said
    assert (changed["name"], changed["phone"]) == ("吴国庆", "")


def test_whoever_leaves_loses_session_and_tokens_by_the_program_of_the_office(program, cast):
    electrician = cast.electrician
    theirs, office = program("electrician"), program("director")
    assert theirs.get("/me").status_code == 200
    person = f"/people/{electrician.person.pk}"
    assert office.post(f"{person}/account/close").status_code == 204
    assert theirs.get("/me").status_code == 401
    assert office.get(person).said["account"] == "closed"
    assert office.post(f"{person}/account/reopen").status_code == 204
    # The old password stays void, and no answer says a code: a slip is printed in person.
    account = Account.objects.get(pk=electrician.person.account_id)
    assert not account.has_usable_password()
    assert office.get(person).said["account"] == "slip_over"


def test_nobody_closes_the_own_account(program, cast):
    refused = program("director").post(f"/people/{cast.director.person.pk}/account/close")
    assert refused.status_code == 422
    assert Account.objects.get(pk=cast.director.person.account_id).is_active


def test_somebody_without_an_account_has_none_to_close(program):
    who = program("director")
    person = registered(who)["id"]
    assert who.post(f"/people/{person}/account/close").status_code == 404


def test_duty_is_planned_read_and_taken_off(program, cast):
    who = program("dispatcher")
    body = {
        "post": "duty_electrician", "person": cast.electrician.person.pk,
        "start": "2026-11-21T20:00:00+08:00", "end": "2026-11-22T08:00:00+08:00",
    }  # fmt: skip
    made = who.post("/duties", body)
    assert (made.status_code, made.said["day"]) == (201, "2026-11-21"), made.said
    guard = program("guard")
    assert [one["name"] for one in guard.get("/duty-days/2026-11-21").said["duties"]] == ["吴国庆"]
    twice = who.post("/duties", body)
    assert [one["code"] for one in twice.said["reasons"]] == ["rosters.twice"]
    assert who.post(f"/duties/{made.said['id']}/cancel").said["cancelled_at"] is not None
    assert guard.get("/duty-days/2026-11-21").said["duties"] == []
    assert guard.post("/duties", body).status_code == 403


@pytest.mark.parametrize("day", ["0001-01-01", "0327-07-10", "9999-12-31"])
def test_a_day_that_no_office_plans_for_is_a_mistake_and_no_fault(program, cast, day):
    who = program("dispatcher")
    assert who.get(f"/duty-days/{day}").status_code == 422
    body = {
        "post": "duty_electrician", "person": cast.electrician.person.pk,
        "start": f"{day}T00:00:00+08:00", "end": f"{day}T08:00:00+08:00",
    }  # fmt: skip
    assert who.post("/duties", body).status_code == 422
    page = cast.dispatcher.client.get(f"/duty/?day={day}")
    assert page.status_code == 200


def test_who_lacks_a_certificate_is_read_by_whoever_manages_people_alone(program, cast):
    lines = program("dispatcher").get("/certificates?kind=guard_certificate").said
    assert (lines["total"], lines["next"]) == (1, None)
    said = lines["lines"][0]
    assert (said["name"], said["posts"], said["state"]) == ("孙建国", ["gate_guard"], "missing")
    assert (said["binds"], said["since"], said["until"]) == (False, None, None)
    assert program("dispatcher").get("/certificates?first=50").said["lines"] == []
    assert program("guard").get("/certificates").status_code == 403
