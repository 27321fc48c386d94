"""Files that hang on records; the bytes lie content-addressed in the house's files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class SiteUse(models.Model):
    """How many bytes the files hanging on a site's records have, counted as they come and go."""

    site_id = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="site_use_not_below_zero", condition=Q(size__gte=0))
        ]

    def __str__(self) -> str:
        return f"use of site {self.site_id}"


class DayUse(models.Model):
    """How many bytes somebody uploaded on one day of the site; gone some days later."""

    site_id = models.BigIntegerField()
    who = models.CharField(max_length=80)
    day = models.DateField()
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "who", "day"], name="day_use_once"),
            models.CheckConstraint(name="day_use_not_below_zero", condition=Q(size__gte=0)),
        ]
        indexes = [models.Index(fields=["day"], name="day_use_old")]

    def __str__(self) -> str:
        return f"use of {self.day}"


class Attachment(models.Model):
    """One file of one record. Removed ones keep their row, not their bytes."""

    class Preview(models.TextChoices):
        """Whether there is a small picture of it."""

        NONE = "none"
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"name"})

    site_id = models.BigIntegerField()
    owner_kind = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=120)
    uploaded_by = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    preview = models.CharField(max_length=10, choices=Preview.choices, default=Preview.NONE)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachment_removed_at_and_by",
                condition=Q(removed_at__isnull=True, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "id"], name="attachment_of_owner"),
            models.Index(fields=["sha256"], name="attachment_by_content"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
