"""What an hour costs the site, by group: a wage datum, known to few."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class HourRate(models.Model):
    """Yuan for one hour of a group's people, from a day on until a later row begins.

    A new rate is a row of its own, so that what earlier months cost stays what it was. A row
    that was typed wrongly is corrected, and the log keeps what stood there.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"yuan", "reason"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    #: The shift plan's codeword in the handbook.
    group = models.CharField(max_length=60)
    valid_from = models.DateField()
    yuan = models.DecimalField(max_digits=7, decimal_places=2)
    reason = models.CharField(max_length=500)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "group", "valid_from"], name="one_rate_from_a_day"
            ),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="a_rate_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        # No amount: what a row is called may stand in a log.
        return f"{self.group} {self.valid_from:%Y-%m-%d}"
