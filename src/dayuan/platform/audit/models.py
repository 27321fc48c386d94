"""The log that nobody edits: entries, the erasable part, state changes, seals.

No foreign keys: the log never stands in the way of the live data and survives
it. UPDATE and DELETE of entries, changes, seals and tombstones are refused by
triggers on both databases (see ``triggers``).
"""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One act of one actor on one set of subjects, written with the act itself."""

    site_id = models.BigIntegerField(null=True)
    type = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    actor_account_id = models.BigIntegerField(null=True)
    via = models.CharField(max_length=10)
    subject_kind = models.CharField(max_length=60)
    subject_ids = models.JSONField(default=list)
    #: The first subject alone, so that a record's own history is an index away.
    subject_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    #: SHA-256 over salt and canonical personal values; empty where there are none.
    personal_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site_id", "-id"], name="entry_by_site"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_by_subject"),
            models.Index(fields=["site_id", "type", "-id"], name="entry_by_type"),
            models.Index(fields=["actor_account_id", "type", "-id"], name="entry_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.type} #{self.pk}"


class PersonalValues(models.Model):
    """The erasable part of an entry: gone, the chain stays true and says so."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"values"})

    entry_id = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=64)
    values = models.JSONField()

    def __str__(self) -> str:
        return f"personal values of entry {self.pk}"


class Erasure(models.Model):
    """The tombstone of erased personal values: when, by whom, by which rule."""

    entry_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    rule = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"erasure at entry {self.pk}"


class Change(models.Model):
    """One state change of one record, whatever its kind; feeds its timeline."""

    site_id = models.BigIntegerField()
    machine = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    #: The record the timeline is read for (a task's changes belong to its case).
    context_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=40)
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    #: SHA-256 over salt and reason, which stands apart; empty where none was given.
    reason_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["machine", "subject_id", "id"], name="change_by_subject"),
            models.Index(fields=["context_id", "id"], name="change_by_context"),
        ]

    def __str__(self) -> str:
        return f"{self.machine} {self.subject_id}: {self.old} → {self.new}"


class Reason(models.Model):
    """The erasable part of a state change: why, in somebody's own words."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"text"})

    change_id = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=64)
    text = models.TextField()

    def __str__(self) -> str:
        return f"reason of change {self.pk}"


class ReasonErasure(models.Model):
    """The tombstone of an erased reason: when, by whom, by which rule."""

    change_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    rule = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"erasure at change {self.pk}"


class Seal(models.Model):
    """A link of the chain over committed entries, numbered by the one sealer."""

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.number}"
