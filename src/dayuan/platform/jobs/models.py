"""What waits to be done after a commit, and who is at work on it."""

from django.db import models
from django.db.models import Q


class Outbox(models.Model):
    """One event, written with the act it tells of; ids and codewords only."""

    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Delivery(models.Model):
    """One event on its way to one consumer; done with the consumer's own writes."""

    class State(models.TextChoices):
        """How far it is; ``failed`` waits for a person."""

        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    event = models.ForeignKey(Outbox, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    #: The class of the last exception; never its message, which may name people.
    problem = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "failed"]), name="delivery_has_a_state"
            ),
            models.CheckConstraint(
                name="delivery_done_at_when_done",
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["event"], condition=Q(state="failed"), name="delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} of event {self.event_id}: {self.state}"


class SweepRow(models.Model):
    """When a sweep is due next; claimed by compare-and-set."""

    name = models.CharField(max_length=120, primary_key=True)
    next_due = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    #: Runs in a row that raised; zero after a good one.
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """A worker says that it lives; its jobs are its own as long as it does."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class Hold(models.Model):
    """While the row of this name is there, what it names stands still."""

    name = models.CharField(max_length=40, primary_key=True)
    since = models.DateTimeField()
    reason = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name
