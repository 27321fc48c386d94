"""Personal tokens, and which requests were carried out under which key."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

TITLE_LENGTH = 60
KEY_LENGTH = 200


class Token(models.Model):
    """What a program shows in place of a person; it may less than the person, never more."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"digest", "title"})

    site_id = models.BigIntegerField()
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="tokens")
    #: What the person calls the program that has it.
    title = models.CharField(max_length=TITLE_LENGTH)
    #: SHA-256 of 256 random bits; the token itself is nowhere else.
    digest = models.CharField(max_length=64, unique=True)
    #: Its last letters, by which a person tells tokens apart.
    ending = models.CharField(max_length=8)
    scopes = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: The first use of the newest day on which it was used.
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="token_revoked_at_and_by",
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
            models.CheckConstraint(
                name="token_ends_after_it_began",
                condition=Q(expires_at__gt=models.F("issued_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="token_of_account"),
            models.Index(fields=["expires_at"], name="token_by_end"),
        ]

    def __str__(self) -> str:
        return f"…{self.ending}"


class Answered(models.Model):
    """One request under the key its program gave it; there is no second under the same key.

    Holds what was done to what, never what was sent: of that only a digest, to tell
    the same request sent again from another one under the same key.
    """

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, related_name="answered"
    )
    key = models.CharField(max_length=KEY_LENGTH)
    operation = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    #: The id of the record that the answer shows, read again whenever it is sent again.
    made = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # Keys are an account's own: nobody learns or blocks what another one sent.
            models.UniqueConstraint(fields=["account", "key"], name="answered_once_an_account"),
        ]
        indexes = [models.Index(fields=["at"], name="answered_at")]

    def __str__(self) -> str:
        return f"{self.operation} {self.made}"
