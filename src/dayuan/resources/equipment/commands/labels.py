"""Issuing, revoking and replacing labels. A token is random and is never given twice."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.reference.sites.queries import places
from dayuan.resources.equipment import rules
from dayuan.resources.equipment.models import Item, Label

ISSUED = declare("equipment.label.issue", "制作标签", "Issue labels")
REVOKED = declare("equipment.label.revoke", "作废标签", "Revoke a label")
REPLACED = declare("equipment.label.replace", "更换标签", "Replace a label")

_SUBJECT = "equipment.label"
_MANAGE = "equipment.label.manage"
#: Bytes of randomness in a token: 128 bits, 22 letters in the address.
_RANDOM = 16


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of it: labels made now, and valid ones that stood already."""

    made: tuple[Label, ...]
    standing: tuple[Label, ...]

    @property
    def all(self) -> tuple[Label, ...]:
        """Return every valid label of what was chosen."""
        return (*self.standing, *self.made)


@command
def issue(
    *,
    place_ids: Collection[int] = (),
    item_ids: Collection[int] = (),
    actor: Actor,
    at: datetime,
) -> Issued:
    """Give each of these places and pieces a label, where it has no valid one."""
    permissions.require(actor, _MANAGE)
    wanted_places, wanted_items = set(place_ids), set(item_ids)
    chosen = len(wanted_places) + len(wanted_items)
    refuse_if(rules.label_problems(chosen=chosen, retired=0))
    refuse_if(
        rules.label_problems(chosen=chosen, retired=_retired(actor, wanted_places, wanted_items))
    )
    valid = Label.objects.filter(site_id=actor.site_id, revoked_at__isnull=True)
    standing = [
        *valid.filter(place_id__in=wanted_places), *valid.filter(item_id__in=wanted_items)
    ]  # fmt: skip
    wanted_places -= {one.place_id for one in standing if one.place_id is not None}
    wanted_items -= {one.item_id for one in standing if one.item_id is not None}
    made = _written(
        [
            *(_label(actor, at, place_id=pk) for pk in sorted(wanted_places)),
            *(_label(actor, at, item_id=pk) for pk in sorted(wanted_items)),
        ]
    )
    log.record(
        ISSUED, actor=actor, at=at, subject=_SUBJECT, ids=[one.pk for one in made],
        details={"places": sorted(wanted_places), "items": sorted(wanted_items)},
    )  # fmt: skip
    return Issued(tuple(made), tuple(standing))


@command
def revoke(*, label_id: int, actor: Actor, at: datetime) -> Label:
    """Make a label invalid; whoever scans the old sticker is told so for ever."""
    permissions.require(actor, _MANAGE)
    label = _revoked(_own(actor, label_id), actor, at)
    log.record(REVOKED, actor=actor, at=at, subject=_SUBJECT, ids=[label.pk])
    return label


@command
def replace(*, label_id: int, actor: Actor, at: datetime) -> Label:
    """Revoke a label and issue another for the same thing; return the new one."""
    permissions.require(actor, _MANAGE)
    old = _own(actor, label_id)
    places_of, items_of = _targets(old)
    refuse_if(rules.label_problems(chosen=1, retired=_retired(actor, places_of, items_of)))
    _revoked(old, actor, at)
    (new,) = _written([_label(actor, at, place_id=old.place_id, item_id=old.item_id)])
    log.record(
        REPLACED, actor=actor, at=at, subject=_SUBJECT, ids=[new.pk], details={"old": old.pk}
    )
    return new


def _label(
    actor: Actor, at: datetime, *, place_id: int | None = None, item_id: int | None = None
) -> Label:
    return Label(
        site_id=actor.site_id,
        token=secrets.token_urlsafe(_RANDOM),
        place_id=place_id,
        item_id=item_id,
        issued_at=at,
        issued_by=actor.key,
    )


def _written(labels: list[Label]) -> list[Label]:
    try:
        with transaction.atomic():
            return Label.objects.bulk_create(labels, batch_size=rules.LABELS_MOST)
    except IntegrityError:
        # The database lets a thing have one valid label: somebody was faster.
        raise Refused(_LABELLED_MEANWHILE) from None


def _targets(label: Label) -> tuple[set[int], set[int]]:
    return (
        {label.place_id} if label.place_id is not None else set(),
        {label.item_id} if label.item_id is not None else set(),
    )


def _retired(actor: Actor, place_ids: set[int], item_ids: set[int]) -> int:
    """Count what is out of use; whatever is not of this site does not exist."""
    found = places.of_site(actor.site_id, place_ids)
    pieces = Item.objects.filter(site_id=actor.site_id, pk__in=item_ids)
    states = dict(pieces.values_list("pk", "state"))
    if set(found) != place_ids or set(states) != item_ids:
        raise Refused(hidden=True)
    closed = sum(one.retired_at is not None for one in found.values())
    return closed + sum(state == "retired" for state in states.values())


def _own(actor: Actor, label_id: int) -> Label:
    found = Label.objects.filter(site_id=actor.site_id, pk=label_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def _revoked(label: Label, actor: Actor, at: datetime) -> Label:
    rows = Label.objects.filter(pk=label.pk, revoked_at__isnull=True)
    if rows.update(revoked_at=at, revoked_by=actor.key) != 1:
        raise Refused(_REVOKED_ALREADY)
    label.revoked_at, label.revoked_by = at, actor.key
    return label


_LABELLED_MEANWHILE = Blocker(
    "equipment.labelled_meanwhile",
    Text(
        "别人刚刚给其中一个做了标签。请刷新后重新勾选。",
        "Somebody has just issued a label for one of them. Reload and tick again.",
    ),
)
_REVOKED_ALREADY = Blocker(
    "equipment.label_revoked_already",
    Text("这张标签已经作废。请刷新页面。", "This label is revoked already. Reload the page."),
)
