"""Turning a list over: whoever goes on and back sees each record once, in order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayuan.platform.lists import asked as asking
from dayuan.platform.lists import queries
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.ui.times import DEFAULT_ZONE
from dayuan.work.models import Case
from dayuan.work.web.case_sheet import SHEET
from tests.cast import NOW, Cast
from tests.permissions.world import undone

pytestmark = pytest.mark.django_db

#: Hours until something is next due, or nothing at all.
DUE = st.lists(st.none() | st.integers(-3, 3), min_size=1, max_size=9)
ORDERS = st.sampled_from([one.code for one in SHEET.orders])


def reading(cast: Cast, who: str = "director") -> Reading:
    member = getattr(cast, who)
    return Reading(member.actor(), NOW, DEFAULT_ZONE)


def page(cast: Cast, question: str, *, size: int = 25, who: str = "director") -> queries.Page:
    here = reading(cast, who)
    sheet = replace(SHEET, size=size)
    return queries.page(asking.read(sheet, QueryDict(question), here), here)


def fill(cast: Cast, due: list[int | None], **more) -> list[Case]:
    usual = {
        "site": cast.site, "kind": "desk.request", "revision": cast.site.revision,
        "playbook": "request", "opened_by": "system:tests", "title": "灯", **more,
    }  # fmt: skip
    first = Case.objects.count()
    return Case.objects.bulk_create(
        Case(
            **usual, number=f"X{first + n:05d}", opened_at=NOW + timedelta(hours=n // 2),
            next_due_at=None if hours is None else NOW + timedelta(hours=hours),
        )
        for n, hours in enumerate(due)
    )  # fmt: skip


def whole(cast: Cast, order: str) -> list[int]:
    """Return every record in order, told by Python and not by the database."""
    cases = list(Case.objects.filter(site=cast.site))
    if order == "due":
        late = NOW + timedelta(days=9999)
        return [
            c.pk
            for c in sorted(
                cases, key=lambda c: (c.next_due_at is None, c.next_due_at or late, c.pk)
            )
        ]
    found = [c.pk for c in sorted(cases, key=lambda c: (c.opened_at, c.pk))]
    return found if order == "oldest" else found[::-1]


# Each example takes back what it did.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=DUE, order=ORDERS, size=st.integers(1, 4))
def test_going_on_and_back_shows_each_record_once_and_in_order(cast, due, order, size):
    with undone():
        fill(cast, due)
        expected = whole(cast, order)
        question = f"order={order}"
        seen, found = [], page(cast, question, size=size)
        assert not found.earlier
        while True:
            seen += [one.pk for one in found.records]
            if not found.later:
                break
            found = page(cast, f"{question}&after={seen[-1]}", size=size)
            assert found.earlier
        assert seen == expected
        back = [one.pk for one in found.records]
        while found.earlier:
            found = page(cast, f"{question}&before={back[0]}", size=size)
            back = [one.pk for one in found.records] + back
        assert back == expected


def test_one_goes_on_from_a_record_that_has_left_the_list_meanwhile(cast):
    made = fill(cast, [None] * 4)
    Case.objects.filter(pk=made[2].pk).update(closed_at=NOW, phase="closed")
    found = page(cast, f"order=oldest&after={made[2].pk}")
    assert [one.pk for one in found.records] == [made[3].pk]


def test_a_record_one_may_not_see_is_no_place_to_go_on_from(cast):
    made = fill(cast, [None] * 2)
    hidden = fill(cast, [None], open_to_staff=False)[0]
    found = page(cast, f"order=oldest&after={hidden.pk}", who="guard")
    assert [one.pk for one in found.records] == [one.pk for one in made]
    assert found.total == 2


def test_nobody_counts_further_than_a_thousand(cast):
    fill(cast, [None] * 999)
    found = page(cast, "")
    assert (found.total, found.more) == (999, False)
    fill(cast, [None])
    assert (page(cast, "").total, page(cast, "").more) == (1000, False)
    fill(cast, [None])
    assert (page(cast, "").total, page(cast, "").more) == (1000, True)


def test_what_is_narrowed_down_is_counted_narrowed_down(cast):
    fill(cast, [None] * 3, category="lift")
    fill(cast, [None] * 2, category="air_conditioning")
    assert page(cast, "category=lift").total == 3
    assert page(cast, "number=x0000").total == 5
    assert page(cast, "number=X00004").total == 1
    assert page(cast, "number=%25").total == 0
