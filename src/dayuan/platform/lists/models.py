"""What people keep of lists: views they come back to, and files they take away."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.platform.lists.states import EXPORT

NAME_LENGTH = 40
#: What an address may ask of a list, at the longest.
QUERY_LENGTH = 1000


class View(models.Model):
    """A list as somebody likes it: narrowed, in order, with chosen columns, under a name.

    ``shared`` ones are offered to everybody who may open the list; what a reader sees
    in it is still decided by the list's door.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"name", "query"})

    site_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    sheet = models.CharField(max_length=60)
    name = models.CharField(max_length=NAME_LENGTH)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    shared = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "sheet", "name"], name="view_once_a_name"
            ),
        ]
        indexes = [
            models.Index(fields=["site_id", "sheet"], condition=Q(shared=True), name="view_shared"),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"


class Export(models.Model):
    """A list on its way into a file, or there until it expires; the file hangs on it."""

    #: What was typed to narrow the list down may name somebody.
    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"query"})

    site_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    sheet = models.CharField(max_length=60)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(
        max_length=10, default=EXPORT.initial, choices=[(s.code, s.code) for s in EXPORT.states]
    )
    #: Rows there are to write, once they were counted, and rows written.
    total = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    #: Why there is no file; a codeword.
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="export_has_a_state",
                condition=Q(state__in=[s.code for s in EXPORT.states]),
            ),
            models.CheckConstraint(
                name="export_says_why_it_failed",
                condition=Q(state="failed") & ~Q(problem="") | ~Q(state="failed") & Q(problem=""),
            ),
        ]
        indexes = [
            models.Index(fields=["account_id", "-id"], name="export_of_account"),
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=["waiting", "working", "ready"]),
                name="export_alive",
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"
