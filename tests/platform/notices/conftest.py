import pytest

from dayuan.platform.access import owners
from dayuan.platform.notices import kinds
from dayuan.platform.notices.commands import tell
from dayuan.platform.notices.kinds import Card
from tests.platform.people import NOW, program

NEWS = kinds.declare(
    "tests.thing.news", "{number} {title} 有新情况（第 {n} 次）", "News {n} of {number} {title}"
)


@pytest.fixture
def hidden(monkeypatch):
    """Return the ids of things that nobody may see; all others are open."""
    hidden = set()
    monkeypatch.setitem(owners.doors._values, "thing", lambda actor, pks: set(pks) - set(hidden))
    monkeypatch.setitem(
        kinds.cards._values,
        "thing",
        lambda actor, pks: {pk: Card(f"灯坏了{pk}", f"/things/{pk}/", "报1") for pk in pks},
    )
    return hidden


@pytest.fixture
def news(hidden):
    """Tell people about a thing."""

    def news(thing=1, *, persons=(7,), n=1, at=NOW, dedupe=None):
        return tell(
            persons=persons,
            kind=NEWS.code,
            owner=("thing", thing),
            dedupe=dedupe or f"news:{thing}:{n}",
            params={"n": n},
            actor=program(),
            at=at,
        )

    return news
