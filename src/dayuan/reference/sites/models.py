"""Compounds: which revision each runs, and its working calendar."""

from django.db import models
from django.db.models import F, Q


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
