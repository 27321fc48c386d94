"""Who stands in for somebody who cannot come, and who accepted what that costs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.resources.rosters.models.duties import Duty

#: Why somebody cannot come: never more than this, and never a diagnosis.
CAUSES = ("sick", "family", "other")


class StandIn(models.Model):
    """A duty that its person cannot do: given to somebody else, or left open on purpose.

    The cause is for those who arrange duties and for the person alone.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="given_up")
    cause = models.CharField(max_length=10)
    #: The duty of whoever comes instead; none where the post stays open.
    instead = models.OneToOneField(
        Duty, on_delete=models.PROTECT, null=True, related_name="instead_of"
    )
    #: The codes of what it costs, accepted by whoever chose.
    accepted = models.JSONField(default=list)
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__in=list(CAUSES)), name="stand_in_has_a_cause"
            ),
            models.CheckConstraint(condition=~Q(chosen_by=""), name="stand_in_chosen_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"duty {self.duty_id} given up"
