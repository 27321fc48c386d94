"""What names, codes and PINs must be; no database."""

import pytest

from dayuan.platform.accounts import rules
from dayuan.platform.accounts.models import Account


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (" a1001 ", "A1001"),
        ("１００１", "1001"),
        ("138 0000 0001", "13800000001"),
        ("+86 138-0000-0001", "13800000001"),
        ("G-12", "G-12"),
    ],
)
def test_a_name_is_understood_however_it_is_typed(typed, plain):
    assert rules.plain_name(typed) == plain


@pytest.mark.parametrize("number", ["", "a1", "13800000001", "1" * 21, "A B", "甲1"])
def test_what_is_no_staff_number_is_refused(number):
    assert [p.code for p in rules.staff_number_problems(number)] == ["accounts.staff_number"]


def test_a_code_has_ten_characters_that_cannot_be_mistaken_for_one_another():
    codes = {rules.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 10 and not set(code) & set("01IO") for code in codes)


def test_a_code_is_read_with_or_without_hyphen_and_capitals():
    stored = rules.code_digest("1001", "ABCDE-FGH23")
    assert rules.same(stored, rules.code_digest("1001", " abcdefgh23 "))
    assert not rules.same(stored, rules.code_digest("1002", "ABCDEFGH23"))


def test_an_account_without_a_code_matches_no_code():
    assert not rules.same("", "")


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "accounts.pin_form"),
        ("1234567", "accounts.pin_form"),
        ("12345a", "accounts.pin_form"),
        ("１２３４５６", "accounts.pin_form"),
        ("123456", "accounts.pin_weak"),
        ("890123", "accounts.pin_weak"),
        ("654321", "accounts.pin_weak"),
        ("111111", "accounts.pin_weak"),
        ("121212", "accounts.pin_weak"),
        ("201001", "accounts.pin_weak"),
        ("000001", "accounts.pin_weak"),
        ("138000", "accounts.pin_weak"),
    ],
)
def test_a_pin_that_is_guessed_first_is_refused(pin, code):
    found = rules.pin_problems(pin, staff_number="G201001", phone="13800000001")
    assert [p.code for p in found] == [code]


def test_an_ordinary_pin_passes():
    assert rules.pin_problems("481927", staff_number="1001", phone=None) == ()


def test_a_short_common_password_is_refused_in_both_languages():
    found = rules.password_problems("12345678", None)
    assert {p.code for p in found} >= {
        "accounts.password.password_too_short",
        "accounts.password.password_entirely_numeric",
    }
    assert all(p.says.zh != p.says.en for p in found)


def test_a_password_close_to_the_phone_number_is_refused():
    account = Account(staff_number="G201001", phone="13800000001")
    found = rules.password_problems("a13800000001", account)
    assert "accounts.password.password_too_similar" in {p.code for p in found}
