"""What a name, a code, a PIN and a password must be; pure but for Django's validators."""

import hashlib
import re
import secrets
import unicodedata
from datetime import timedelta
from itertools import pairwise

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac

from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.platform.accounts.models import Account

#: Characters that cannot be mistaken for one another on paper.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10
#: A slip works this long after it was printed: a long weekend fits.
CODE_LIFE = timedelta(hours=72)
PIN_LENGTH = 6

_PHONE = re.compile(r"^1[0-9]{10}$")
_STAFF_NUMBER = re.compile(r"^[A-Z0-9][A-Z0-9-]{0,19}$")


def plain_name(typed: str) -> str:
    """Return a typed staff number or phone in its one spelling."""
    plain = unicodedata.normalize("NFKC", typed).strip().upper()
    digits = re.sub(r"[\s-]", "", plain).removeprefix("+86")
    return digits if _PHONE.match(digits) else plain


def plain_phone(typed: str) -> str | None:
    """Return a phone number in its one spelling, or ``None`` for an empty one."""
    digits = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", typed)).removeprefix("+86")
    return digits or None


def staff_number_problems(number: str) -> Problems:
    """Return what is wrong with a staff number, which must not look like a phone."""
    if _STAFF_NUMBER.match(number) and not _PHONE.match(number):
        return ()
    return (
        Blocker(
            "accounts.staff_number",
            Text(
                "工号由字母、数字和短横线组成，最多 20 位，并且不能是手机号。",
                "A staff number has letters, digits and hyphens, at most 20, "
                "and is not a mobile phone number.",
            ),
        ),
    )


# --- the code on the printed slip ------------------------------------------------


def new_code() -> str:
    """Return a fresh one-time code of about 50 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """Return a code in two groups, as it is printed."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def code_digest(staff_number: str, typed: str) -> str:
    """Return the keyed digest that is stored; 50 random bits need no slow hash."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", typed).upper())
    return salted_hmac(f"accounts.code.{staff_number}", plain, algorithm="sha256").hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two digests without telling by the time taken where they differ."""
    return bool(one) and constant_time_compare(one, other)


# --- tokens of devices and counters of tries ---------------------------------------


def new_token() -> str:
    """Return a token of 256 bits for a device's cookie."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """Return what of a device's token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def who_digest(*parts: str) -> str:
    """Return the key under which tries of a claimed name are counted."""
    return salted_hmac("accounts.tries", "|".join(parts), algorithm="sha256").hexdigest()


# --- PIN and password ---------------------------------------------------------------


def pin_problems(pin: str, *, staff_number: str, phone: str | None) -> Problems:
    """Return what is wrong with a chosen PIN: wrong length, or guessed first."""
    if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", pin):
        return (
            Blocker(
                "accounts.pin_form",
                Text(f"PIN 为 {PIN_LENGTH} 位数字。", f"A PIN has {PIN_LENGTH} digits."),
            ),
        )
    digits = re.sub(r"\D", "", staff_number)
    known = {digits[-PIN_LENGTH:], (phone or "")[-PIN_LENGTH:], (phone or "")[:PIN_LENGTH]}
    if len(set(pin)) < 3 or _in_a_row(pin) or pin in known:
        return (
            Blocker(
                "accounts.pin_weak",
                Text(
                    "这个 PIN 太容易猜到。不要用连续或重复的数字，也不要用工号、手机号里的数字。",
                    "This PIN is guessed first. Avoid runs and repeated digits, "
                    "and digits of your staff number or phone.",
                ),
            ),
        )
    return ()


def _in_a_row(pin: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return steps in ({1}, {9})


def password_problems(password: str, account: Account | None) -> Problems:
    """Return everything Django's validators have against a password, in the house's words."""
    try:
        validate_password(password, account)
    except ValidationError as found:
        return tuple(
            Blocker(f"accounts.password.{one.code}", _said(one)) for one in found.error_list
        )
    return ()


def _said(error: ValidationError) -> Text:
    least = (error.params or {}).get("min_length", "")
    known = {
        "password_too_short": Text(
            f"密码至少 {least} 个字符。", f"A password has at least {least} characters."
        ),
        "password_too_common": Text(
            "这个密码太常见，容易被猜到。", "This password is common and guessed early."
        ),
        "password_entirely_numeric": Text(
            "密码不能全是数字。", "A password is not made of digits alone."
        ),
        "password_too_similar": Text(
            "密码不能和工号、手机号相近。",
            "A password is not close to the staff number or phone.",
        ),
    }
    return known.get(str(error.code)) or Text(" ".join(error.messages))
