"""The logs of shifts, what they pass on, and who signed for what was counted."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dayuan.services.handover.states import SHIFT

_PERSON = "people.Person"


class ShiftLog(models.Model):
    """One shift of a group and whoever took it over; closed once the next shift has signed."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    #: The code of the shift plan.
    group = models.CharField(max_length=60)
    #: The code of the shift; empty where the plan gives no times and the duty list did.
    shift = models.CharField(max_length=60, blank=True)
    #: The site's day it belongs to: a night shift belongs to the day it starts.
    day = models.DateField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    state = models.CharField(max_length=20, default=SHIFT.initial)
    holder = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    #: When it is told that nobody has taken it over; none where the plan says never.
    late_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in SHIFT.states]), name="shift_has_a_state"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="shift_in_order"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="shift_closed_with_its_time",
            ),
            models.UniqueConstraint(fields=["site", "group", "start"], name="one_log_a_shift"),
        ]
        indexes = [
            models.Index(fields=["site", "day", "start"], name="shift_by_day"),
            models.Index(
                fields=["site", "group", "-start"],
                name="shift_not_closed",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["late_at"],
                name="shift_late",
                condition=Q(closed_at__isnull=True, late_told_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.start:%Y-%m-%d %H:%M}"


class LogEntry(models.Model):
    """One line of a log; it is never altered, another line corrects it."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"words", "place"})

    log = models.ForeignKey(ShiftLog, on_delete=models.PROTECT, related_name="entries")
    #: When it happened, and when it was written.
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    place = models.CharField(max_length=120, blank=True)
    case = models.ForeignKey("work.Case", on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections"
    )

    def __str__(self) -> str:
        return f"entry {self.pk} of shift {self.log_id}"


class PassOn(models.Model):
    """What the next shift must know or do; open until somebody closes it with a word."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"words", "outcome"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=60)
    log = models.ForeignKey(ShiftLog, on_delete=models.PROTECT, related_name="items")
    words = models.TextField()
    left_at = models.DateTimeField()
    left_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, outcome="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome="")),
                name="item_done_at_by_and_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "group", "id"], name="item_open", condition=Q(done_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class ItemRead(models.Model):
    """That a shift signed that it has read what was passed on."""

    item = models.ForeignKey(PassOn, on_delete=models.PROTECT, related_name="reads")
    log = models.ForeignKey(ShiftLog, on_delete=models.PROTECT, related_name="reads")
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "log"], name="item_read_once_a_shift"),
        ]

    def __str__(self) -> str:
        return f"item {self.item_id} read by shift {self.log_id}"


class Handover(models.Model):
    """One turn of handing over: what the outgoing side declared, and how the incoming answered.

    ``given`` is none where a shift began with nobody before it. ``ended_at`` is when it
    came to nothing: taken back, or sent back with a reason.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset(
        {"remarks", "declared_why", "signed_why", "ended_why"}
    )

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    given = models.ForeignKey(
        ShiftLog, on_delete=models.PROTECT, null=True, related_name="given_over"
    )
    taken = models.ForeignKey(
        ShiftLog, on_delete=models.PROTECT, null=True, related_name="taken_over"
    )
    declared_at = models.DateTimeField(null=True)
    declared_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    #: Why somebody who is not of the shift declared for it; why one not listed took it.
    declared_why = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    signed_why = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(declared_at__isnull=True, declared_by__isnull=True, given__isnull=True)
                | Q(declared_at__isnull=False, declared_by__isnull=False, given__isnull=False),
                name="handover_declared_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="handover_signed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False, signed_at__isnull=True),
                name="handover_ended_or_signed",
            ),
            models.CheckConstraint(
                condition=Q(declared_by__isnull=True)
                | Q(signed_by__isnull=True)
                | ~Q(declared_by=F("signed_by")),
                name="nobody_signs_both_sides",
            ),
            models.UniqueConstraint(
                fields=["given"], condition=Q(ended_at__isnull=True), name="one_handover_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk} of shift {self.given_id}"


class Tally(models.Model):
    """How many of one thing there should be, were given and were taken; differences are said."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"given_says", "taken_says"})

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="tallies")
    thing = models.CharField(max_length=60)
    expected = models.PositiveIntegerField(null=True)
    given = models.PositiveIntegerField(null=True)
    given_says = models.TextField(blank=True)
    taken = models.PositiveIntegerField(null=True)
    taken_says = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "thing"], name="thing_counted_once"),
            models.CheckConstraint(
                condition=Q(given__isnull=True)
                | Q(expected__isnull=True)
                | Q(given=F("expected"))
                | ~Q(given_says=""),
                name="given_difference_is_said",
            ),
            models.CheckConstraint(
                condition=Q(taken__isnull=True)
                | Q(taken=F("given"))
                | Q(given__isnull=True, expected__isnull=True)
                | Q(given__isnull=True, taken=F("expected"))
                | ~Q(taken_says=""),
                name="taken_difference_is_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} at handover {self.handover_id}"


class HandedCase(models.Model):
    """An open case the outgoing side named; seen once the incoming side signed for it."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey("work.Case", on_delete=models.PROTECT, related_name="+")
    #: Never where the incoming side may not know of the case.
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "case"], name="case_handed_once"),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} at handover {self.handover_id}"
