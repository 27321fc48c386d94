import pytest

from dayuan.platform.audit import log, sealer
from dayuan.platform.audit.models import Entry
from dayuan.platform.audit.types import declare
from tests.platform.people import NOW, person

ACT = declare("tests.thing.do", "测试", "A test act", personal=("name", "phone"))


@pytest.fixture
def write():
    """Write entries as a command would; the last one carries personal values."""

    def write(count=1, *, at=NOW, personal=None, actor=None, **details) -> list[Entry]:
        return [
            log.record(
                ACT,
                actor=actor or person(7),
                at=at,
                subject="thing",
                ids=[n + 1],
                details={"n": n, **details},
                personal=personal,
            )
            for n in range(count)
        ]

    return write


@pytest.fixture
def chain(write):
    """Return the entries of a sealed chain of twelve; three carry personal values."""
    entries = write(9) + write(3, personal={"name": "王秀英", "phone": "13900000001"})
    sealer.seal(now=NOW)
    return entries


@pytest.fixture(autouse=True)
def _empty_log(empty_log):
    """Count from nothing."""
