"""An act that may be queued: it counts how often it was done."""

from datetime import timedelta
from uuid import UUID

import pytest

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.offline import acts
from dayuan.platform.offline.acts import Subject
from dayuan.platform.offline.marks import mark_of
from dayuan.platform.offline.rules import Queued
from tests.cast import NOW

FIRST, SECOND = UUID(int=1), UUID(int=2)


class Counter:
    """An act of a module above; it refuses what it is told to refuse."""

    def __init__(self):
        self.done = []
        self.refuses = set()

    def __call__(self, *, about, values, actor, at):
        if about in self.refuses:
            raise Refused(Blocker("thing.taken", Text("别人已经办了。", "Somebody did it.")))
        self.done.append((actor.person_id, about, at))
        return Subject("thing", about)


@pytest.fixture
def counter(monkeypatch):
    """Return the act; it stands in the registry while the test runs."""
    counter = Counter()
    monkeypatch.setitem(acts.acts._values, "tests.count", counter)
    return counter


@pytest.fixture
def queued():
    """Return how a member's phone queues the act."""

    def queued(member, *, pk=FIRST, about=1, values=None, act="tests.count", owner=None, ago=0):
        mark = owner or mark_of(member.person.account_id)
        return Queued(pk, mark, act, about, values or {}, NOW - timedelta(minutes=ago))

    return queued
