"""Reading requests, through the door of their cases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.plan import Category
from dayuan.kernel.problems import Problems, Refused, Source
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.services.desk import rules
from dayuan.services.desk.capabilities import NOBODY_TO_ASK
from dayuan.services.desk.models import OutsideReport as OutsideReport
from dayuan.services.desk.models import Request as Request
from dayuan.services.desk.models import TakenOver
from dayuan.services.desk.states import REQUEST
from dayuan.work import queries as work
from dayuan.work.states import About


def visible_to(actor: Actor) -> QuerySet[Request]:
    """Return the requests whose cases the actor may know of."""
    rows = Request.objects.filter(work.on_visible_case(actor))
    return rows.select_related("case", "reporter", "taken_over")


def get_for(actor: Actor, case_id: int) -> Request:
    """Return one request; a hidden one answers like one that does not exist."""
    # By the case's own id: a number too large for any database is no id, not a fault.
    found = visible_to(actor).filter(case__id=case_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def taken_over(actor: Actor, numbers: Collection[str]) -> dict[str, Request | None]:
    """Return what was taken over by these numbers; ``None`` where the actor may not know of it."""
    rows = TakenOver.objects.filter(site_id=actor.site_id, number__in=list(numbers))
    known = dict(rows.values_list("number", "request_id"))
    seen = visible_to(actor).filter(case__id__in=list(known.values())).in_bulk()
    return {number: seen.get(pk) for number, pk in known.items()}


def earlier_numbers(case_ids: Collection[int]) -> dict[int, str]:
    """Return the numbers that these requests had before they were taken over."""
    rows = TakenOver.objects.filter(request__in=list(case_ids))
    return dict(rows.values_list("request_id", "number"))


def request(case_id: int) -> Request:
    """Return a request by the id an event carried; the event's receiver answers for the door."""
    return Request.objects.select_related("case", "reporter").get(pk=case_id)


def newest(site_id: int) -> datetime | None:
    """Return when the newest request of a site was reported."""
    rows = Request.objects.filter(case__site_id=site_id).order_by("-case_id")
    return rows.values_list("case__opened_at", flat=True).first()


def categories(actor: Actor) -> Mapping[str, Category]:
    """Return the kinds of matters that the plan in force knows, by their codewords."""
    return sites.plan_of(actor.site_id).handbook.categories


def need_to_know(plan: Compiled, category: str) -> Source | None:
    """Return what keeps requests of a category to those who handle them, if anything does."""
    return rules.need_to_know(category, plan.uses_of("desk.need_to_know"))


def reception_problems(actor: Actor) -> Problems:
    """Return why this actor may not log a call, with the clause that gives it to the front desk."""
    found = permissions.problems(actor, "desk.request.report_for_other")
    uses = sites.plan_of(actor.site_id).uses_of("desk.reception")
    return tuple(replace(one, source=uses[0].source) for one in found) if uses else found


def dispatch_problems(actor: Actor) -> Problems:
    """Return why this actor may not send requests out; the button asks here."""
    return permissions.problems(actor, "desk.request.dispatch")


def earlier_problems(actor: Actor, category: str, post: str) -> Problems:
    """Return why what was open before may not be given to a post at once; nothing without one."""
    if not post:
        return ()
    plan = sites.plan_of(actor.site_id)
    book = plan.playbook_for(REQUEST.code, category)
    if book is not None and all(step.does != "desk.dispatch" for step in plan.steps(book)):
        return (rules.SENT_BY_THE_PLAN,)
    return dispatch_problems(actor)


def cancel_problems(request: Request, actor: Actor) -> Problems:
    """Return why this actor may not withdraw the request; the reporter may his own."""
    if request.reporter_id is not None and request.reporter_id == actor.person_id:
        return ()
    return permissions.problems(actor, "desk.request.cancel")


