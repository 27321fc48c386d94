"""Who may know of one call: the person, and whoever sees call-outs whole."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.services.callout.models import Call, Callout
from dayuan.services.callout.queries.doors import ANSWER, VIEW
from dayuan.services.callout.states import CALL, CALLOUT

#: So many people of one call-out are shown; no squad of one compound is larger.
MOST = 200


def _calls(actor: Actor) -> QuerySet[Call]:
    mine = Q(person_id=actor.person_id or 0)
    all_of_site = Q() if actor.holds(VIEW) else mine
    return Call.objects.filter(all_of_site, callout__site_id=actor.site_id)


def call_for(actor: Actor, call_id: int) -> Call:
    """Return one call: one's own, or any where somebody sees call-outs whole."""
    permissions.require(actor, ANSWER)
    rows = _calls(actor).select_related("callout__ordered_by", "callout__surge", "person")
    found = rows.filter(pk=call_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def seen(actor: Actor, call_ids: Collection[int]) -> set[int]:
    """Return those of these calls that the actor may know of: the door for notices."""
    if not actor.holds(ANSWER):
        return set()
    return set(_calls(actor).filter(pk__in=call_ids).values_list("pk", flat=True))


def calls_named(actor: Actor, call_ids: Collection[int]) -> list[Call]:
    """Return those of these calls that the actor may know of, with what they belong to."""
    if not actor.holds(ANSWER):
        return []
    return list(_calls(actor).filter(pk__in=call_ids).select_related("callout__surge"))


def calls_of(callout: Callout) -> list[Call]:
    """Return everybody who was called, in the order of calling, with who wrote what."""
    rows = callout.calls.select_related("person", "answered_by", "arrived_by")
    return list(rows.order_by("pk")[:MOST])


def own_calls(actor: Actor) -> list[Call]:
    """Return the actor's own calls of what still runs, the newest first."""
    rows = Call.objects.filter(
        person_id=actor.person_id or 0, callout__site_id=actor.site_id,
        callout__state=CALLOUT.initial,
    )  # fmt: skip
    return list(rows.select_related("callout__surge").order_by("-called_at", "-pk")[:20])


def reminded_person(call_id: int) -> int | None:
    """Return whose call it is where it still waits for an answer, for the reminder."""
    rows = Call.objects.filter(pk=call_id, state=CALL.initial, callout__state=CALLOUT.initial)
    return rows.values_list("person_id", flat=True).first()


def told_person(call_id: int) -> int | None:
    """Return whose call it is, for the notice."""
    return Call.objects.filter(pk=call_id).values_list("person_id", flat=True).first()
