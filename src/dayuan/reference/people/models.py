"""Real people and the periods in which they hold the plan's posts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dayuan.reference.people.names import KEY_LENGTH


class Side(models.TextChoices):
    """Whether a person works in the establishment or speaks for somebody outside it."""

    STAFF = "staff"
    LIAISON = "liaison"


class Person(models.Model):
    """Somebody the site knows by name: staff, or the liaison of an outside party."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"phone"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    staff_number = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    #: What the name is sorted by (names.name_key): its sound.
    name_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    side = models.CharField(max_length=10, choices=Side.choices, default=Side.STAFF)
    #: The party a liaison speaks for, by its codeword; empty for staff.
    unit = models.CharField(max_length=60, blank=True)
    joined = models.DateField()
    left = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "staff_number"], name="one_staff_number"),
            models.CheckConstraint(
                condition=Q(side="staff", unit="") | (Q(side="liaison") & ~Q(unit="")),
                name="person_liaison_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__gte=F("joined")),
                name="person_left_after_joining",
            ),
        ]
        indexes = [models.Index(fields=["site", "side", "unit"], name="person_by_unit")]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """How a post is held."""

    MAIN = "main"
    CONCURRENT = "concurrent"
    ACTING = "acting"
    #: A function beside the post that only some of its holders fill.
    ROLE = "role"


class Appointment(models.Model):
    """A person holds a post, ``[start, end)``; equal days mean that it was withdrawn."""

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    #: The post's codeword in the handbook; never renamed there.
    post = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    role = models.CharField(max_length=60, blank=True)
    start = models.DateField()
    end = models.DateField(null=True)
    #: The contract's hours a week, at the main post; none means full time. For whoever
    #: appoints, and for the person.
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="main", end__isnull=True),
                name="one_open_main_appointment",
            ),
            models.UniqueConstraint(
                fields=["person", "post", "kind", "role"],
                condition=Q(end__isnull=True),
                name="one_open_appointment_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="appointment_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False, end__isnull=False) & ~Q(ended_by="")),
                name="appointment_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=(Q(kind="role") & ~Q(role="")) | (~Q(kind="role") & Q(role="")),
                name="appointment_role_named",
            ),
            models.CheckConstraint(
                condition=Q(hours_a_week__isnull=True) | Q(kind="main", hours_a_week__gt=0),
                name="appointment_contract_hours",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["main", "concurrent", "acting", "role"]),
                name="appointment_has_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "post", "start"], name="appointment_by_post"),
            models.Index(fields=["person", "start"], name="appointment_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.start}"


class Certificate(models.Model):
    """Somebody has what a post asks for, ``[since, until)``: the original was seen.

    No number and no picture is kept: whoever asks is shown the original.
    """

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    #: The qualification's codeword in the handbook; never renamed there.
    kind = models.CharField(max_length=60)
    since = models.DateField()
    #: The first day on which it does not hold any more; none where it does not run out.
    until = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=80)
    #: It was entered wrongly, or taken away from the person: it never counted, or no more.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="certificate_in_order",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="certificate_withdrawn_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "kind"], name="certificate_of_person"),
            models.Index(
                fields=["site", "until"],
                condition=Q(withdrawn_at__isnull=True),
                name="certificate_runs_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"
