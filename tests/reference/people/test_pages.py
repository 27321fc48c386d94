"""The pages of people: what is seen, what is refused, what is printed once."""

from datetime import date

import pytest

from dayuan.reference.people import commands
from dayuan.reference.people.models import Appointment, Kind, Person

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def newcomer(cast, now):
    """Return somebody new without a post or an account."""
    return commands.create_person(
        staff_number="N1",
        name="秦小雨",
        phone="13911112222",
        joined=date(2026, 11, 1),
        actor=cast.director.actor(),
        at=now,
    )


def page(member, url, **extra) -> str:
    answer = member.client.get(url, **extra)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_organisation_shows_all_posts_vacancies_and_the_printed_22(cast):
    text = page(cast.director, "/people/organisation/")
    for word in ("护管门卫岗", "孙建国", "空缺", "22／23", "A-01"):
        assert word in text


def test_a_guard_cannot_open_the_organisation_or_the_list(cast):
    for url in ("/people/organisation/", "/people/", f"/people/{cast.cleaner.person.pk}/"):
        assert cast.guard.client.get(url).status_code == 403


def test_a_supervisor_reads_a_page_but_sees_no_phone(cast, newcomer):
    text = page(cast.captain, f"/people/{newcomer.pk}/")
    assert "秦小雨" in text
    assert "13911112222" not in text
    assert "2222" not in text
    assert "13911112222" in page(cast.director, f"/people/{newcomer.pk}/")


def test_an_unknown_person_and_one_elsewhere_answer_alike(cast):
    assert cast.director.client.get("/people/999999/").status_code == 404


def test_the_list_is_searched_by_name_and_number(cast, newcomer):
    text = page(cast.director, "/people/?words=秦")
    assert "秦小雨" in text
    assert "孙建国" not in text
    assert "秦小雨" in page(cast.director, "/people/?words=n1")


def test_the_director_registers_somebody_and_goes_on_to_appoint(cast):
    answer = cast.director.client.post(
        "/people/new/", {"staff_number": "n7", "name": "葛明", "phone": "", "joined": "2026-11-20"}
    )
    made = Person.objects.get(staff_number="N7")
    assert answer["Location"] == f"/people/{made.pk}/appoint/"


def test_a_refused_form_keeps_what_was_typed(cast):
    answer = cast.director.client.post(
        "/people/new/",
        {
            "staff_number": cast.guard.person.staff_number,
            "name": "葛明",
            "phone": "13700000000",
            "joined": "2026-11-20",
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "葛明" in text
    assert "13700000000" in text
    assert "已有人使用" in text


def test_somebody_is_appointed_on_a_page_and_a_full_post_asks_first(cast, newcomer):
    url = f"/people/{newcomer.pk}/appoint/"
    wanted = {"post": "security_supervisor", "kind": "main", "start": "2026-11-20"}
    first = cast.director.client.post(url, wanted)
    assert first.status_code == 422
    assert "方案定 1 人" in first.content.decode()
    assert 'name="accepted"' in first.content.decode()
    again = cast.director.client.post(url, {**wanted, "accepted": "on"})
    assert again.status_code == 302
    assert Appointment.objects.get(person=newcomer).post == "security_supervisor"


def test_the_confirmation_is_not_offered_before_there_is_a_warning(cast, newcomer):
    assert 'name="accepted"' not in page(cast.director, f"/people/{newcomer.pk}/appoint/")


def test_an_appointment_is_ended_on_a_page(cast):
    row = Appointment.objects.get(person=cast.guard.person, kind=Kind.MAIN)
    url = f"/people/appointments/{row.pk}/end/"
    assert cast.director.client.post(url, {"on": "2026-11-20"}).status_code == 302
    row.refresh_from_db()
    assert row.end == TODAY


def test_the_dispatcher_may_read_an_appointment_form_but_not_open_it(cast):
    assert cast.dispatcher.client.get(f"/people/{cast.guard.person.pk}/appoint/").status_code == 403


def test_accounts_are_opened_for_the_ticked_and_the_slips_shown_once(cast, newcomer):
    answer = cast.dispatcher.client.post("/people/accounts/issue/", {"person": [newcomer.pk]})
    text = answer.content.decode()
    assert "秦小雨" in text
    assert "no-store" in answer["Cache-Control"]
    code = text.split('slip-code">')[1].split("<")[0]
    newcomer.refresh_from_db()
    assert newcomer.account_id is not None
    assert code not in page(cast.dispatcher, f"/people/{newcomer.pk}/")


def test_ticking_nobody_is_answered_in_words(cast):
    answer = cast.dispatcher.client.post("/people/accounts/issue/", {})
    assert answer.status_code == 422
    assert "至少勾选一位" in answer.content.decode()


def test_a_supervisor_without_the_verb_cannot_open_accounts_by_hand(cast, newcomer):
    answer = cast.captain.client.post("/people/accounts/issue/", {"person": [newcomer.pk]})
    assert answer.status_code == 403
    newcomer.refresh_from_db()
    assert newcomer.account_id is None


def test_a_reset_prints_a_slip_only_when_the_person_is_there(cast):
    url = f"/people/{cast.guard.person.pk}/reset/"
    absent = cast.captain.client.post(url, {})
    assert absent.status_code == 422
    assert "本人在场" in absent.content.decode()
    answer = cast.captain.client.post(url, {"present": "on"})
    assert "slip-code" in answer.content.decode()


def test_closing_an_account_asks_first_and_signs_out(cast):
    guard = cast.guard
    assert guard.client.get("/accounts/me/").status_code == 200
    url = f"/people/{guard.person.pk}/close/"
    assert "停用账号" in page(cast.dispatcher, url)
    cast.dispatcher.client.post(url)
    assert guard.client.get("/accounts/me/").status_code == 302


def test_a_refused_action_stays_visible_with_its_reason(cast):
    text = page(cast.captain, f"/people/{cast.guard.person.pk}/")
    assert 'aria-disabled="true"' in text
    assert "这件事由" in text


def test_every_page_speaks_english_too(cast, newcomer):
    for url in (
        "/people/organisation/",
        "/people/",
        f"/people/{newcomer.pk}/",
        f"/people/{newcomer.pk}/appoint/",
        "/people/new/",
        "/people/new-liaison/",
    ):
        cast.director.client.cookies["dayuan_language"] = "en"
        text = page(cast.director, url)
        assert 'lang="en"' in text


def test_the_button_of_a_reset_says_who_may_before_it_is_pressed(cast):
    above = page(cast.dispatcher, f"/people/{cast.director.person.pk}/")
    assert "密码由本人的上级重设" in above
    assert f"/people/{cast.director.person.pk}/reset/" not in above
    below = page(cast.dispatcher, f"/people/{cast.guard.person.pk}/")
    assert "密码由本人的上级重设" not in below
    assert f"/people/{cast.guard.person.pk}/reset/" in below
