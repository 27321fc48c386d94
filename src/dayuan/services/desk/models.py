"""Requests: what somebody asked the centre for; and what came by labels."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.services.desk.states import OUTSIDE, REQUEST


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
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
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
        # What somebody reported lately is offered in the form; a unit reports for years.
        indexes = [
            models.Index(fields=["reporter", "-case"], name="request_of_reporter"),
            # What was finished in a month is few beside all that ever was.
            models.Index(
                fields=["finished_at"],
                name="request_finished",
                condition=Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class TakenOver(models.Model):
    """That a request was on paper, or in another program, before the house knew of it."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="taken_over"
    )
    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    #: Its number there; the same one is taken over once.
    number = models.CharField(max_length=40)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="taken_over_once"),
        ]

    def __str__(self) -> str:
        return f"taken over as {self.number}"


class OutsideReport(models.Model):
    """What somebody without an account sent by scanning a label.

    While the desk has not looked at a held one, its words lie here and nowhere else;
    once it is a request they lie there and no longer here.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"description", "caller_name", "caller_phone"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    label = models.ForeignKey("equipment.Label", on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, null=True, related_name="outside"
    )
    state = models.CharField(max_length=20, default=OUTSIDE.initial)
    category = models.CharField(max_length=60)
    description = models.TextField(blank=True)
    caller_name = models.CharField(max_length=60, blank=True)
    caller_phone = models.CharField(max_length=30, blank=True)
    #: Photos that are the desk's alone; none once they hang on the request.
    photos = models.PositiveSmallIntegerField(default=0)
    #: Which limit it went over: the label's, the browser's or the address's; empty for none.
    over = models.CharField(max_length=10, blank=True)
    #: Digest of the number that its form carried: the same form makes one report.
    once_digest = models.CharField(max_length=64, unique=True)
    #: Digest of the code in its status link.
    code_digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    #: When what was typed and photographed was taken away.
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in OUTSIDE.states]),
                name="outside_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", request__isnull=False)
                | (~Q(state="accepted") & Q(request__isnull=True)),
                name="outside_accepted_is_a_request",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="outside_decided_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "id"], name="outside_held", condition=Q(state="held")),
            models.Index(
                fields=["decided_at"],
                name="outside_to_clear",
                condition=Q(state="set_aside", cleared_at__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="outside_photos_left",
                condition=Q(state="accepted", cleared_at__isnull=True, photos__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} by label {self.label_id}"


class Trace(models.Model):
    """That something came from a label, a browser or an address; kept for the hour it counts."""

    #: A keyed digest: neither address nor browser can be read out of it.
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["who", "at"], name="trace_of_whom"),
            models.Index(fields=["at"], name="trace_old"),
        ]

    def __str__(self) -> str:
        return f"trace {self.pk}"
