"""Who has which certificate when."""

from collections import defaultdict
from collections.abc import Collection

from dayuan.kernel.periods import Period
from dayuan.reference.people.models import Certificate
from dayuan.reference.people.qualifying import Held


def certificates(site_id: int, person_ids: Collection[int]) -> dict[int, tuple[Held, ...]]:
    """Return what these people of a site have, by person; one question."""
    rows = Certificate.objects.filter(
        site_id=site_id, person_id__in=list(person_ids), withdrawn_at__isnull=True
    )
    found: dict[int, list[Held]] = defaultdict(list)
    for person, kind, since, until in rows.values_list("person_id", "kind", "since", "until"):
        found[person].append(Held(kind, Period(since, until)))
    return {person: tuple(held) for person, held in found.items()}
