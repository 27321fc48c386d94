"""Signing in by staff number, phone, slip; the same answer for names that do not exist."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from dayuan.platform.accounts import commands
from dayuan.platform.accounts.models import Account, Tries
from dayuan.platform.audit.models import Entry
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("clock")


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_guard_signs_in_with_the_staff_number(cast, sign_in):
    browser, answer = sign_in(cast.guard.person.staff_number)
    assert answer.status_code == 302
    assert is_in(browser)


def test_a_guard_signs_in_with_the_phone_number(cast, sign_in, now):
    commands.change_phone(
        account_id=cast.guard.person.account_id,
        phone="138 0000 0001",
        actor=cast.dispatcher.actor(),
        at=now,
    )
    browser, _ = sign_in("+86 138 0000 0001")
    assert is_in(browser)


def test_the_way_back_leads_inside_only(cast, sign_in):
    number = cast.guard.person.staff_number
    for target, expected in (("/accounts/me/", "/accounts/me/"), ("https://evil.example/", "/")):
        answer = Client().post(
            "/accounts/login/", {"username": number, "password": PASSWORD, "next": target}
        )
        assert answer["Location"] == expected


def test_signing_in_begins_a_session_under_a_new_key(cast, sign_in):
    browser = Client()
    browser.session.save()
    before = str(browser.session.session_key)
    browser.cookies["dayuan"] = before
    sign_in(cast.guard.person.staff_number, browser=browser)
    assert browser.session.session_key != before


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(cast, sign_in):
    def body(name):
        _, answer = sign_in(name, "wrong and long")
        page = answer.content.decode().replace(name, "NAME")
        return answer.status_code, re.sub(r"[A-Za-z0-9]{64}", "TOKEN", page)

    assert body(cast.guard.person.staff_number) == body("9999")


def test_a_closed_account_gets_the_answer_of_a_wrong_password(cast, sign_in, now):
    number = cast.guard.person.staff_number
    _, wrong = sign_in("9999", "wrong and long")
    commands.deactivate(
        account_id=cast.guard.person.account_id, actor=cast.dispatcher.actor(), at=now
    )
    browser, answer = sign_in(number)
    assert not is_in(browser)
    assert "form-summary" in answer.content.decode()
    assert answer.status_code == wrong.status_code


def test_an_unknown_name_costs_a_hash_like_a_known_one(cast, sign_in, settings):
    settings.PASSWORD_HASHERS = ["tests.platform.accounts.hashing.Counting"]
    from tests.platform.accounts.hashing import Counting  # noqa: PLC0415 - counts from here

    account = Account.objects.get(pk=cast.guard.person.account_id)
    account.set_password(PASSWORD)
    account.save()
    work = []
    for name in (cast.guard.person.staff_number, "9999"):
        Counting.runs = 0
        sign_in(name, "wrong and long")
        work.append(Counting.runs)
    assert work[0] == work[1] == 1


def test_five_wrong_passwords_close_the_door_for_that_name_from_that_address(cast, sign_in):
    number = cast.guard.person.staff_number
    answers = [sign_in(number, "wrong and long")[1].status_code for _ in range(6)]
    assert answers[-1] == 429
    assert 429 not in answers[:4]
    browser, answer = sign_in(number)
    assert answer.status_code == 429
    assert not is_in(browser)
    assert "2026" in answer.content.decode()


def test_guessing_from_elsewhere_does_not_lock_the_duty_desk_out(cast, sign_in):
    number = cast.guard.person.staff_number
    for _ in range(7):
        sign_in(number, "wrong and long", REMOTE_ADDR="203.0.113.9")
    browser, _ = sign_in(number)
    assert is_in(browser)


def test_a_locked_name_locks_no_other_name(cast, sign_in):
    for _ in range(7):
        sign_in(cast.guard.person.staff_number, "wrong and long")
    browser, _ = sign_in(cast.cleaner.person.staff_number)
    assert is_in(browser)


def test_a_day_of_guessing_from_many_addresses_ends_but_a_known_browser_still_gets_in(
    cast, sign_in
):
    number = cast.guard.person.staff_number
    known, _ = sign_in(number)
    known.post("/accounts/logout/")
    for n in range(50):
        sign_in(number, "wrong and long", REMOTE_ADDR=f"203.0.113.{n}")
    _, answer = sign_in(number, REMOTE_ADDR="203.0.113.200")
    assert answer.status_code == 429
    sign_in(number, browser=known)
    assert is_in(known)


def test_every_sign_in_and_every_refusal_is_written_down_without_what_was_typed(cast, sign_in):
    guard = cast.guard.person
    sign_in(guard.staff_number)
    sign_in("a password typed as a name", "secret and long")
    entry = Entry.objects.filter(type="accounts.session.begin").latest("pk")
    assert entry.subject_ids == [guard.account_id]
    assert entry.actor_key == f"person:{guard.pk}"
    refused = Entry.objects.filter(type="accounts.session.refuse").latest("pk")
    assert "secret" not in str(refused.details)
    assert "typed" not in str(refused.details)


def test_a_wrong_try_stands_in_the_log_of_the_site_whose_account_was_named(cast, sign_in):
    guard = cast.guard.person
    for name in (guard.staff_number, "9999"):
        sign_in(name, "wrong and long")
    known, unknown = Entry.objects.filter(type="accounts.session.refuse").order_by("pk")
    assert (known.site_id, known.subject_ids) == (cast.site.pk, [guard.account_id])
    assert (unknown.site_id, unknown.subject_ids) == (None, [])
    assert set(known.details) == set(unknown.details) == {"how", "device"}


def test_neither_what_is_typed_as_a_name_nor_the_address_is_stored_anywhere(cast, sign_in):
    typed = "MY-SECRET-AND-PHONE-13912345678"
    for _ in range(7):
        sign_in(typed, "wrong and long", REMOTE_ADDR="203.0.113.77")
    assert Tries.objects.filter(scope="password").exists()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            assert typed.casefold() not in str(row).casefold(), model
            assert "203.0.113.77" not in str(row), model


def test_colleagues_behind_one_address_cannot_shut_the_door_of_a_browser_that_knows_me(
    cast, sign_in
):
    number = cast.guard.person.staff_number
    mine, _ = sign_in(number)
    mine.post("/accounts/logout/")
    answers = [sign_in(number, "wrong and long")[1].status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    sign_in(number, browser=mine)
    assert is_in(mine)


def test_a_browser_that_knows_me_gets_five_tries_as_well(cast, sign_in):
    number = cast.guard.person.staff_number
    mine, _ = sign_in(number)
    mine.post("/accounts/logout/")
    wrong = [sign_in(number, "wrong and long", browser=mine)[1].status_code for _ in range(6)]
    assert wrong == [200] * 5 + [429]


def test_an_unknown_name_is_shut_out_like_a_known_one(sign_in, cast):
    for name in ("9999", cast.guard.person.staff_number):
        answers = [sign_in(name, "wrong and long")[1].status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]


def test_a_quarter_of_an_hour_later_the_door_is_open_again(cast, sign_in, clock, now):
    number = cast.guard.person.staff_number
    for _ in range(6):
        sign_in(number, "wrong and long")
    clock.move_to(now + timedelta(minutes=14))
    assert sign_in(number)[1].status_code == 429
    clock.move_to(now + timedelta(minutes=15))
    assert is_in(sign_in(number)[0])


def test_a_right_password_forgets_the_wrong_ones_before_it(cast, sign_in):
    number = cast.guard.person.staff_number
    for _ in range(4):
        sign_in(number, "wrong and long")
    assert is_in(sign_in(number)[0])
    answers = [sign_in(number, "wrong and long")[1].status_code for _ in range(5)]
    assert answers == [200] * 5


def test_a_slip_leads_to_a_password_of_ones_own_and_in(cast, slip, account):
    printed, browser = slip("guard"), Client()
    given = {"username": printed.staff_number, "code": printed.code.lower()}
    page = browser.post("/accounts/first/", given)
    assert page.status_code == 200
    chosen = {**given, "password": "bamboo by the gate", "again": "bamboo by the gate"}
    answer = browser.post("/accounts/first/", chosen)
    assert answer.status_code == 302
    assert is_in(browser)
    assert account("guard").check_password("bamboo by the gate")


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("gate77", "gate77", "密码至少 10 个字符。"),
        ("bamboo by the gate", "bamboo by a gate", "两次输入的密码不一致"),
    ],
)
def test_a_refused_choice_keeps_name_and_code_but_no_password(slip, password, again, sentence):
    printed = slip("guard")
    given = {"username": printed.staff_number, "code": printed.code}
    answer = Client().post("/accounts/first/", {**given, "password": password, "again": again})
    page = answer.content.decode()
    assert printed.code in page
    assert password not in page
    assert sentence in page


def test_a_wrong_code_an_unknown_name_and_a_stale_slip_get_the_same_sentence(slip, clock, now):
    printed = slip("guard")

    def sentence(name, code):
        page = Client().post("/accounts/first/", {"username": name, "code": code})
        return page.content.decode().split('class="form-summary')[1].split("</div>")[0]

    wrong = sentence(printed.staff_number, "AAAAA-AAAAA")
    assert sentence("9999", printed.code) == wrong
    clock.move_to(now + timedelta(hours=73))
    assert sentence(printed.staff_number, printed.code) == wrong


def test_wrong_codes_are_counted_and_the_slip_survives_them_elsewhere(slip):
    printed, browser = slip("guard"), Client()
    wrong = {"username": printed.staff_number, "code": "AAAAA-AAAAA"}
    answers = [browser.post("/accounts/first/", wrong).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    right = {**wrong, "code": printed.code}
    assert browser.post("/accounts/first/", right).status_code == 429
    elsewhere = browser.post("/accounts/first/", right, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


def test_somebody_without_an_appointment_cannot_sign_in_and_is_told_why(cast, sign_in, clock):
    guard = cast.guard.person
    type(guard).objects.filter(pk=guard.pk).update(left="2026-11-20")
    browser, answer = sign_in(guard.staff_number)
    assert not is_in(browser)
    assert "任职" in answer.content.decode()


def test_a_get_never_signs_out(cast, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    assert browser.get("/accounts/logout/").status_code == 405
    assert is_in(browser)
    browser.post("/accounts/logout/")
    assert not is_in(browser)
