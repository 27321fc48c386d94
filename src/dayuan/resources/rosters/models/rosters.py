"""A month of a group as it is being arranged, and the runs of the planner for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.resources.rosters.states import PLANNING, ROSTER


class Roster(models.Model):
    """The month of one shift plan: a draft until it is published and its duties stand."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    #: The shift plan's codeword in the handbook.
    group = models.CharField(max_length=60)
    #: The first day of the month.
    month = models.DateField()
    state = models.CharField(
        max_length=10, default=ROSTER.initial, choices=[(s.code, s.code) for s in ROSTER.states]
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "group", "month"],
                condition=~Q(state="discarded"),
                name="one_roster_a_month",
            ),
            models.CheckConstraint(
                name="roster_has_a_state",
                condition=Q(state__in=[s.code for s in ROSTER.states]),
            ),
            models.CheckConstraint(
                name="roster_published_at_and_by",
                condition=Q(state="published", published_at__isnull=False) & ~Q(published_by="")
                | ~Q(state="published") & Q(published_at__isnull=True, published_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.month:%Y-%m}"


class RosterCell(models.Model):
    """What one person does on one day of a draft; a day off that was set has no post."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="cells")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    post = models.CharField(max_length=60, blank=True)
    shift = models.CharField(max_length=60, blank=True)
    #: Set by hand: the planner leaves it as it is.
    fixed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "person", "day"], name="one_cell_a_person_and_day"
            ),
            models.CheckConstraint(
                name="cell_is_a_duty_or_a_set_day_off",
                condition=~Q(post="") & ~Q(shift="") | Q(post="", shift="", fixed=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.post} {self.shift}"


class Acceptance(models.Model):
    """A rule that a published roster does not keep, and who accepted it."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="accepted")
    rule = models.CharField(max_length=60)
    #: How many times: people, days, started hours, as the rule counts.
    units = models.PositiveIntegerField()
    accepted_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "rule"], name="accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} × {self.units}"


class Planning(models.Model):
    """One run of the planner over a draft: how far it is, and what it found."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="plannings")
    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, default=PLANNING.initial, choices=[(s.code, s.code) for s in PLANNING.states]
    )
    #: How long it may take.
    seconds = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: What the best roster so far costs, and what none falls below.
    objective = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    #: "cp-sat" or "greedy".
    engine = models.CharField(max_length=20, blank=True)
    #: Why there is no roster; a codeword.
    problem = models.CharField(max_length=40, blank=True)
    #: What cannot hold together where there is none, or posts stay open; ``rules.explaining``.
    why = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="planning_has_a_state",
                condition=Q(state__in=[s.code for s in PLANNING.states]),
            ),
            models.UniqueConstraint(
                fields=["roster"],
                condition=Q(state__in=["waiting", "working"]),
                name="one_planning_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=["waiting", "working"]),
                name="planning_alive",
            ),
        ]

    def __str__(self) -> str:
        return f"planning {self.pk}: {self.state}"
