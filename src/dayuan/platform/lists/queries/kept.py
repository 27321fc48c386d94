"""The doors of views and exports: what somebody kept or asked for is that person's own."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import queries as accounts
from dayuan.platform.lists import listed, rules
from dayuan.platform.lists.models import Export, View

VIEW, EXPORT = "lists.view", "lists.export"
#: Views that are offered at once: the own ones, and as many of others.
_SHOWN = 2 * rules.VIEWS_MOST
_BATCH = 200
_ALIVE = ("waiting", "working")


def views_visible_to(actor: Actor) -> QuerySet[View]:
    """Return the actor's own views and the shared ones, of lists that the actor may open."""
    may_open = [one.code for one in listed.sheets.values() if actor.holds(one.verb)]
    rows = View.objects.filter(site_id=actor.site_id, sheet__in=may_open)
    return rows.filter(_own(actor) | Q(shared=True))


def views_of(actor: Actor, sheet: str) -> list[View]:
    """Return the views of a list that are offered to the actor, the own ones first."""
    found = views_visible_to(actor).filter(sheet=sheet).order_by("shared", "name", "pk")[:_SHOWN]
    return sorted(found, key=lambda one: one.account_id != actor.account_id)


def view_for(actor: Actor, view_id: int) -> View:
    """Return a view the actor may see; :class:`Refused` where there is none such."""
    row = views_visible_to(actor).filter(pk=view_id).first()
    if row is None:
        raise Refused(hidden=True)
    return row


def views_of_closed() -> dict[int, list[int]]:
    """Return by site some private views of accounts that are closed."""
    rows = View.objects.filter(shared=False, account_id__in=accounts.closed())
    found: dict[int, list[int]] = {}
    for site_id, pk in rows.order_by("pk").values_list("site_id", "pk")[:_BATCH]:
        found.setdefault(site_id, []).append(pk)
    return found


def exports_visible_to(actor: Actor) -> QuerySet[Export]:
    """Return the actor's own exports; to the program those of its site."""
    rows = Export.objects.filter(site_id=actor.site_id)
    return rows if actor.is_system else rows.filter(_own(actor))


def seen(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of these exports that the actor may see."""
    return set(exports_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


def exports_of(actor: Actor, *, at: datetime) -> list[Export]:
    """Return the actor's exports of the last day, the newest first."""
    recent = Export.objects.filter(_own(actor), site_id=actor.site_id, asked_at__gt=at - rules.KEPT)
    return list(recent.order_by("-pk")[:_SHOWN])


def get_for(actor: Actor, export_id: int) -> Export:
    """Return an export the actor may see; :class:`Refused` where there is none such."""
    row = exports_visible_to(actor).filter(pk=export_id).first()
    if row is None:
        raise Refused(hidden=True)
    return row


def under_way(actor: Actor) -> int:
    """Count the actor's exports that are not written yet."""
    return Export.objects.filter(_own(actor), state__in=_ALIVE).count()


def waiting(export_id: int) -> Export | None:
    """Return an export that is still to be written."""
    return Export.objects.filter(pk=export_id, state__in=_ALIVE).first()


def overdue(*, at: datetime) -> tuple[list[Export], list[Export]]:
    """Return exports whose file has to go, and those that never came to an end."""
    old = Export.objects.filter(state="ready", asked_at__lte=at - rules.KEPT)
    stuck = Export.objects.filter(state__in=_ALIVE, asked_at__lte=at - rules.LONGEST)
    return list(old.order_by("pk")[:_BATCH]), list(stuck.order_by("pk")[:_BATCH])


def _own(actor: Actor) -> Q:
    return Q(account_id=actor.account_id) if actor.account_id is not None else Q(pk__in=[])
