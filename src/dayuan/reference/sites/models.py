"""Compounds: which revision each runs, its working calendar, and its places."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dayuan.kernel.codes import CODE_LENGTH
from dayuan.kernel.text import Text
from dayuan.reference.sites.states import LEVELS, PlaceKind


class Site(models.Model):
    """One compound; every row of the business belongs to one."""

    code = models.CharField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=60, default="Asia/Shanghai")
    revision = models.ForeignKey("plans.Revision", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name_zh or self.name_en


class RevisionInForce(models.Model):
    """From when to when a revision was what ran, and who consented to it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("plans.Revision", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    adopted_by = models.CharField(max_length=80)
    #: The reference of the office's consent to this version.
    consent = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site"], condition=Q(until__isnull=True), name="one_revision_in_force"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="revision_in_force_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} at {self.site_id} since {self.since}"


class NamedDay(models.Model):
    """A day that is not what its weekday says: a holiday, a make-up workday, a rest day."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=60, blank=True)
    #: ``law`` for what the State Council named, ``site`` for the site's own choice.
    origin = models.CharField(max_length=10, default="site")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "day"], name="one_name_for_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["workday", "rest", "holiday", "make_up"]),
                name="named_day_has_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class PublishedYear(models.Model):
    """A year whose statutory holidays are complete in the calendar."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "year"], name="one_row_for_a_year")]

    def __str__(self) -> str:
        return f"{self.year}"


class NumberSeries(models.Model):
    """The last number given for one kind of record in one year; gaps are allowed."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "series"], name="one_series_for_a_site")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class Place(models.Model):
    """A building, a floor, a room or another place; retired, never deleted.

    Places form a tree of few levels. ``path_key`` sorts the whole tree as people walk
    through it and begins with the key of the place above.
    """

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    #: Unique at the site for ever, retired places included.
    code = models.CharField(max_length=CODE_LENGTH)
    kind = models.CharField(max_length=10)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="below")
    depth = models.PositiveSmallIntegerField(default=0)
    title_zh = models.CharField(max_length=60, blank=True)
    title_en = models.CharField(max_length=60, blank=True)
    path_key = models.CharField(max_length=400)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="one_place_for_a_code"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in PlaceKind]),
                name="place_has_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=0)
                | Q(parent__isnull=False, depth__gt=0, depth__lt=LEVELS),
                name="place_lies_at_a_level",
            ),
            models.CheckConstraint(
                condition=~Q(title_zh="") | ~Q(title_en=""), name="place_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by="")
                | (Q(retired_at__isnull=False) & ~Q(retired_by="")),
                name="place_retired_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["site", "path_key", "id"], name="place_in_order")]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> Text:
        """Return what stands on the door."""
        return Text(self.title_zh, self.title_en)

    @property
    def chain(self) -> "tuple[Place, ...]":
        """Return the places around this one, the outermost first, and itself."""
        above = self.parent.chain if self.parent is not None else ()
        return (*above, self)

    @property
    def full_title(self) -> Text:
        """Return the title with those of the places around it."""
        titles = [one.title for one in self.chain]
        english = ", ".join(one.in_language("en") for one in reversed(titles))
        if not any(one.zh for one in titles):
            return Text(en=english)
        return Text("".join(one.in_language("zh") for one in titles), english)
