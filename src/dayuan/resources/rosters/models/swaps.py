"""Two people exchange two duties, or one gives a duty to a colleague."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dayuan.resources.rosters.models.duties import Duty
from dayuan.resources.rosters.states import OPEN_SWAP, SWAP


class Swap(models.Model):
    """Somebody asks a colleague to take a duty, in exchange for another one or for nothing.

    The duties are those of the time it was asked. Once it is done they are cancelled, and
    new ones stand in their place: who was to come before stays readable.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"answer"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    #: What the colleague gives for it; nothing where the duty is handed over.
    other = models.ForeignKey(Duty, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=SWAP.initial)
    asked_at = models.DateTimeField()
    #: When the colleague said yes or no.
    answered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    #: Why it was refused.
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in SWAP.states]), name="swap_has_a_state"
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("colleague")), name="swap_between_two_people"
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(duty=F("other")), name="swap_of_two_duties"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="swap_decided_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(state__in=sorted(OPEN_SWAP)),
                name="one_open_swap_of_a_duty",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state"], name="swap_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} -> {self.colleague_id}"
