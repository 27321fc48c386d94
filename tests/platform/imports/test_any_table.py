"""Whatever stands in a table: good rows land once, repeating lands nothing, bad ones are told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayuan.platform.imports.importers import importers
from dayuan.resources.equipment.models import Item
from tests.permissions.world import undone
from tests.platform.imports.books import HEADS, ITEMS, brought

pytestmark = pytest.mark.django_db
CELLS = (
    st.sampled_from(["KT-1", "kt-1", "KT-2", "K T-2", "KT-3", "", "空调", "=1", "K" * 60]),
    st.sampled_from(["泵", "塔", "", "绝密 x", "长" * 90]),
    st.sampled_from(["", "空调系统", "没有的"]),
    st.sampled_from(["", "ZZ-9"]),
    st.sampled_from(["", "2020-05-01", "2020/5/1", "昨天", "2020-13-01"]),
)
TABLES = st.lists(st.tuples(*CELLS), min_size=1, max_size=8)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES)
def test_good_rows_land_once_and_bad_ones_are_told_by_row_and_column(cast, table):
    with undone():
        batch = brought(cast.supervisor.actor(), ITEMS, HEADS[ITEMS], table)
        if batch is None:
            return
        rows = list(batch.rows.all())
        columns = {one.code for one in importers[ITEMS].columns}
        for row in rows:
            assert (row.outcome == "wrong") == bool(row.problems)
            assert set(row.problems) <= columns
        good = [row for row in rows if row.outcome == "new"]
        assert {row.number for row in rows} == {n for n, row in enumerate(table, 2) if any(row)}
        assert (batch.state, batch.taken, batch.refused) == ("done", len(good), 0)
        kept = sorted(Item.objects.values_list("code", "name", "state"))
        assert len(kept) == len(good)

        again = brought(cast.supervisor.actor(), ITEMS, HEADS[ITEMS], table)
        assert {row.outcome for row in again.rows.all()} <= {"same", "wrong"}
        assert again.taken == 0
        assert sorted(Item.objects.values_list("code", "name", "state")) == kept
