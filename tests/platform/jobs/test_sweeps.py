from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError

from dayuan.kernel.registry import Registry
from dayuan.platform.jobs import sweeps
from dayuan.platform.jobs.models import Hold, SweepRow
from tests.platform.people import NOW, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch):
    """Return when the sweep ``round`` ran; it is due every ten minutes."""
    monkeypatch.setattr(sweeps, "registered", Registry("sweep"))
    runs = []
    sweeps.register("round", every=timedelta(minutes=10), function=lambda *, now: runs.append(now))
    return runs


def test_a_sweep_runs_when_it_is_due_and_once(runs):
    assert sweeps.run_due(now=NOW) == ["round"]
    assert sweeps.run_due(now=NOW) == []
    assert sweeps.run_due(now=later(minutes=9)) == []
    assert sweeps.run_due(now=later(minutes=10)) == ["round"]
    assert runs == [NOW, later(minutes=10)]


def test_after_an_outage_a_sweep_runs_once_and_not_for_every_missed_time(runs):
    sweeps.run_due(now=NOW)
    assert sweeps.run_due(now=later(days=3)) == ["round"]
    assert sweeps.run_due(now=later(days=3)) == []


def test_the_second_worker_that_sees_the_same_due_time_does_nothing(runs):
    sweeps.run_due(now=NOW)
    sweep = sweeps.registered["round"]
    now = later(minutes=10)
    assert sweeps._claim(sweep, now) is True
    assert sweeps._claim(sweep, now) is False


def test_a_clock_that_goes_back_does_not_stop_a_sweep(runs):
    sweeps.run_due(now=NOW)
    assert sweeps.run_due(now=later(hours=-1)) == ["round"]
    assert sweeps.run_due(now=later(hours=-1)) == []


def test_a_sweep_that_raises_is_counted_and_does_not_stop_the_others(runs):
    def bad(*, now):
        raise ValueError

    sweeps.register("bad", every=timedelta(seconds=1), function=bad)
    sweeps.register("good", every=timedelta(seconds=1), function=lambda *, now: None)
    assert sweeps.run_due(now=NOW) == ["round", "good"]
    sweeps.run_due(now=later(seconds=1))
    assert SweepRow.objects.get(name="bad").failures == 2
    assert SweepRow.objects.get(name="good").finished_at == later(seconds=1)


def test_one_bad_row_is_taken_back_alone_and_pushed_forward():
    pushed = []

    def act(pk):
        Hold.objects.create(name=str(pk), since=NOW, reason="x")
        if pk == 2:
            raise IntegrityError

    done = sweeps.each_row([1, 2, 3], act, push=pushed.append)
    assert (done.done, done.failed, pushed) == (2, (2,), [2])
    assert set(Hold.objects.values_list("name", flat=True)) == {"1", "3"}


def test_a_row_that_cannot_even_be_pushed_does_not_stop_the_others():
    def bad(pk):
        raise ValueError

    assert sweeps.each_row([1, 2], bad, push=bad).failed == (1, 2)


def test_a_database_that_is_away_ends_the_round_instead_of_blaming_the_rows():
    def away(pk):
        raise OperationalError("server closed the connection")

    with pytest.raises(OperationalError):
        sweeps.each_row([1, 2], away)
