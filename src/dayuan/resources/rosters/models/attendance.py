"""Who came to a duty: one line for each duty, nothing about anybody beyond it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.resources.rosters.models.duties import Duty
from dayuan.resources.rosters.states import ATTENDANCE


class Attendance(models.Model):
    """What was noted of one duty: came from, until, or not at all; deleted with its hours.

    Without ``left_at`` the person stays to the duty's end. Late and early follow from the
    times; nothing is counted up about a person.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=20, default=ATTENDANCE.initial)
    came_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.CharField(max_length=80, blank=True)
    #: When whoever arranges duties was told that nobody was noted; once.
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.code for one in ATTENDANCE.states]),
                name="attendance_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["expected", "absent"], came_at=None, left_at=None)
                | Q(state="here", came_at__isnull=False, left_at=None)
                | Q(state="left", came_at__isnull=False, left_at__gt=models.F("came_at")),
                name="attendance_times_fit",
            ),
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True, noted_by="", state="expected")
                | (Q(noted_at__isnull=False) & ~Q(noted_by="") & ~Q(state="expected")),
                name="attendance_noted_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["site", "noted_at"], name="attendance_by_age")]

    def __str__(self) -> str:
        return f"{self.state} at duty {self.duty_id}"
