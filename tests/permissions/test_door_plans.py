"""The door of cases stands on an index: the first page never reads the whole table."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from dayuan.platform.access import owners
from dayuan.platform.notices import queries as notices
from dayuan.platform.notices.models import Notice
from dayuan.work import queries
from dayuan.work.models import Case, CaseMember
from tests.cast import NOW, Cast

#: Left to `make test`: a minute less while somebody works.
pytestmark = pytest.mark.whole

MANY = 4_000


@pytest.fixture
def full(cast: Cast) -> Cast:
    """Put thousands of cases into the site: most of them need-to-know, some of a unit."""
    case = {
        "site": cast.site, "kind": "desk.request", "revision": cast.site.revision,
        "playbook": "request", "opened_by": "system:tests",
    }  # fmt: skip
    made = Case.objects.bulk_create(
        [
            Case(
                **case,
                number=f"X{n}",
                title=f"{n}",
                open_to_staff=n % 5 == 0,
                unit="district_office" if n % 40 == 0 else "",
                opened_at=NOW + timedelta(seconds=n),
            )
            for n in range(MANY)
        ],
        batch_size=200,
    )
    mine = [one for one in made if not one.open_to_staff][::50]
    CaseMember.objects.bulk_create(
        CaseMember(case=one, key="post:gate_guard", since=NOW, added_by="system:tests")
        for one in mine
    )
    # Nobody in the cast holds this post; the technical supervisor stands in.
    CaseMember.objects.bulk_create(
        CaseMember(case=one, key="post:lift_technician", since=NOW, added_by="system:tests")
        for one in [one for one in made if not one.open_to_staff][25::50]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cast


def plan_of(rows) -> str:
    """Return how the database answers the first page."""
    page = rows.order_by("-opened_at", "-pk")[:26]
    return page.explain()


def whole_table(plan: str) -> bool:
    """Tell whether a plan reads every row of the cases."""
    if connection.vendor == "sqlite":
        return any(
            "SCAN" in step and "work_case" in step and "work_casemember" not in step
            and "USING" not in step
            for step in plan.splitlines()
        )  # fmt: skip
    return "Seq Scan on work_case " in plan or plan.rstrip().endswith("Seq Scan on work_case")


def newest_first(plan: str) -> bool:
    """Tell whether a page is read from the newest row down and ends when it is full.

    SQLite's table is the tree of its primary key: walking it is what PostgreSQL calls an
    index scan backward. Whatever had to be sorted was read to its end before.
    """
    return connection.vendor == "sqlite" and "TEMP B-TREE" not in plan


SHAPES = {
    "staff who see open cases": lambda cast: cast.guard.actor(),
    "staff who see only what they are named in": lambda cast: replace(
        cast.guard.actor(), verbs=frozenset()
    ),
    "staff who stand in for a vacant post": lambda cast: cast.supervisor.actor(),
    "stand-ins who see only what they are named in": lambda cast: replace(
        cast.supervisor.actor(), verbs=frozenset()
    ),
    "a client's liaison": lambda cast: cast.liaison.actor(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("who", SHAPES)
def test_the_first_page_of_cases_stands_on_an_index(full, who):
    plan = plan_of(queries.visible_to(SHAPES[who](full)))
    assert newest_first(plan) or not whole_table(plan), plan


@pytest.mark.django_db
def test_a_plan_that_reads_the_whole_table_is_seen(full):
    plan = Case.objects.filter(title__contains="x").order_by("title").explain()
    assert whole_table(plan)
    assert not newest_first(plan)


@pytest.mark.django_db
@pytest.mark.parametrize("who", SHAPES)
def test_one_case_by_its_id_reads_one_row(full, who):
    rows = queries.visible_to(SHAPES[who](full)).filter(pk=Case.objects.first().pk)
    assert not whole_table(rows.explain())


@pytest.mark.django_db
@pytest.mark.parametrize("who", SHAPES)
def test_the_bell_looks_up_the_cases_of_its_notices_and_reads_no_whole_table(full, who):
    actor = SHAPES[who](full)
    Notice.objects.bulk_create(
        Notice(
            site_id=full.site.pk, person_id=actor.person_id, kind="work.task.ready",
            owner_kind="work.case", owner_id=pk, created_at=NOW, dedupe=f"tests:{pk}",
        )
        for pk in Case.objects.order_by("pk").values_list("pk", flat=True)[:40]
    )  # fmt: skip
    seen = owners.hanging_on_seen(actor, kind="owner_kind", pk="owner_id")
    plan = notices.visible_to(actor).filter(seen, read_at__isnull=True)[:18].explain()
    assert not whole_table(plan), plan


@pytest.mark.django_db
def test_each_shape_shows_what_it_should(full):
    seen = {who: queries.visible_to(actor(full)) for who, actor in SHAPES.items()}
    named = CaseMember.objects.filter(key="post:gate_guard").count()
    assert seen["staff who see open cases"].count() == MANY // 5 + named
    assert seen["staff who see only what they are named in"].count() == named
    vacant = CaseMember.objects.filter(key="post:lift_technician").count()
    assert vacant > 20
    assert seen["staff who stand in for a vacant post"].count() == MANY // 5 + vacant
    assert seen["stand-ins who see only what they are named in"].count() == vacant
    assert seen["a client's liaison"].count() == MANY // 40
