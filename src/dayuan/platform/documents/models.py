"""What was issued: under which number, with which words; and how far the numbers have come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.platform.documents.states import DOCUMENT


class Series(models.Model):
    """The numbers of a site and a year; without gaps, since they are given in the same act."""

    site_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "year"], name="series_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"numbers of {self.year} at site {self.site_id}"


class Issued(models.Model):
    """One version of an issued document: what it says never changes, and is kept for good.

    ``drawn`` is what every copy of it is drawn from. The file that was made of it first
    hangs on it. A document is withdrawn with every version under its number; the number
    is never given again, and its record can be issued anew under another one.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"drawn"})

    site_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    paper = models.CharField(max_length=60)
    #: The record by the form's own key, and for the door by its id.
    owner_id = models.BigIntegerField()
    #: The number that the record itself carries.
    about = models.CharField(max_length=200, blank=True)
    drawn = models.JSONField()
    #: Of what it says, without number and time: the same words are not issued twice.
    digest = models.CharField(max_length=64)
    issuer = models.CharField(max_length=80)
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    #: When its file was laid down.
    kept_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, default=DOCUMENT.initial, choices=[(s.code, s.code) for s in DOCUMENT.states]
    )
    withdrawn_at = models.DateTimeField(null=True)
    #: The name and the key of whoever withdrew it.
    withdrawer = models.CharField(max_length=80, blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site_id", "year", "number", "version"], name="issued_number_once"
            ),
            models.UniqueConstraint(
                fields=["site_id", "paper", "owner_id", "version"],
                condition=Q(state="in_force"),
                name="issued_version_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in DOCUMENT.states]), name="issued_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(state="in_force", withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="issued_withdrawn_with_time",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1, number__gte=1), name="issued_counts_from_one"
            ),
        ]
        indexes = [
            models.Index(fields=["site_id", "-issued_at", "-id"], name="issued_newest"),
            models.Index(fields=["site_id", "-year", "-number", "-id"], name="issued_by_number"),
        ]

    def __str__(self) -> str:
        return f"issued {self.year}-{self.number} version {self.version}"
