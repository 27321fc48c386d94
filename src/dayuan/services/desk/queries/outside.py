"""Reading what came by labels: for the desk, and for whoever holds a status link."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Problems, Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor, outsider
from dayuan.platform.audit import history
from dayuan.reference.sites import queries as sites
from dayuan.resources.equipment.queries import Standing, labels
from dayuan.services.desk import rules
from dayuan.services.desk.capabilities import ByLabelParams
from dayuan.services.desk.models import OutsideReport, Trace
from dayuan.services.desk.states import REQUEST
from dayuan.work import queries as work

#: What somebody without an account may do: report, by the label he stands before.
RECEIVE, CLEAR = "desk.outside.receive", "desk.outside.clear"
OF_OUTSIDERS = frozenset({RECEIVE, "desk.request.report"})
#: The desk that sends requests out decides on what is held.
DECIDE = "desk.request.dispatch"
#: What photos of such a report hang on until it is sent out.
KIND = "desk.outside"
_AROUND = tuple(f"label__{one}" for one in labels.AROUND)


def limits(site_id: int) -> ByLabelParams:
    """Return the numbers of the plan in force, or the program's own where it names none."""
    uses = sites.plan_of(site_id).uses_of("desk.by_label")
    return ByLabelParams.model_validate(dict(uses[0].parameters) if uses else {})


def staff_only(plan: Compiled) -> frozenset[str]:
    """Return the categories that a label does not offer, with all that lies below them."""
    shut = {c for use in plan.uses_of("desk.staff_only") for c in use.parameters["categories"]}
    parents = {code: one.parent for code, one in plan.handbook.categories.items()}
    return frozenset(code for code in parents if shut & set(rules.below(code, parents)))


def actor_of(standing: Standing, *, at: datetime) -> Actor:
    """Return whoever stands before a label, without an account."""
    return outsider(standing.label_id, site_id=standing.site_id, verbs=OF_OUTSIDERS, at=at)


def by_once(once: str) -> OutsideReport | None:
    """Return what a form has made already, by the number in it."""
    return OutsideReport.objects.filter(once_digest=rules.digest("once", once)).first()


def counted(who: str, *, since: datetime, most: int) -> int:
    """Return how much came from a label, a browser or an address; beyond ``most`` nobody counts."""
    rows = Trace.objects.filter(who=who, at__gt=since)
    return len(rows.values_list("pk", flat=True)[: most + 1])


def standing_of(found: OutsideReport) -> Standing:
    """Return what the label of a report stands for, where it was read by one of the doors."""
    return labels.standing(found.label)


# --- the desk ------------------------------------------------------------------------------


def decide_problems(actor: Actor) -> Problems:
    """Return why this actor may not decide on held reports; the page asks here."""
    return permissions.problems(actor, DECIDE)


def outside_visible_to(actor: Actor) -> QuerySet[OutsideReport]:
    """Return what came by labels at the site, for those who decide on it.

    A request that somebody may not know of is not known by its report either.
    """
    permissions.require(actor, DECIDE)
    return _with_known_case(actor).select_related(*_AROUND)


