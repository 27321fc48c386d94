"""The door of rates: what an hour costs is read by those whom the plan lets, and nobody else."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import HourRate
from dayuan.resources.rosters.rules.rates import Rates

VIEW = "rosters.rate.view"
ENTER = "rosters.rate.enter"
RATE_KIND = "rosters.rate"
#: So many rows are shown: a group gets one or two a year.
MOST = 60


def rates_visible_to(actor: Actor) -> QuerySet[HourRate]:
    """Return the rates of the actor's site."""
    permissions.require(actor, VIEW)
    return HourRate.objects.filter(site_id=actor.site_id)


def seen(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of these rates that the actor may see: the door for the log."""
    return set(rows_for_owners(actor).filter(pk__in=ids).values_list("pk", flat=True))


def rows_for_owners(actor: Actor) -> QuerySet[HourRate]:
    """Return the same as a question inside another one; none without the right."""
    if not actor.is_system and not actor.holds(VIEW):
        return HourRate.objects.none()
    return HourRate.objects.filter(site_id=actor.site_id)


def known_rates(actor: Actor, group: str) -> Rates:
    """Return the rates of a group as far as the actor may know them; at most one question."""
    if not actor.holds(VIEW):
        return Rates()
    rows = rates_visible_to(actor).filter(group=group).order_by("valid_from")
    return Rates(tuple((start, Fraction(yuan)) for start, yuan in
                       rows.values_list("valid_from", "yuan")))  # fmt: skip


def may_enter_rates(actor: Actor) -> bool:
    """Tell whether somebody reads the rates and enters them."""
    return actor.holds(VIEW) and actor.holds(ENTER)


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate as it is shown, with who entered it."""

    rate: HourRate
    by: str


def rates_listed(actor: Actor) -> list[RateLine]:
    """Return the newest rates of all groups, each group's together."""
    rows = rates_visible_to(actor).annotate(by=people.name_of_key("entered_by"))
    found = rows.order_by("group", "-valid_from")[:MOST]
    return [RateLine(one, getattr(one, "by", None) or "") for one in found]


def rate_groups(site_id: int) -> dict[str, ShiftPlan]:
    """Return the groups that can have a rate: the shift plans of the plan in force."""
    return dict(sites.plan_of(site_id).handbook.shift_plans)
