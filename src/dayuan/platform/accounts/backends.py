"""Signing in with a staff number or a phone number."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from dayuan.platform.accounts import queries, sessions
from dayuan.platform.accounts.models import Account


class StaffNumberOrPhone(BaseBackend):
    """Checks a password; grants no permissions whatsoever.

    An unknown name costs the same hashing as a known one, so that the time
    taken tells nothing.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Account | None:
        """Return the account, if the name and the password belong to an open one."""
        if username is None or password is None:
            return None
        account = queries.named(username)
        stored = account.password if account else "!"
        right = check_password(password, stored)
        return account if right and account and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """Return the account of a session, unless it was closed."""
        return sessions.account_of(user_id)
