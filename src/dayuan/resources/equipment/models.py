"""Pieces of equipment, what was counted of each row of the plan, and the labels."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dayuan.kernel.codes import CODE_LENGTH
from dayuan.resources.equipment.states import ITEM


class Item(models.Model):
    """One piece; ``row`` is its row in the plan's equipment table, where it has one."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    #: Unique at the site for ever, retired pieces included.
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=80)
    row = models.CharField(max_length=60, blank=True)
    #: The system as the plan calls it; empty where neither plan nor anybody named one.
    system = models.CharField(max_length=60, blank=True)
    place = models.ForeignKey("sites.Place", on_delete=models.PROTECT, null=True, related_name="+")
    serial = models.CharField(max_length=60, blank=True)
    in_service_since = models.DateField(null=True)
    state = models.CharField(max_length=20, default=ITEM.initial)
    sort_key = models.CharField(max_length=200)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="one_item_for_a_code"),
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in ITEM.states]), name="item_has_a_state"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "sort_key", "id"], name="item_in_order"),
            models.Index(fields=["site", "system", "sort_key", "id"], name="item_of_system"),
            models.Index(fields=["site", "row", "state"], name="item_of_row"),
        ]

    def __str__(self) -> str:
        return self.code


class Count(models.Model):
    """What somebody counted of one row of the plan; a later count corrects an earlier one."""

    SENSITIVE: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    row = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    counted_at = models.DateTimeField()
    counted_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["site", "row", "-id"], name="count_of_row")]

    def __str__(self) -> str:
        return f"{self.row}: {self.quantity}"


class Label(models.Model):
    """A sticker with a random token; a revoked one is kept and never given again."""

    #: Whoever has the token may report in the name of what it stands for.
    SENSITIVE: ClassVar[frozenset[str]] = frozenset({"token"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=40, unique=True)
    place = models.ForeignKey("sites.Place", on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, item__isnull=True)
                | Q(place__isnull=True, item__isnull=False),
                name="label_stands_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
                name="label_revoked_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(revoked_at__isnull=True, place__isnull=False),
                name="one_label_for_a_place",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(revoked_at__isnull=True, item__isnull=False),
                name="one_label_for_an_item",
            ),
        ]
        indexes = [models.Index(fields=["site", "-id"], name="label_newest")]

    def __str__(self) -> str:
        return f"label {self.pk}"
