"""Accounts, shared duty devices, and the counting of wrong tries.

An account says who may sign in; what that person may do is told by people and
their appointments. There is no superuser and no staff flag: rights have one
source, the handbook.
"""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts; making them is a command, and nobody makes a superuser."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of a staff number; ``Account.DoesNotExist`` if there is none."""
        return self.get(staff_number=username)


class Account(AbstractBaseUser):
    """One person's way in, by staff number or phone; never shared."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"phone", "password", "one_time_code", "pin"})

    site_id = models.BigIntegerField()
    staff_number = models.CharField(max_length=20, unique=True)
    phone = models.CharField(max_length=20, unique=True, null=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    #: Keyed digest of the code on the printed slip, with the time it stops working.
    one_time_code = models.CharField(max_length=64, blank=True)
    code_valid_until = models.DateTimeField(null=True)
    #: Hashed like a password; empty until the person has chosen one.
    pin = models.CharField(max_length=128, blank=True)
    language = models.CharField(max_length=10, blank=True)
    #: Sessions that began before this instant are over.
    sessions_valid_from = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_code_has_its_end",
                condition=Q(one_time_code="", code_valid_until__isnull=True)
                | (~Q(one_time_code="") & Q(code_valid_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="account_closed_when_inactive",
                condition=Q(is_active=True, closed_at__isnull=True)
                | Q(is_active=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.staff_number


class Device(models.Model):
    """A shared duty device, on which persons unlock by staff number and PIN."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"token_digest"})

    site_id = models.BigIntegerField()
    title = models.CharField(max_length=80)
    #: SHA-256 of the token in the device's cookie; the token itself is nowhere else.
    token_digest = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="device_revoked_at_and_by",
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        ]
        indexes = [models.Index(fields=["site_id", "revoked_at"], name="device_by_site")]

    def __str__(self) -> str:
        return self.title


class Tries(models.Model):
    """Wrong tries at one door by one claimed name, whether or not the name exists."""

    #: Which door; see the limits in ``tries``.
    scope = models.CharField(max_length=10)
    #: Keyed digest of the claimed name (and the device or address), so that neither is stored.
    who = models.CharField(max_length=64)
    wrong = models.PositiveIntegerField(default=0)
    #: Wrong tries since the day's window began.
    wrong_today = models.PositiveIntegerField(default=0)
    window_began = models.DateTimeField()
    closed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "who"], name="tries_once_per_name")]
        indexes = [models.Index(fields=["window_began"], name="tries_by_age")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.wrong} wrong"
