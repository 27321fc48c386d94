import threading

import pytest
from django.db import OperationalError

from dayuan.platform.jobs import worker

pytestmark = pytest.mark.django_db


def live(turns, *, idle=0.0):
    """Let one loop live through these turns in a thread of its own; return what it did."""
    stop, done = threading.Event(), []

    def turn(now):
        what = turns[len(done)]
        done.append(what)
        if len(done) == len(turns):
            stop.set()
        if isinstance(what, Exception):
            raise what
        return what

    loop = worker._Loop("test", turn, idle)
    thread = threading.Thread(target=worker._loop, args=(loop, stop))
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    return done


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(worker, "AWAY", (0.0, 0.0))


def test_a_worker_waits_for_a_database_that_is_away_and_goes_on():
    gone = OperationalError("server closed the connection")
    assert live([gone, gone, gone, True, False]) == [gone, gone, gone, True, False]


def test_whatever_goes_wrong_in_one_turn_the_next_one_comes():
    broken = ValueError("x")
    assert live([broken, True]) == [broken, True]


def test_a_worker_ends_its_turn_before_it_stops():
    assert live([True]) == [True]


def test_no_two_workers_have_the_same_name():
    assert worker.new_name() != worker.new_name()
