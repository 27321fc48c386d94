"""A plan in force with tables of leave and swaps: invented, as the demonstration's are."""

from datetime import datetime
from typing import Any

from dayuan.config import installation
from dayuan.handbook.schema.shifts import LeaveKind, ShiftPlan, SwapRule
from dayuan.reference.plans import commands as plans
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from tests.cast import PUKOU, Cast, read

_SITE = {"source": {"site": "演示"}}
KINDS = {
    "annual": LeaveKind.model_validate({"title": "年休假", "days_ahead": 3, **_SITE}),
    "sick": LeaveKind.model_validate({"title": "病假", "at_once": True, **_SITE}),
    "training": LeaveKind.model_validate(
        {"title": "培训", "approved_by": ["centre_director", "director_assistant"], **_SITE}
    ),
}


def swap_rule(**more: Any) -> SwapRule:
    """Return one line of a table of swaps."""
    return SwapRule.model_validate({"between": "same_post", **_SITE, **more})


def technicians(*swaps: SwapRule, **more: Any) -> ShiftPlan:
    """Return a shift plan for the technicians, of whom the cast has two."""
    return ShiftPlan.model_validate(
        {"title": "暖通班", "posts": ["hvac_technician"], "swaps": swaps, **_SITE, **more}
    )


def adopt(cast: Cast, now: datetime, **sections: Any) -> None:
    """Put a plan into force that is Pukou's but for these sections."""
    plan = read(PUKOU)
    head = plan.handbook.model_copy(update={"edition": "tables"})
    book = plan.model_copy(update={"handbook": head, **sections})
    actor = installation.installer(cast.site.pk)
    revision, _ = plans.load(handbook=book, actor=actor, at=now)
    site = site_queries.site(cast.site.pk)
    sites.adopt(site=site, revision=revision, consent="3号", actor=actor, at=now)
