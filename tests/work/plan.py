"""A playbook with everything the engine can do, for a kind of case that no service owns."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dayuan.config import installation
from dayuan.handbook.schema import Handbook, Playbook, Step, Who
from dayuan.handbook.schema.timing import OfficeHours, Rung
from dayuan.reference.plans import commands as plans
from dayuan.reference.plans.models import Revision
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.models import Task
from tests.cast import PUKOU, Cast, read

KIND = "tests.visit"
SITE = {"site": "for the tests"}
TEXT = [{"id": "result", "kind": "text", "title": "结果"}]


def step(code: str, post: str, due: str, **more: object) -> Step:
    """Return a step with its source."""
    plain = {"id": code, "title": code, "who": {"post": post}, "due": due, "source": SITE}
    return Step.model_validate(plain | more)


#: The first plan: a lead time of days, a chain, office hours, a condition, the spot itself.
FIRST = (
    step("prepare", "hvac_technician", "T-7d", evidence=TEXT),
    step("inspect", "duty_electrician", "T-2d", after=["prepare"], not_by_doer_of=["prepare"]),
    step("answer", "hvac_technician", "R+asap", limit="limit_request",
         respond_limit="limit_phone_ring", clock="office"),
    step("meal", "affairs_assistant", "T-1d", after=["inspect"], when=[{"fact": "meal"}]),
    step("guard", "gate_guard", "T+0", on_site=True),
    step("drill", "hvac_technician", "T-1d", for_each_holder=True),
    step("report", "duty_electrician", "T+1h", after=["drill"], for_each_holder=True),
    step("close", "affairs_assistant", "T+2h", after=["guard", "answer", "report"]),
)  # fmt: skip
#: The next one: another post, another limit, one step less, one more.
SECOND = (
    step("prepare", "hvac_technician", "T-5d", evidence=TEXT),
    step("inspect", "affairs_assistant", "T-3d", after=["prepare"]),
    step("answer", "hvac_technician", "R+asap", limit="limit_vip_gate", clock="office"),
    step("guard", "gate_guard", "T+0", on_site=True),
    step("badges", "affairs_assistant", "T-4h", after=["prepare"]),
    # Here the post does it as one, and there each holder of another post.
    step("drill", "hvac_technician", "T-1d"),
    step("report", "gate_guard", "T+1h", for_each_holder=True),
    step("close", "affairs_assistant", "T+1h", after=["guard"]),
)


def handbook(steps: tuple[Step, ...], *, edition: str) -> Handbook:
    """Return the Pukou plan with this playbook, office hours, a ladder and three limits."""
    book = read(PUKOU)
    playbook = Playbook.model_validate(
        {"title": "访", "kind": KIND, "source": SITE, "facts": {"meal": {"title": "用餐"}},
         "steps": [s.model_dump(by_alias=True, exclude_none=True) for s in steps]}
    )  # fmt: skip
    limits = {"limit_request": 120, "limit_phone_ring": 30, "limit_vip_gate": 45}
    settings = {
        code: book.settings[code].model_copy(update={"value": value})
        for code, value in limits.items()
    }
    hours = {"spans": [{"start": "08:30", "end": "12:00"}, {"start": "14:00", "end": "18:00"}]}
    ladder = [{"after_minutes": 0}, {"after_minutes": 30, "line": 1},
              {"after_minutes": 240, "line": 2}]  # fmt: skip
    return book.model_copy(
        update={
            "handbook": book.handbook.model_copy(update={"edition": edition}),
            "playbooks": {**book.playbooks, "visit": playbook},
            "settings": {**book.settings, **settings},
            "office_hours": OfficeHours.model_validate(hours | {"source": SITE}),
            "escalation": tuple(Rung.model_validate(one | {"source": SITE}) for one in ladder),
        }
    )


def load(cast: Cast, book: Handbook, at: datetime) -> Revision:
    """Load a plan, without putting it into force."""
    return plans.load(handbook=book, actor=installation.installer(cast.site.pk), at=at)[0]


def into_force(cast: Cast, revision: Revision, at: datetime) -> int:
    """Put a loaded plan into force; return its revision."""
    actor = installation.installer(cast.site.pk)
    site = site_queries.site(cast.site.pk)
    sites.adopt(site=site, revision=revision, consent="office", actor=actor, at=at)
    return revision.pk


def opened(cast: Cast, steps: tuple[Step, ...], at: datetime, **more: Any) -> dict[str, Task]:
    """Open a case of these steps alone; return its tasks by step."""
    into_force(cast, load(cast, handbook(steps, edition=f"of {steps[0].id}"), at), at)
    opening = work.Opening(kind=KIND, title="来访", series="V", **({"anchors": {"R": at}} | more))
    with transaction.atomic():
        case = work.open_case(opening, actor=cast.dispatcher.actor(at), at=at)
    return {task.step: task for task in queries.tasks_of(case)}


def who(**named: str) -> Who:
    """Return who does a step."""
    return Who.model_validate(named)
