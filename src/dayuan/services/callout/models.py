"""Call-outs and standing by: who was called, answers and arrivals with their times.

Extra strength before a visit (a surge) keeps what it changed, so that it can be undone.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.services.callout.states import CALL, CALLOUT, SURGE

_PERSON = "people.Person"


class Surge(models.Model):
    """Extra strength for ``[start, end)``: why, at which level of the plan, and how it ended."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"reason", "closed_why"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    #: The codeword of the level in the plan's table.
    level = models.CharField(max_length=60)
    reason = models.TextField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    state = models.CharField(max_length=20, default=SURGE.initial)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closed_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in SURGE.states]), name="surge_has_a_state"
            ),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="surge_in_order"),
            models.CheckConstraint(
                condition=Q(state="ordered", closed_at=None, closed_by=None, closed_why="")
                | (
                    ~Q(state="ordered")
                    & Q(closed_at__isnull=False)
                    # The clock ends it as well; calling off is somebody's act.
                    & (Q(closed_by__isnull=False) | Q(state="ended"))
                    & ~Q(closed_why="")
                ),
                name="surge_closed_at_by_and_why",
            ),
        ]
        indexes = [models.Index(fields=["site", "-start", "-id"], name="surge_newest")]

    def __str__(self) -> str:
        return f"{self.level} {self.start:%Y-%m-%d %H:%M}"


class SurgePost(models.Model):
    """How many more people one post gets: a number that a person entered."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="posts")
    post = models.CharField(max_length=60)
    extra = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["surge", "post"], name="post_once_a_surge"),
        ]

    def __str__(self) -> str:
        return f"{self.extra} more on {self.post}"


class SurgeLeave(models.Model):
    """Days of leave that a surge called off; given back when it ends, as far as they are ahead."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="leave")
    away = models.ForeignKey("rosters.Away", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    back = models.ForeignKey("rosters.Away", on_delete=models.PROTECT, null=True, related_name="+")
    #: The codeword of why it could not be given back.
    not_back = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["surge", "away"], name="leave_once_a_surge"),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="surge_leave_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"leave {self.away_id} in surge {self.surge_id}"


class SurgeDuty(models.Model):
    """A duty that was added for a surge, with what was accepted for it and by whom."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="duties")
    duty = models.OneToOneField("rosters.Duty", on_delete=models.PROTECT, related_name="+")
    #: What was let pass by name: the codeword, and the sentence in both languages.
    accepted = models.JSONField(default=list)
    added_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    #: The duty had not begun when the surge ended, and was taken off.
    undone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"duty {self.duty_id} in surge {self.surge_id}"


class Callout(models.Model):
    """An order to come: why, where to, since when; ended with a sentence."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"reason", "gather", "outcome"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    #: The codeword of the squad; empty where people stand by for a surge.
    squad = models.CharField(max_length=60, blank=True)
    surge = models.OneToOneField(Surge, on_delete=models.PROTECT, null=True, related_name="standby")
    exercise = models.BooleanField(default=False)
    reason = models.TextField()
    gather = models.CharField(max_length=200)
    #: How many were wanted, and within how many minutes, as the plan said then.
    wanted = models.PositiveIntegerField(null=True)
    within = models.PositiveIntegerField(null=True)
    #: After how many minutes without an answer whoever called is told, as the plan said then.
    unanswered = models.PositiveIntegerField(null=True)
    #: When somebody may be without an answer for so long; and when that was told, once.
    late_from = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=CALLOUT.initial)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in CALLOUT.states]), name="callout_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None, ended_by=None, outcome="")
                | (
                    Q(state="ended", ended_at__isnull=False)
                    # Standing by ends with the time of its extra strength as well.
                    & (Q(ended_by__isnull=False) | Q(surge__isnull=False))
                    & ~Q(outcome="")
                ),
                name="callout_ended_at_by_and_how",
            ),
            models.CheckConstraint(
                condition=(Q(squad="") & Q(surge__isnull=False))
                | (~Q(squad="") & Q(surge__isnull=True)),
                name="callout_of_a_squad_or_a_surge",
            ),
        ]
        indexes = [models.Index(fields=["site", "-ordered_at", "-id"], name="callout_newest")]

    def __str__(self) -> str:
        return f"{self.squad} {self.ordered_at:%Y-%m-%d %H:%M}"


class Call(models.Model):
    """One person who was called: what he answered, when he came, and who wrote it down."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"why"})

    callout = models.ForeignKey(Callout, on_delete=models.PROTECT, related_name="calls")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    #: The post through which the person belongs to the squad.
    post = models.CharField(max_length=60)
    #: How the person stood when called: on duty, off duty, with too little rest, away.
    stood = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=CALL.initial)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    #: The person, or whoever wrote it down for somebody without a phone.
    answered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    #: Why somebody cannot come.
    why = models.CharField(max_length=200, blank=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["callout", "person"], name="person_called_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in CALL.states]), name="call_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="call_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state="here", arrived_at__isnull=False, arrived_by__isnull=False)
                | (~Q(state="here") & Q(arrived_at=None, arrived_by=None)),
                name="call_arrived_at_and_by",
            ),
            models.CheckConstraint(
                condition=(Q(state="cannot") & ~Q(why="")) | (~Q(state="cannot") & Q(why="")),
                name="call_cannot_says_why",
            ),
        ]
        indexes = [models.Index(fields=["person", "-called_at"], name="call_by_person")]

    def __str__(self) -> str:
        return f"call {self.pk} of {self.callout_id}"
