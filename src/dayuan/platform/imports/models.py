"""Files that were brought, and their rows until they are a week old."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.platform.imports.states import IMPORT

OUTCOMES = ("new", "changed", "same", "wrong")
#: What became of a row: nothing yet, taken, or refused by the command with its reasons.
RESULTS = ("", "taken", "refused")


class Import(models.Model):
    """A file that somebody brought; it hangs on this, and only who brought it sees it."""

    site_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    importer = models.CharField(max_length=60)
    state = models.CharField(
        max_length=10, default=IMPORT.initial, choices=[(s.code, s.code) for s in IMPORT.states]
    )
    #: How many rows would become what, as they were judged when the file was read.
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    #: How many of the good ones were taken, and how many were refused after all.
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    #: Why it was not finished; a codeword.
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_has_a_state",
                condition=Q(state__in=[s.code for s in IMPORT.states]),
            ),
        ]
        indexes = [
            models.Index(fields=["account_id", "-id"], name="import_of_account"),
            models.Index(fields=["asked_at"], condition=~Q(state="gone"), name="import_alive"),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def good(self) -> int:
        """Return how many rows are there to be taken, taken ones included."""
        return self.new + self.changed

    @property
    def tried(self) -> int:
        """Return how many of the good ones were taken or refused."""
        return self.taken + self.refused


class ImportRow(models.Model):
    """One row of the file: what stood in it, what would become of it, what became of it."""

    #: Whatever somebody typed in the file, and the sentences that quote it.
    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"values", "problems", "before"})

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10)
    result = models.CharField(max_length=10, blank=True)
    #: What stood there by column when the file was read, where the row says otherwise.
    before = models.JSONField(default=dict)
    #: By column: the codeword of each problem and its sentence in both languages.
    problems = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_row_of_a_number"),
            models.CheckConstraint(
                name="import_row_has_an_outcome", condition=Q(outcome__in=OUTCOMES)
            ),
            models.CheckConstraint(name="import_row_has_a_result", condition=Q(result__in=RESULTS)),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.batch_id}"
