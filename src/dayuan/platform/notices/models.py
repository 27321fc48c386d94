"""Notices: what somebody should know, told once, kept until it is read; and their ways out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.platform.notices.states import DELIVERY, OPEN
from dayuan.platform.notices.ways import WAYS


class Notice(models.Model):
    """One notice to one person about one record; codewords only, the words come from its kind."""

    site_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    owner_kind = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    #: What makes it the same notice; telling it twice is telling it once.
    dedupe = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "dedupe"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["site_id", "person_id", "-id"], name="notice_of_person"),
            models.Index(
                fields=["site_id", "person_id"],
                condition=models.Q(read_at__isnull=True),
                name="notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Channel(models.Model):
    """A way out of the house that somebody set up; what it needs is sealed."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"sealed"})

    site_id = models.BigIntegerField()
    way = models.CharField(max_length=12, choices=[(code, code) for code in WAYS])
    title = models.CharField(max_length=60)
    #: Where it leads, as far as it may be shown: a host, never a key.
    leads_to = models.CharField(max_length=120)
    sealed = models.TextField()
    #: The groups it carries, and those of them that nobody switches off for himself.
    carries = models.JSONField(default=list)
    demanded = models.JSONField(default=list)
    #: One message for each person, with the staff number, for a gateway that reaches people.
    each = models.BooleanField(default=False)
    #: In which language a group is spoken to.
    language = models.CharField(max_length=10, default="zh-hans")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="channel_closed_at_and_by",
                condition=Q(closed_at__isnull=True, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
            ),
            models.CheckConstraint(name="channel_has_a_way", condition=Q(way__in=list(WAYS))),
        ]
        indexes = [
            models.Index(
                fields=["site_id"], condition=Q(closed_at__isnull=True), name="channel_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """Return the place that its secrets are sealed for."""
        return f"channel:{self.site_id}:{self.way}"


class Delivery(models.Model):
    """One notice on its way out by one channel: to one person, or once to a group."""

    site_id = models.BigIntegerField()
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    #: None for a trial.
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    #: None where a group is spoken to.
    person_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=80)
    #: What makes it the same one.
    key = models.CharField(max_length=160)
    state = models.CharField(
        max_length=10, default=DELIVERY.initial, choices=[(s.code, s.code) for s in DELIVERY.states]
    )
    #: The stable id of the message that carries it, alone or with others; empty until then.
    outward = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    #: Somebody is at it; after this instant it may be taken again.
    taken_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    #: Why it failed or was left out; a codeword.
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="notice_out_once"),
            models.CheckConstraint(
                name="notice_out_has_a_state",
                condition=Q(state__in=[s.code for s in DELIVERY.states]),
            ),
            models.CheckConstraint(
                name="notice_out_settled_when_over",
                condition=Q(state__in=OPEN, settled_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state__in=OPEN), name="notice_out_due"),
            models.Index(fields=["channel", "-id"], name="notice_out_of_channel"),
            models.Index(
                fields=["channel", "person_id", "settled_at"],
                condition=Q(state="sent"),
                name="notice_out_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"notice out {self.pk}: {self.state}"


class Preference(models.Model):
    """What a person wishes: where notices come, and when they do not."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"email"})

    site_id = models.BigIntegerField()
    person_id = models.BigIntegerField(unique=True)
    email = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    #: By the site's clock; the end may lie in the next morning.
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    #: What is switched off: ``group@app`` in the program, ``group@5`` by a channel's number.
    off = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="preference_quiet_from_and_until",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"preferences of person {self.person_id}"
