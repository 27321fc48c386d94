"""What was issued: under which number, with which words; and how far the numbers have come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


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
    """One version of an issued document: never changed afterwards, and kept for good.

    ``drawn`` is what every copy of it is drawn from. The file that was made of it first
    hangs on it.
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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site_id", "year", "number", "version"], name="issued_number_once"
            ),
            models.UniqueConstraint(
                fields=["site_id", "paper", "owner_id", "version"], name="issued_version_once"
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
