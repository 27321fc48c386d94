import pytest

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import owners
from dayuan.platform.attachments import gates, store
from dayuan.platform.attachments.commands import attach
from dayuan.platform.attachments.gates import Gate
from tests.platform.attachments.making import docx as docx
from tests.platform.attachments.making import picture as picture
from tests.platform.people import NOW, person


class Upload:
    """What a form hands over."""

    def __init__(self, name, content, *, chunk=64 * 1024):
        self.name = name
        self.content = content
        self.chunk = chunk

    def chunks(self):
        for start in range(0, len(self.content), self.chunk):
            yield self.content[start : start + self.chunk]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep files apart."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def things(monkeypatch):
    """Return a kind of record: person 7 sees thing 1 and may change it, 8 sees it only."""
    refused = (Blocker("tests.no", Text("不行", "No")),)

    def change(actor, pk):
        return () if actor.person_id == 7 else refused

    seen = {1: {7, 8}}
    monkeypatch.setitem(
        owners.doors._values,
        "thing",
        lambda actor, pks: {pk for pk in pks if actor.person_id in seen.get(pk, set())},
    )
    monkeypatch.setitem(gates.gates._values, "thing", Gate(attach=change, remove=change))
    return seen


@pytest.fixture
def hang(things):
    """Hang a file on thing 1."""

    def hang(name="说明.txt", content=b"fixed", *, actor=None, owner_id=1):
        accepted = store.accept(Upload(name, content))
        return attach(
            accepted=accepted,
            owner_kind="thing",
            owner_id=owner_id,
            actor=actor or person(7),
            at=NOW,
        )

    return hang


def refusal(name, content, take=store.accept):
    """Return the codeword with which a file is refused."""
    with pytest.raises(Refused) as refused:
        take(Upload(name, content))
    return refused.value.problems[0].code


@pytest.fixture(autouse=True)
def _empty_log(empty_log):
    """Count from nothing."""
