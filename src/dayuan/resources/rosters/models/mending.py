"""A published month to be mended because somebody cannot come: asked for, proposed, accepted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.resources.rosters.models.duties import Duty
from dayuan.resources.rosters.models.rosters import Roster
from dayuan.resources.rosters.models.standing_in import CAUSES
from dayuan.resources.rosters.states import MENDING


class Mending(models.Model):
    """A few changes that cover what somebody cannot do, touching as few people as possible.

    The cause is for those who arrange duties alone, as with a stand-in.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="mendings")
    #: The first duty its person cannot do.
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="mendings")
    #: The last day on which the person cannot come.
    until = models.DateField()
    cause = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=MENDING.initial)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    #: What changes: person, day, the duty that goes, what was and what will be.
    changes = models.JSONField(default=list)
    #: Why there is no proposal; a codeword.
    problem = models.CharField(max_length=40, blank=True)
    #: The codes of what it costs, accepted by whoever accepted the proposal.
    accepted = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mending_has_a_state",
                condition=Q(state__in=[s.code for s in MENDING.states]),
            ),
            models.CheckConstraint(name="mending_has_a_cause", condition=Q(cause__in=list(CAUSES))),
            models.CheckConstraint(
                name="mending_accepted_at_and_by",
                condition=Q(state="accepted", accepted_at__isnull=False) & ~Q(accepted_by="")
                | ~Q(state="accepted") & Q(accepted_at__isnull=True, accepted_by=""),
            ),
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(state__in=["waiting", "working"]),
                name="one_mending_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=["waiting", "working"]),
                name="mending_alive",
            ),
        ]

    def __str__(self) -> str:
        return f"mending {self.pk}: {self.state}"
