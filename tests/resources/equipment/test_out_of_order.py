"""How long a piece was out of order, month by month."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.resources.equipment import rules
from dayuan.resources.equipment.commands import items as commands
from dayuan.resources.equipment.queries import items
from tests.cast import NOW

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Moved:
    new: str
    at: datetime


HOURS = st.lists(st.integers(0, 5000), min_size=1, max_size=12)


@given(HOURS, st.data())
def test_in_whatever_order_times_were_written_down_nothing_is_counted_twice(hours, data):
    states = st.sampled_from(["in_service", "out_of_order", "retired"])
    changes = [Moved(data.draw(states), BEGIN + timedelta(hours=h)) for h in hours]
    until = BEGIN + timedelta(hours=5001)
    spans = rules.spans_in(changes, "out_of_order", until=until)
    assert all(start < end <= until for start, end in spans)
    assert all(one[1] <= later[0] for one, later in pairwise(spans))


@given(HOURS)
def test_all_states_together_last_from_the_first_change_until_now(hours):
    marks = sorted(BEGIN + timedelta(hours=h) for h in hours)
    changes = [Moved(("in", "out")[n % 2], at) for n, at in enumerate(marks)]
    until = BEGIN + timedelta(hours=5001)
    spans = [s for state in ("in", "out") for s in rules.spans_in(changes, state, until=until)]
    assert sum((end - start for start, end in spans), timedelta()) == until - marks[0]


@pytest.fixture
def broken(cast, coils):
    """A piece that stood still for a day and a half last month, and does since an hour."""
    actor, pk = cast.supervisor.actor(), coils[0].pk
    for act, days in (("take_out", -30), ("bring_back", -28.5), ("take_out", -1 / 24)):
        at = NOW + timedelta(days=days)
        commands.change_state(item_id=pk, act=act, reason="坏了", actor=actor, at=at)
    return coils[0]


def test_the_page_of_a_piece_shows_the_days_it_stood_still(cast, page, broken):
    text = page(cast.supervisor, f"/equipment/{broken.pk}/")
    assert "每月故障停用天数" in text
    assert 'data-n="1.5"' in text


def test_a_piece_that_never_failed_has_no_chart(cast, page, coils):
    assert "data-chart" not in page(cast.supervisor, f"/equipment/{coils[1].pk}/")


def test_where_not_every_change_was_read_nothing_untrue_is_drawn(cast, page, broken, monkeypatch):
    monkeypatch.setattr(items, "CHANGES_MOST", 3)
    assert "data-chart" not in page(cast.supervisor, f"/equipment/{broken.pk}/")
