"""Sessions end: idle, by age, by command, by a change of password; GETs hardly write."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayuan.platform.accounts import commands
from dayuan.platform.accounts.models import Account
from tests.cast import PASSWORD

ME = "/accounts/me/"


def signed_in(answer) -> bool:
    return answer.status_code == 200


def test_a_session_lives_while_somebody_is_there(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    for _ in range(5):
        clock.shift(timedelta(minutes=29))
        assert signed_in(browser.get(ME))


def test_half_an_hour_without_a_request_ends_it_and_says_so(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    clock.shift(timedelta(minutes=30))
    answer = browser.get(ME)
    assert answer["Location"] == "/accounts/login/?ended=idle&next=%2Faccounts%2Fme%2F"
    assert "一段时间没有操作" in browser.get(answer["Location"]).content.decode()


def test_what_is_open_to_strangers_is_not_led_to_the_login_when_a_session_has_ended(
    cast, clock, sign_in
):
    browser, _ = sign_in(cast.technician.person.staff_number)
    clock.shift(timedelta(minutes=31))
    # A browser takes no worker that is led elsewhere.
    assert browser.get(reverse("offline:worker")).status_code == 200
    assert "/accounts/login/" in browser.get(ME)["Location"]


def test_twelve_hours_end_it_however_busy(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    for _ in range(12 * 3 - 1):
        clock.shift(timedelta(minutes=20))
        assert signed_in(browser.get(ME))
    clock.shift(timedelta(minutes=20))
    assert "ended=age" in browser.get(ME)["Location"]


def test_a_part_of_a_page_is_sent_to_the_login_as_a_whole(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    clock.shift(timedelta(minutes=31))
    answer = browser.get(ME, HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"].startswith("/accounts/login/")


def test_ending_all_sessions_ends_them_with_the_next_request(cast, clock, sign_in, now):
    browsers = [sign_in(cast.guard.person.staff_number)[0] for _ in range(2)]
    clock.shift(timedelta(minutes=1))
    commands.end_sessions(
        account_id=cast.guard.person.account_id,
        actor=cast.deputy.actor(),
        at=now + timedelta(minutes=1),
    )
    assert ["ended=ended" in b.get(ME)["Location"] for b in browsers] == [True, True]


def test_closing_an_account_ends_its_session_with_the_next_request(cast, clock, sign_in, now):
    browser, _ = sign_in(cast.guard.person.staff_number)
    commands.deactivate(
        account_id=cast.guard.person.account_id, actor=cast.dispatcher.actor(), at=now
    )
    assert not signed_in(browser.get(ME))


def test_a_new_password_ends_every_other_session_and_keeps_this_one(cast, clock, sign_in):
    here, _ = sign_in(cast.guard.person.staff_number)
    elsewhere, _ = sign_in(cast.guard.person.staff_number)
    clock.shift(timedelta(minutes=1))
    new = "bamboo by the gate"
    answer = here.post(
        "/accounts/me/password/", {"current": PASSWORD, "password": new, "again": new}
    )
    assert answer["Location"] == ME
    assert signed_in(here.get(ME))
    assert not signed_in(elsewhere.get(ME))


def test_one_ends_the_other_sessions_of_ones_own(cast, clock, sign_in):
    here, _ = sign_in(cast.guard.person.staff_number)
    elsewhere, _ = sign_in(cast.guard.person.staff_number)
    clock.shift(timedelta(minutes=1))
    here.post("/accounts/me/end-others/")
    assert signed_in(here.get(ME))
    assert not signed_in(elsewhere.get(ME))


def test_the_present_password_is_asked_and_its_tries_are_counted(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    new = "bamboo by the gate"
    wrong = {"current": "not the password", "password": new, "again": new}
    answers = [browser.post("/accounts/me/password/", wrong).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    account = Account.objects.get(pk=cast.guard.person.account_id)
    assert account.check_password(PASSWORD)


def test_who_must_choose_a_password_gets_nowhere_else(cast, clock, sign_in):
    Account.objects.filter(pk=cast.guard.person.account_id).update(must_change_password=True)
    browser, _ = sign_in(cast.guard.person.staff_number)
    assert browser.get(ME)["Location"] == "/accounts/me/password/"
    assert browser.get("/accounts/me/password/").status_code == 200


def writes(browser: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert signed_in(browser.get(ME))
    return sum(q["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for q in seen)


def test_looking_writes_at_most_once_a_minute(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    clock.shift(timedelta(seconds=59))
    assert writes(browser) == 0
    clock.shift(timedelta(seconds=1))
    assert writes(browser) == 1
    assert writes(browser) == 0


def test_looking_without_being_known_writes_nothing(db):
    with CaptureQueriesContext(connection) as seen:
        assert Client().get("/accounts/login/").status_code == 200
    assert not [q for q in seen if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_the_account_page_shows_nobody_elses_number(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    page = browser.get(ME).content.decode()
    assert cast.guard.person.staff_number in page
    assert cast.cleaner.person.staff_number not in page


def test_nothing_a_person_saw_stays_in_the_browser(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    for path in (ME, "/duty/", "/accounts/me/password/"):
        assert "no-store" in browser.get(path)["Cache-Control"]
