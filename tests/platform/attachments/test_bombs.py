"""Whatever is sent, it is refused or tamed with little work, and nothing of it stays about."""

import resource
import subprocess
import sys

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.attachments import child, limits, store
from tests.platform.attachments.bombs import CORPUS
from tests.platform.attachments.conftest import Upload

# No engine of a database has a part in it.
pytestmark = [pytest.mark.whole, pytest.mark.once]
#: What one file may cost: seconds of a processor, and memory that stays with the house.
SECONDS, MEGABYTES = 5.0, 200


def worked() -> float:
    """Return the seconds of a processor spent so far, children included."""
    spent = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def memory() -> int:
    """Return the most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def outcome(name: str, content: bytes) -> tuple[str, "store.Accepted | None"]:
    try:
        return "", store.accept(Upload(name, content))
    except Refused as refused:
        return refused.problems[0].code.removeprefix("files."), None


def test_the_corpus_is_as_large_as_the_scorecard_asks():
    assert len(CORPUS) >= 40
    assert len({bomb.name for bomb in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("bomb", CORPUS, ids=lambda bomb: bomb.name[:24])
def test_a_bomb_is_refused_or_tamed_with_little_work(bomb, media):
    content = bomb.make()
    before, held = worked(), memory()
    code, accepted = outcome(bomb.name, content)
    assert worked() - before <= SECONDS
    assert memory() - held <= MEGABYTES
    assert (code or "tame") in (bomb.code or "tame").split()
    left = [file for file in media.rglob("*") if file.is_file()]
    if accepted is None:
        assert left == []
    else:
        # Nothing but the content under its digest; a picture is our own drawing of it.
        assert left == [store.path_of(accepted.sha256)]
        if accepted.media_type.startswith("image/"):
            assert not any(mark in left[0].read_bytes() for mark in (b"<script", b"%PDF"))
            assert left[0].stat().st_size < 2 * limits.MB


def test_the_work_of_a_bomb_is_ended_by_its_limit_and_not_by_luck(monkeypatch):
    # The child's own limit is what stops it, not the wait of the parent: that one comes
    # first where the machine is busy with other things.
    monkeypatch.setattr(limits, "CHILD_WALL_SECONDS", 100)
    slow = next(bomb for bomb in CORPUS if bomb.code == "time")
    content, before = slow.make(), worked()
    assert outcome(slow.name, content)[0] == "time"
    assert worked() - before > limits.CHILD_CPU_SECONDS * 0.7


def test_a_child_gives_up_what_it_never_needs():
    code = (
        "from dayuan.platform.attachments import child; import resource as r; child.limit_self();"
        "print([r.getrlimit(w)[0] for w in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_NOFILE)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == str([limits.CHILD_MEMORY, limits.CHILD_CPU_SECONDS, 64])
    assert child.FORMATS.keys() == {"JPEG", "PNG", "WEBP"}
