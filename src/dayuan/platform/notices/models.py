"""Notices: what somebody should know, told once, kept until it is read."""

from django.db import models


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
