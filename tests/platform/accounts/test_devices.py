"""A shared duty device: unlocked by person, each act under that person's name."""

from datetime import timedelta

import pytest
from django.test import Client

from dayuan.platform.accounts import commands
from dayuan.platform.audit.models import Entry
from tests.platform.accounts.conftest import GOOD_PIN

ME = "/accounts/me/"


def unlock(browser, number, pin=GOOD_PIN):
    return browser.post("/accounts/unlock/", {"username": number, "pin": pin})


def test_the_captain_registers_the_browser_at_hand(cast, clock):
    browser = cast.captain.client
    answer = browser.post("/accounts/devices/", {"title": "东门岗亭平板"})
    assert answer.status_code == 302
    cookie = browser.cookies["dayuan_device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    browser.post("/accounts/logout/")
    page = browser.get("/accounts/login/", follow=True)
    assert "东门岗亭平板" in page.content.decode()


def test_a_guard_cannot_register_or_list_devices(cast, clock):
    assert cast.guard.client.get("/accounts/devices/").status_code == 403


def test_two_guards_unlock_the_same_device_one_after_the_other(cast, tablet, with_pin):
    device, browser = tablet
    tablet_browser = browser()
    for part in ("guard", "cleaner"):
        number = with_pin(part)
        assert unlock(tablet_browser, number).status_code == 302
        page = tablet_browser.get(ME).content.decode()
        assert getattr(cast, part).person.name in page
        entry = Entry.objects.filter(type="accounts.session.begin").latest("pk")
        assert entry.details == {"how": "pin", "device": device.pk}
        assert entry.actor_key == f"person:{getattr(cast, part).person.pk}"
        tablet_browser.post("/accounts/logout/")


def test_a_pin_works_on_a_duty_device_only(cast, with_pin, clock):
    number = with_pin("guard")
    assert unlock(Client(), number)["Location"] == "/accounts/login/"
    stranger = Client()
    stranger.cookies["dayuan_device"] = "made up"
    unlock(stranger, number)
    assert "_auth_user_id" not in stranger.session


def test_a_wrong_pin_an_unknown_name_and_no_pin_get_the_same_sentence(cast, tablet, with_pin):
    _, browser = tablet
    number = with_pin("guard")

    def sentence(name, pin):
        page = unlock(browser(), name, pin).content.decode()
        return page.split('class="form-summary')[1].split("</div>")[0]

    wrong = sentence(number, "000000")
    assert sentence("9999", GOOD_PIN) == wrong
    assert sentence(cast.cleaner.person.staff_number, GOOD_PIN) == wrong


def test_wrong_pins_close_one_name_on_one_device_and_nobody_else(cast, tablet, with_pin, now):
    _, browser = tablet
    guard, cleaner = with_pin("guard"), with_pin("cleaner")
    answers = [unlock(browser(), guard, "000000").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert unlock(browser(), guard).status_code == 429
    assert unlock(browser(), cleaner).status_code == 302
    _, token = commands.register_device(title="西门", actor=cast.captain.actor(), at=now)
    other = Client()
    other.cookies["dayuan_device"] = token
    assert unlock(other, guard).status_code == 302


def test_a_closed_pin_leaves_the_password_open(cast, tablet, with_pin, sign_in):
    _, browser = tablet
    guard = with_pin("guard")
    for _ in range(6):
        unlock(browser(), guard, "000000")
    _, answer = sign_in(guard, browser=browser())
    assert answer.status_code == 302


def test_a_duty_device_locks_itself_after_five_minutes(cast, tablet, with_pin, clock):
    _, browser = tablet
    tablet_browser = browser()
    unlock(tablet_browser, with_pin("guard"))
    clock.shift(timedelta(minutes=4, seconds=59))
    assert tablet_browser.get(ME).status_code == 200
    clock.shift(timedelta(minutes=5))
    assert "ended=idle" in tablet_browser.get(ME)["Location"]


def test_revoking_a_device_signs_out_whoever_is_there(cast, tablet, with_pin, now):
    device, browser = tablet
    tablet_browser, number = browser(), with_pin("guard")
    unlock(tablet_browser, number)
    commands.revoke_device(device_id=device.pk, actor=cast.captain.actor(), at=now)
    assert "ended=device" in tablet_browser.get(ME)["Location"]
    assert unlock(browser(), number)["Location"].startswith("/accounts/login/")


def test_the_token_of_a_device_stands_in_no_table(cast, now):
    device, token = commands.register_device(title="x", actor=cast.captain.actor(), at=now)
    assert token not in str(vars(device))
    assert token not in str(list(Entry.objects.values()))


def test_an_ended_appointment_ends_the_pin_too(cast, tablet, with_pin):
    _, browser = tablet
    number = with_pin("guard")
    guard = cast.guard.person
    type(guard).objects.filter(pk=guard.pk).update(left="2026-11-20")
    page = unlock(browser(), number)
    assert page.status_code == 200
    assert "任职" in page.content.decode()


@pytest.mark.parametrize("pin", ["123456", "12345"])
def test_a_weak_pin_is_refused_on_the_page_with_the_reason(cast, clock, pin):
    from tests.cast import PASSWORD  # noqa: PLC0415 - beside its only use

    page = cast.guard.client.post(
        "/accounts/me/pin/", {"current": PASSWORD, "pin": pin, "again": pin}
    )
    assert "PIN" in page.content.decode()
    assert page.status_code == 200


def test_a_password_on_a_duty_device_makes_a_short_session_too(cast, tablet, sign_in, clock):
    _, browser = tablet
    tablet_browser, _ = sign_in(cast.guard.person.staff_number, browser=browser())
    assert "锁定" in tablet_browser.get(ME).content.decode()
    clock.shift(timedelta(minutes=5))
    assert "ended=idle" in tablet_browser.get(ME)["Location"]


def test_an_ordinary_browser_offers_no_lock(cast, clock, sign_in):
    browser, _ = sign_in(cast.guard.person.staff_number)
    assert "锁定" not in browser.get(ME).content.decode()


def test_over_https_the_devices_cookie_is_bound_to_the_host(cast, clock, settings):
    settings.SESSION_COOKIE_SECURE = True
    browser = cast.captain.client
    browser.post("/accounts/devices/", {"title": "东门岗亭平板"}, secure=True)
    cookie = browser.cookies["__Host-dayuan_device"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]
