"""Who has read a published month: one line for each person and month, nothing beyond it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.resources.rosters.models.rosters import Roster


class MonthRead(models.Model):
    """A person has read a published month, or was reminded once that it waits to be read."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "person"], name="a_month_is_read_once"),
            models.CheckConstraint(
                name="month_read_or_reminded",
                condition=Q(read_at__isnull=False) | Q(reminded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"month {self.roster_id} and person {self.person_id}"
