import pytest
from django.test import Client

from dayuan.platform.accounts import commands
from dayuan.platform.accounts.models import Account
from tests.cast import PASSWORD

GOOD_PIN = "481927"


@pytest.fixture
def account(cast):
    """Return the account of a member of the cast."""

    def account(part: str) -> Account:
        return Account.objects.get(pk=getattr(cast, part).person.account_id)

    return account


@pytest.fixture
def slip(cast, now):
    """Return a fresh slip for a member, as the deputy prints it."""

    def slip(part: str, at=now):
        return commands.reset_password(
            account_id=getattr(cast, part).person.account_id,
            present=True,
            actor=cast.deputy.actor(at),
            at=at,
        )

    return slip


@pytest.fixture
def sign_in():
    """Type a name and a password into a browser and return browser and answer."""

    def sign_in(name: str, password: str = PASSWORD, browser: Client | None = None, **extra):
        browser = browser or Client()
        answer = browser.post("/accounts/login/", {"username": name, "password": password}, **extra)
        return browser, answer

    return sign_in


@pytest.fixture
def tablet(cast, clock, now):
    """Return the browser of a duty device and its row; the captain has registered it."""
    device, token = commands.register_device(
        title="东门岗亭平板", actor=cast.captain.actor(), at=now
    )

    def browser() -> Client:
        client = Client()
        client.cookies["dayuan_device"] = token
        return client

    return device, browser


@pytest.fixture
def with_pin(cast, now):
    """Give a member a PIN and return the staff number."""

    def with_pin(part: str, pin: str = GOOD_PIN) -> str:
        member = getattr(cast, part)
        commands.set_pin(
            account_id=member.person.account_id,
            current=PASSWORD,
            pin=pin,
            actor=member.actor(),
            at=now,
        )
        return member.person.staff_number

    return with_pin