def outside_for(actor: Actor, outside_id: int) -> OutsideReport:
    """Return one report; another site's does not exist for the actor."""
    found = outside_visible_to(actor).filter(pk=outside_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def held(actor: Actor, *, after: int, most: int) -> Sequence[OutsideReport]:
    """Return what waits for the desk, the oldest first, beginning after an id."""
    rows = outside_visible_to(actor).filter(state="held", pk__gt=after)
    return list(rows.order_by("pk")[:most])


def photos_held(site_id: int) -> int:
    """Return how many photos wait for the desk at a site."""
    rows = OutsideReport.objects.filter(site_id=site_id, state="held")
    return rows.aggregate(n=Sum("photos"))["n"] or 0


def number_held(actor: Actor) -> Coalesce | Value:
    """Return how many wait for the desk, to be asked inside another question.

    Whoever does not decide on them is told of none.
    """
    if not actor.holds(DECIDE):
        return Value(0)
    rows = OutsideReport.objects.filter(site_id=actor.site_id, state="held").order_by()
    number = Subquery(rows.values("site_id").annotate(n=Count("pk")).values("n"))
    return Coalesce(number, 0)


def seen(actor: Actor, outside_ids: Collection[int]) -> set[int]:
    """Return the reports among these whose photos and notices the actor may see.

    Until a request is sent out that is the desk which decides; whoever is sending it
    has put the photos there himself, at that very instant; and nobody else.
    """
    return set(_known_to(actor).filter(pk__in=outside_ids).values_list("pk", flat=True))


def rows_for_owners(actor: Actor) -> QuerySet[OutsideReport]:
    """Return the same reports as :func:`seen`, to be asked for inside another question."""
    return _known_to(actor)


def _known_to(actor: Actor) -> QuerySet[OutsideReport]:
    rows = OutsideReport.objects.filter(site_id=actor.site_id)
    if actor.label_id is not None and actor.as_of is not None:
        return rows.filter(label_id=actor.label_id, received_at=actor.as_of)
    if actor.holds(DECIDE):
        return _with_known_case(actor)
    return rows if actor.holds(CLEAR) else rows.none()


def _with_known_case(actor: Actor) -> QuerySet[OutsideReport]:
    known = Q(request__isnull=True) | Q(request__case__in=work.visible_to(actor))
    return OutsideReport.objects.filter(known, site_id=actor.site_id)


def of_request(actor: Actor, case_id: int) -> OutsideReport | None:
    """Return the report that a request came from, for those who decide on it."""
    if not actor.holds(DECIDE):
        return None
    return _known_to(actor).filter(request_id=case_id).first()


def attach_problems(actor: Actor, _outside_id: int) -> Problems:
    """Return why this actor may not add a photo: only who sends the report does."""
    return () if actor.is_outside else (rules.NO_FILES,)


def remove_problems(actor: Actor, _outside_id: int) -> Problems:
    """Return why this actor may not take a photo away: only time does."""
    return () if actor.holds(CLEAR) else (rules.FILES_STAY,)


def never_sent_out() -> Q:
    """Return the condition on requests that ended with photos which the desk alone has seen."""
    return Q(
        state="accepted",
        photos__gt=0,
        request__dispatched_at__isnull=True,
        request__case__closed_at__isnull=False,
    )


def to_clear(*, now: datetime, most: int) -> list[int]:
    """Return what was set aside, or ended before it was sent out, so long ago that it goes."""
    left = OutsideReport.objects.filter(cleared_at__isnull=True)
    waiting = left.filter(Q(state="set_aside") | never_sent_out())
    found: list[int] = []
    for site_id in waiting.order_by().values_list("site_id", flat=True).distinct():
        before = now - timedelta(days=limits(site_id).set_aside_days)
        over = Q(state="set_aside", decided_at__lte=before)
        over |= never_sent_out() & Q(request__case__closed_at__lte=before)
        rows = left.filter(over, site_id=site_id).order_by("pk")
        found += rows.values_list("pk", flat=True)[:most]
    return found


def site_of(outside_id: int) -> int:
    """Return the site of a report, for the sweep that takes its words away."""
    return OutsideReport.objects.values_list("site_id", flat=True).get(pk=outside_id)


# --- whoever holds the status link ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Course:
    """How a report stands: codewords and times, never a name, a number or a text.

    ``state`` is the request's, or the report's own while there is none. ``ended`` tells
    that the link has done its time.
    """

    state: str
    steps: tuple[tuple[str, datetime], ...]
    ended: bool


def by_code(code: str, *, at: datetime) -> Course | None:
    """Return how the report of a status link stands, or ``None`` where there is no such link.

    It asks for no permission: whoever holds the link sent the report, or was given it.
    """
    rows = OutsideReport.objects.filter(code_digest=rules.digest("link", code))
    found = rows.select_related("request__case").first()
    if found is None:
        return None
    request = found.request
    over = found.decided_at if request is None else request.case.closed_at
    days = timedelta(days=limits(found.site_id).status_days)
    ended = over is not None and at > over + days
    begin = (("held" if found.over else "received", found.received_at),)
    if request is None:
        steps = begin if over is None else (*begin, (found.state, over))
        return Course(found.state, steps, ended)
    changes = history.changes_in(request.pk, machines=(REQUEST.code,))
    moved = ((one.new, one.at) for one in changes)
    steps = (*(begin if found.over else ()), *moved)
    return Course(request.state, steps, ended)
