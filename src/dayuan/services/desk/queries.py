"""Reading requests, through the door of their cases."""

from django.db.models import QuerySet

from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.services.desk.models import Request
from dayuan.work import queries as work


def visible_to(actor: Actor) -> QuerySet[Request]:
    """Return the requests whose cases the actor may know of."""
    return Request.objects.filter(case__in=work.visible_to(actor)).select_related(
        "case", "reporter"
    )


def get_for(actor: Actor, case_id: int) -> Request:
    """Return one request; a hidden one answers like one that does not exist."""
    found = visible_to(actor).filter(pk=case_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def categories(site_id: int) -> list[tuple[str, Text, str]]:
    """Return (code, title, title of the responsible post) of every category, in order."""
    plan = sites.plan_of(site_id)
    return [
        (code, category.title.text, str(plan.post_title(category.responsible)))
        for code, category in plan.handbook.categories.items()
    ]
