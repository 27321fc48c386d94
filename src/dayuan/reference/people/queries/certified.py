"""What everybody holds together with the certificates they have, in one question."""

from datetime import date

from django.db.models import F, FilteredRelation, Q

from dayuan.kernel.periods import Period
from dayuan.reference.people.models import Appointment
from dayuan.reference.people.qualifying import Held


def held_with_certificates(
    site_id: int, first: date
) -> tuple[list[Appointment], dict[int, tuple[Held, ...]]]:
    """Return what :func:`held_since` returns, and by person what these people have.

    A page that reads a whole month has few questions to spare.
    """
    open_ended = Q(end__isnull=True) | Q(end__gte=first)
    counts = Q(person__certificates__site_id=site_id) & Q(
        person__certificates__withdrawn_at__isnull=True
    )
    rows = (
        Appointment.objects.filter(open_ended, site_id=site_id)
        .select_related("person")
        .annotate(certified=FilteredRelation("person__certificates", condition=counts))
        .annotate(has_kind=F("certified__kind"), has_since=F("certified__since"))
        .annotate(has_until=F("certified__until"))
    )
    held: dict[int, Appointment] = {}
    have: dict[int, dict[Held, None]] = {}
    for row in rows.order_by("start", "pk"):
        held.setdefault(row.pk, row)
        if row.has_kind is not None:
            one = Held(row.has_kind, Period(row.has_since, row.has_until))
            have.setdefault(row.person_id, {})[one] = None
    return list(held.values()), {person: tuple(found) for person, found in have.items()}
