"""Who is away: leave and training, asked for, decided on, in force."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dayuan.kernel.periods import Period
from dayuan.resources.rosters.states import AWAY, OPEN_AWAY


class Away(models.Model):
    """Somebody is away on the days ``[start, end)``, once it is approved.

    Kind, remark and answer are known to the person and to those who decide on it;
    everybody else learns the days of leave in force and nothing more.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"remark", "answer"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    #: A codeword of the plan's table; empty where the plan has none.
    kind = models.CharField(max_length=60, blank=True)
    start = models.DateField()
    end = models.DateField()
    remark = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, default=AWAY.initial)
    asked_at = models.DateTimeField()
    #: The person, or whoever entered it for the person.
    asked_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    #: Why it was refused or called off.
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="away_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in AWAY.states]), name="away_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="away_decided_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["person", "start"],
                condition=Q(state__in=sorted(OPEN_AWAY)),
                name="one_leave_from_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "start"], name="away_by_person"),
            models.Index(fields=["site", "state", "start"], name="away_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.start:%Y-%m-%d} - {self.end:%Y-%m-%d}"

    @property
    def days(self) -> Period[date]:
        """Return the days as a period."""
        return Period(self.start, self.end)

    @property
    def last(self) -> date:
        """Return the last day away."""
        return self.end - timedelta(days=1)
