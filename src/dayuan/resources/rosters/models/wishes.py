"""What somebody would like of the coming roster."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dayuan.kernel.periods import Period


class Wish(models.Model):
    """To work, or not to work, on the days ``[start, end)``: one shift of them or any.

    Nobody has to agree and nothing is promised. It is the person's own, and read by
    those who arrange that person's duties.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    #: The code of a shift of the person's group; empty means any.
    shift = models.CharField(max_length=60, blank=True)
    wanted = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="wish_in_order"),
            models.UniqueConstraint(
                fields=["person", "start", "shift"], name="one_wish_from_a_day"
            ),
        ]
        indexes = [models.Index(fields=["site", "start"], name="wish_by_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.start:%Y-%m-%d} - {self.end:%Y-%m-%d}"

    @property
    def days(self) -> Period[date]:
        """Return the days as a period."""
        return Period(self.start, self.end)

    @property
    def last(self) -> date:
        """Return the last of the days."""
        return self.end - timedelta(days=1)
