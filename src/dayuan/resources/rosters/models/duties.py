"""The plain duty list: who is on duty on which post, from when to when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Duty(models.Model):
    """One person on duty on one post for ``[start, end)``; cancelled rows stay readable."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    start = models.DateTimeField()
    end = models.DateTimeField()
    #: The site's day the duty belongs to: a night shift belongs to the day it starts.
    day = models.DateField()
    #: The shift's codeword in the handbook; empty where the times were entered by hand.
    shift = models.CharField(max_length=60, blank=True)
    #: The month it was published with; none where it was entered by hand.
    roster = models.ForeignKey(
        "rosters.Roster", on_delete=models.PROTECT, null=True, related_name="duties"
    )
    note = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=80)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="duty_in_order"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_by="")),
                name="duty_cancelled_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["person", "start"],
                condition=Q(cancelled_at__isnull=True),
                name="one_duty_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "day", "post"], name="duty_by_day"),
            models.Index(fields=["person", "start"], name="duty_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.start:%Y-%m-%d %H:%M}"
