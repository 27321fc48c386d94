"""The index: one line for each record, hidden ones too. Only the doors make it safe."""

from typing import ClassVar

from django.db import models


class Line(models.Model):
    """What one record is found by; the newest record has the highest number.

    The database keeps its own way into ``words`` up to date (see the first migration): a
    full-text table on SQLite, a vector with its index on PostgreSQL.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"words"})

    site_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    #: Words without any order, each once, a space between them.
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner_id"], name="search_line_once"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of the index"


class Follower(models.Model):
    """How far the index has followed the log: the last seal that was read."""

    name = models.CharField(max_length=20, primary_key=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
