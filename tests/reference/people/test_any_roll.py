"""Whatever a roll says: what was judged good is taken, and nothing of it a second time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayuan.platform.audit.models import Entry
from dayuan.reference.people.models import Appointment, Person
from tests.permissions.world import undone
from tests.platform.imports.books import brought

pytestmark = pytest.mark.django_db
WHO = ["工号", "姓名", "手机号", "入职日期", "所属单位"]
PEOPLE = st.tuples(
    st.sampled_from(["2001", "２００１", "1001", "1003", "1010", "n-1", "N-1 ", ""]),
    st.sampled_from(["葛明", "单小云", "", "绝密"]),
    st.sampled_from(["", "13700000001", "137 0000 0001", "13700000002"]),
    st.sampled_from(["2026-01-05", "2026-11-02", "", "昨天"]),
    st.sampled_from(["", "", "police"]),
)
WHAT = ["工号", "岗位", "任职开始日期", "结束日期（首个离岗日期）", "任职方式", "职能", "确认超编"]
POSTS = st.tuples(
    st.sampled_from(["1001", "1003", "1009", "1010", "9999", ""]),
    st.sampled_from(["护管巡查岗", "patrol_guard", "维修电工", "护管门卫岗", "没有"]),
    st.sampled_from(["2026-01-05", "2026-11-02", "2026-12-01", "2020-01-01"]),
    st.sampled_from(["", "2026-11-30", "2026-12-24", "2026-01-05"]),
    st.sampled_from(["", "兼任", "主岗", "岗位兼职能"]),
    st.sampled_from(["", "护管班长"]),
    st.sampled_from(["", "是", "否"]),
)
quickly = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def taken_once(cast, code, heads, table) -> None:
    """Take a table, then again: every row that was good is there, and none changes twice."""
    actor = cast.director.actor()
    with undone():
        batch = brought(actor, code, heads, table)
        if batch is None:
            return
        good = batch.rows.filter(outcome__in=("new", "changed")).count()
        assert (batch.state, batch.taken, batch.refused) == ("done", good, 0)
        kept, wrong = all_of_it(), numbers(batch, "wrong")
        again = brought(actor, code, heads, table)
        # What had to wait for a row below it (a role for its post) is possible now.
        later = numbers(again, "new", "changed")
        assert (again.taken, again.refused) == (len(later), 0)
        assert later <= wrong
        assert later or all_of_it() == kept


def numbers(batch, *outcomes) -> set[int]:
    """Return the rows of which this would become."""
    return set(batch.rows.filter(outcome__in=outcomes).values_list("number", flat=True))


def all_of_it():
    """Return everything that a roll could change, and how often anything was written."""
    return (
        sorted(Person.objects.values_list("staff_number", "name", "phone", "joined", "unit")),
        sorted(Appointment.objects.values_list("person", "post", "kind", "role", "start", "end"),
               key=str),
        Entry.objects.filter(type__startswith="people.").count(),
    )  # fmt: skip


@quickly
@given(table=st.lists(PEOPLE, min_size=1, max_size=7))
def test_people_land_once_whatever_stands_in_the_table(cast, table):
    taken_once(cast, "people.people", WHO, table)


@quickly
@given(table=st.lists(POSTS, min_size=1, max_size=7))
def test_posts_are_given_once_whatever_stands_in_the_table(cast, table):
    taken_once(cast, "people.appointments", WHAT, table)