def may_see_caller(
    request: Request, actor: Actor, tasks: Sequence[work.Task] | None = None
) -> bool:
    """Tell whether the caller's name and phone are this actor's business.

    They are for those who log calls, for the reporter, and for whoever has the
    work in hand and must find the caller. Whoever has read the case's ``tasks``
    hands them in.
    """
    if actor.holds("desk.request.report_for_other"):
        return True
    if request.reporter_id is not None and request.reporter_id == actor.person_id:
        return True
    if tasks is None:
        return work.has_in_hand(actor, request.pk)
    return any(work.is_in_hand(task, actor) for task in tasks)


#: Suggestions come from so many of the newest requests, and at most so many are offered.
_LOOKED_AT, _OFFERED = 300, 60


def known_places(actor: Actor) -> list[str]:
    """Return where things were reported lately, of what the actor may know of, each once."""
    # The newest cases are picked first, on their index: asked the other way round, a database
    # may well gather everything a unit ever reported before it looks for the newest.
    newest = work.visible_to(actor).filter(kind=REQUEST.code).order_by("-opened_at", "-pk")
    rows = Request.objects.filter(case__in=newest.values("pk")[:_LOOKED_AT]).order_by("-pk")
    return list(dict.fromkeys(rows.values_list("place", flat=True)))[:_OFFERED]


def own_reports(actor: Actor) -> list[tuple[str, str]]:
    """Return the kind and place of what this actor reported lately, newest first."""
    if actor.person_id is None:
        return []
    own = Request.objects.filter(reporter_id=actor.person_id).order_by("-pk")
    found = list(own.values_list("pk", "category", "place")[:_OFFERED])
    seen = work.seen(actor, [pk for pk, _category, _place in found])
    return [(category, place) for pk, category, place in found if pk in seen]


def known_callers(actor: Actor) -> list[tuple[str, str]]:
    """Return who called lately, with the phone: only to those who log calls."""
    if not actor.holds("desk.request.report_for_other"):
        return []
    rows = visible_to(actor).exclude(caller_name="").order_by("-pk")
    latest: dict[str, str] = {}
    for name, phone in rows.values_list("caller_name", "caller_phone")[:_LOOKED_AT]:
        latest[name] = latest.get(name) or phone
    return list(latest.items())[:_OFFERED]


@dataclass(frozen=True, slots=True)
class FollowUps:
    """How many finished requests the plan wants asked after, and how many were."""

    asked: int
    finished: int


def follow_ups(actor: Actor, since: datetime, until: datetime) -> FollowUps:
    """Return the follow-ups of what was finished in ``[since, until)``, as far as one may know.

    A request whose plan has no step for asking afterwards does not count, nor one of a
    stranger whom nobody could ask.
    """
    steps: dict[str, set[str]] = {}
    for code, book in sites.plan_of(actor.site_id).handbook.playbooks.items():
        if book.kind == REQUEST.code:
            steps[code] = {s.id for s in book.steps if s.does == "desk.return_visit"}
    asking = [code for code, found in steps.items() if found]
    rows = visible_to(actor).filter(
        finished_at__gte=since, finished_at__lt=until, case__playbook__in=asking
    )
    rows = rows.exclude(work.knows(NOBODY_TO_ASK))
    names = set().union(*steps.values())
    return FollowUps(work.cases_with_done(rows.values("pk"), names), rows.count())


def about(actor: Actor, case_id: int) -> About:
    """Return what was reported and where; the caller only to whom it concerns."""
    found = get_for(actor, case_id)
    lines = [(Text("地点", "Where"), found.place)]
    if not (found.caller_name or found.caller_phone) or not may_see_caller(found, actor):
        return About(found.description, tuple(lines), place=found.place)
    lines.append((Text("来电人", "Caller"), found.caller_name))
    return About(found.description, tuple(lines), phone=found.caller_phone, place=found.place)


def told_of(case_ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """Return state and what was reported, for whoever may see these requests; no callers."""
    rows = Request.objects.filter(pk__in=case_ids).values_list("pk", "state", "description")
    return {pk: (state, description) for pk, state, description in rows}


def states_of(case_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the states of these requests."""
    return dict(Request.objects.filter(pk__in=case_ids).values_list("pk", "state"))
