"""Requests: what somebody asked the centre for."""

from django.db import models
from django.db.models import Q

from dayuan.services.desk.states import REQUEST


class Request(models.Model):
    """A fault or a wish, from the report to the closing; the case is its identity."""

    SENSITIVE = frozenset({"place", "description", "caller_name", "caller_phone"})

    case = models.OneToOneField(
        "work.Case", on_delete=models.PROTECT, primary_key=True, related_name="request"
    )
    state = models.CharField(max_length=20, default=REQUEST.initial)
    category = models.CharField(max_length=60)
    place = models.CharField(max_length=120)
    description = models.TextField()
    #: Who reported it, if it was somebody with an account.
    reporter = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Whom the desk logged the call for, if somebody else.
    caller_name = models.CharField(max_length=60, blank=True)
    caller_phone = models.CharField(max_length=30, blank=True)
    dispatched_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in REQUEST.states]),
                name="request_has_a_state",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
